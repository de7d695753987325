package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Fact;

/** Messages of a fictional hospital, and what becomes of them. */
final class Messages {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final ZoneId ZONE = ZoneId.of("America/New_York");
  static final FeedProfile PROFILE = FeedProfile.of("lab", ZONE);
  static final String PID = "PID|1||4711^^^ELSE^MR||Doe^Jane||19600229|F";

  private Messages() {}

  static FeedProfile profile(Map<String, String> codeSystems, Map<String, String> units) {
    return new FeedProfile(
        "lab", ZONE, UTF_8, "lab", "MR", new OwnSystems(codeSystems), units, Set.of("ZPV"));
  }

  static String msh(String type) {
    return "MSH|^~\\&|EHR|ELSE|TW|ELSE|20261121101500-0500||%s|M1|P|2.5.1".formatted(type);
  }

  static byte[] bytes(String... segments) {
    return String.join("\r", segments).concat("\r").getBytes(UTF_8);
  }

  /** A message of that type with these segments behind its header. */
  static byte[] message(String type, String... segments) {
    return bytes(Stream.concat(Stream.of(msh(type)), Stream.of(segments)).toArray(String[]::new));
  }

  static MessageReading read(byte[] message) {
    return new MessageReader(PROFILE, CLOCK).reading(message);
  }

  static MessageReading read(String type, String... segments) {
    return read(message(type, segments));
  }

  static List<Fact> facts(String type, String... segments) {
    return read(type, segments).contents().facts();
  }

  static <T extends Fact> T only(Class<T> kind, String type, String... segments) {
    List<Fact> facts = facts(type, segments);
    if (facts.size() != 1) {
      throw new AssertionError("one fact expected: " + facts);
    }
    return kind.cast(facts.getFirst());
  }

  static List<Statement> statements(MessageReading reading) {
    return reading.contents().changes().stream()
        .flatMap(change ->
            change instanceof RecordChange.Says(_, var all) ? all.stream() : Stream.empty())
        .toList();
  }

  static Map<String, Said> said(String type, String... segments) {
    return statements(read(type, segments)).stream()
        .collect(Collectors.toMap(Statement::reference, Statement::said));
  }

  /** The references of what holds facts, or took them back. */
  static List<String> references(byte[] message) {
    return statements(read(message)).stream()
        .filter(statement -> statement.said() instanceof Said.Facts)
        .map(Statement::reference)
        .toList();
  }

  static List<String> notes(MessageReading reading) {
    return reading.contents().unusable().stream()
        .map(note -> note.what() + ": " + note.why())
        .toList();
  }

  static List<String> found(MessageReading reading) {
    return reading.contents().unusable().stream().map(Unusable::found).toList();
  }
}
