package org.trialward.fhir.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.trialward.fhir.hl7.MessageDesk.Storing;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.hl7.Received.Refusal;
import org.trialward.fhir.hl7.Received.Refused;

/**
 * General acknowledgements (HL7 v2.5, 2.9). In the original mode one answer says all. In the
 * enhanced mode, which is asked for by filling MSH-15 or MSH-16, it says that the message was
 * stored; where that is not wanted, but an application's answer is, it says that instead. Never
 * both: the second would need a connection of our own to the sender.
 */
final class Acknowledgements {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT);

  private static final Header UNKNOWN =
      new Header("|^~\\&", "", "", "", "", "", "", "P", "2.5", "", "", "", StandardCharsets.UTF_8);

  /** Acknowledgements themselves: to answer them would never end. */
  private static final Set<String> ANSWERS = Set.of("ACK", "MCF", "NAK");

  private static final String AGAIN = "It could not be stored: please send it again";

  /** MSA-3 is a string of 80 characters until version 2.6. */
  private static final int LONGEST_TEXT = 80;

  private final ZoneId zone;
  private final Acknowledge when;
  private final InstantSource clock;
  private final AtomicLong count = new AtomicLong();

  Acknowledgements(ZoneId zone, Acknowledge when, InstantSource clock) {
    this.zone = zone;
    this.when = when;
    this.clock = clock;
  }

  /** What to say. */
  private sealed interface Answer {
    record Taken() implements Answer {}

    record Again() implements Answer {}

    record No(Refusal refusal, String cause) implements Answer {}
  }

  /** Those of a block's messages as one block. */
  Optional<byte[]> of(Batch batch, List<Received> received, Storing storing) {
    return batch.answered(
        received.stream().map(it -> of(it, storing)).toList(), now(), this::number);
  }

  Optional<byte[]> of(Received received, Storing storing) {
    return switch (received) {
      case Accepted(var envelope) ->
          answer(
              storing == Storing.STORED ? new Answer.Taken() : new Answer.Again(),
              Optional.of(envelope));
      case Refused(var refusal, var cause, var envelope) ->
          answer(
              storing == Storing.STORED ? new Answer.No(refusal, cause) : new Answer.Again(),
              envelope);
    };
  }

  private Optional<byte[]> answer(Answer answer, Optional<Envelope> to) {
    if (to.isPresent() && ANSWERS.contains(code(to.get().type()))) {
      return Optional.empty();
    }
    Header header = to.map(Envelope::header).orElse(UNKNOWN);
    return code(answer, header).map(code -> write(answer, code, header).getBytes(charset(header)));
  }

  private static String code(String type) {
    return type.length() > 3 ? type.substring(0, 3) : type;
  }

  /** MSA-1; empty where no answer is wanted. */
  private Optional<String> code(Answer answer, Header header) {
    String accept = header.acceptCondition();
    String application = header.applicationCondition();
    char kind =
        switch (answer) {
          case Answer.Taken() -> 'A';
          case Answer.Again() -> 'E';
          case Answer.No(var refusal, _) -> refusal.code().charAt(1);
        };
    if (accept.isEmpty() && application.isEmpty()) {
      return Optional.of("A" + kind);
    }
    if (isWanted(accept, kind)) {
      return Optional.of("C" + kind);
    }
    return isWanted(application, kind) || when == Acknowledge.ALWAYS
        ? Optional.of("A" + kind)
        : Optional.empty();
  }

  /** HL7 table 0155; in the enhanced mode an empty condition means never. */
  private static boolean isWanted(String condition, char kind) {
    return switch (condition.toUpperCase(Locale.ROOT)) {
      case "NE", "" -> false;
      case "SU" -> kind == 'A';
      case "ER" -> kind != 'A';
      default -> true;
    };
  }

  private String write(Answer answer, String code, Header to) {
    Delimiters by = to.by();
    String f = String.valueOf(by.field());
    String msh =
        String.join(
            f,
            "MSH" + to.encoding(),
            to.ourApplication(),
            to.ourFacility(),
            to.application(),
            to.facility(),
            now(),
            "",
            type(to, by),
            number(),
            to.processing(),
            to.version(),
            "",
            "",
            "",
            "",
            "",
            to.characterSet());
    String text = text(answer, to, by);
    String msa = String.join(f, "MSA", code, to.controlId()) + (text.isEmpty() ? "" : f + text);
    return msh.replaceFirst("\\Q" + f + "\\E+$", "") + '\r' + msa + '\r' + error(answer, to, by);
  }

  private String now() {
    return TIME.format(clock.instant().atZone(zone));
  }

  /** Unique among ours: the time and a count. */
  private String number() {
    Instant now = clock.instant();
    return "TW%d.%d".formatted(now.getEpochSecond(), count.incrementAndGet());
  }

  private static String type(Header to, Delimiters by) {
    int version = to.minorVersion();
    boolean hasParts = version >= 3 || version == 0;
    return !hasParts || to.event().isEmpty()
        ? "ACK"
        : "ACK%c%s%s"
            .formatted(
                by.component(),
                Escapes.write(to.event(), by),
                version == 3 ? "" : by.component() + "ACK");
  }

  private static String text(Answer answer, Header to, Delimiters by) {
    String text = said(answer);
    boolean isShort = to.minorVersion() <= 6 && text.length() > LONGEST_TEXT;
    return Escapes.write(isShort ? text.substring(0, LONGEST_TEXT) : text, by);
  }

  private static String said(Answer answer) {
    return switch (answer) {
      case Answer.Taken() -> "";
      case Answer.Again() -> AGAIN;
      case Answer.No(_, var cause) -> cause;
    };
  }

  private static String error(Answer answer, Header to, Delimiters by) {
    return switch (answer) {
      case Answer.Taken() -> "";
      case Answer.Again() -> error("", "207", "Application internal error", AGAIN, to, by);
      case Answer.No(var refusal, var cause) ->
          error(refusal.location(), refusal.error(), refusal.text(), cause, to, by);
    };
  }

  /** Since version 2.5 a location, a code, a severity and a text; before it all in one field. */
  private static String error(
      String location, String code, String name, String text, Header to, Delimiters by) {
    String f = String.valueOf(by.field());
    String c = String.valueOf(by.component());
    String where = location.replace("^", c);
    String what = code + c + name + c + "HL70357";
    int version = to.minorVersion();
    if (version > 0 && version < 5) {
      String[] parts = (location + "^^^").split("\\^", -1);
      String s = String.valueOf(by.subcomponent());
      String nested = by.subcomponent() == Delimiters.NONE ? code : what.replace(c, s);
      return String.join(f, "ERR", String.join(c, parts[0], parts[1], parts[2], nested)) + '\r';
    }
    return String.join(f, "ERR", "", where, what, "E", "", "", "", Escapes.write(text, by)) + '\r';
  }

  /** Where the sender's cannot write all that stands in the answer, UTF-8. */
  private static Charset charset(Header header) {
    return header.charset().canEncode() ? header.charset() : StandardCharsets.UTF_8;
  }
}
