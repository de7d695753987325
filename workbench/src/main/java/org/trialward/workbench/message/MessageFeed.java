package org.trialward.workbench.message;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordKey;
import org.trialward.workbench.message.MessageStore.Format;

/**
 * One sender of messages or documents.
 *
 * @param authorities assigning authorities to what the EMR's FHIR server calls the systems of their
 *     record numbers
 */
public record MessageFeed(
    FeedProfile profile, Mode mode, Reading reading, Map<String, String> authorities) {

  /** What its messages are good for. */
  public enum Mode {
    /** They say at whom to look; the chart is read from the EMR's FHIR server. */
    HINT,
    /** They are the chart: there is no server to ask. */
    FACTS
  }

  /** What a body holds, or why nobody can tell. */
  public sealed interface Read {
    /** A message may carry documents. */
    record Contents(List<MessageContents> each) implements Read {}

    /** With the remedy. */
    record Refused(String cause) implements Read {}
  }

  /** Bodies to what they hold. Total: odd content is noted. */
  @FunctionalInterface
  public interface Reading {
    Read read(Format format, byte[] body);
  }

  public MessageFeed {
    authorities =
        authorities.entrySet().stream()
            .collect(
                Collectors.toMap(e -> e.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
  }

  /** A feed that is read as HL7 v2 and C-CDA say. */
  public static MessageFeed of(
      FeedProfile profile, Mode mode, Map<String, String> authorities, InstantSource clock) {
    return new MessageFeed(profile, mode, new Readings(profile, clock), authorities);
  }

  /** The identifier system of a record number, where the site named it. */
  Optional<String> system(RecordKey of) {
    return Optional.ofNullable(authorities.get(of.authority()));
  }

  public String name() {
    return profile.name();
  }
}
