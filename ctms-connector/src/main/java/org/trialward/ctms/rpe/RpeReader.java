package org.trialward.ctms.rpe;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.ctms.rpe.RpeMessage.Kind;
import org.trialward.ctms.rpe.RpeMessage.StudyId;

/** Reads what others send, by local name. */
final class RpeReader {
  static final String DEFINITION = "RetrieveProtocolDefResponse";

  private static final int LONGEST = 400;

  /** HL7's TS: to the day or finer, in local time, perhaps with a zone. */
  private static final Pattern DAY = Pattern.compile("(\\d{8})(\\d{2,6}(\\.\\d+)?)?([+-]\\d{4})?");

  /** Some sites put an empty list before the number, as {@code " ;150403"}. */
  private static final Pattern AROUND = Pattern.compile("^[\\s;]+|[\\s;]+$");

  /** What a message may say. */
  sealed interface Content {
    record State(RpeMessage message) implements Content {}

    record Definition(List<Study> studies) implements Content {}

    /** A study's number and title. */
    record Study(StudyId id, String title) {}
  }

  /**
   * A message that was understood.
   *
   * @param messageId of WS-Addressing, to be named in the answer; empty where there is none
   * @param isAddressed whether it has a WS-Addressing header, so that an answer needs one
   */
  record Letter(
      SoapVersion version, Optional<String> messageId, boolean isAddressed, Content content) {}

  private RpeReader() {}

  /**
   * @param latest the last day on which a state can have begun
   */
  static Letter read(byte[] bytes, String contentType, LocalDate latest) {
    Element envelope;
    try {
      envelope = XmlText.read(bytes, contentType);
    } catch (XmlText.Unreadable e) {
      throw new RpeRefusal(SoapVersion.ofContentType(contentType), String.valueOf(e.getMessage()));
    }
    SoapVersion version = SoapVersion.of(envelope.namespace(), contentType);
    if (!envelope.name().equals("Envelope")) {
      throw new RpeRefusal(version, "The message is no SOAP envelope.");
    }
    Element body =
        envelope
            .child("Body")
            .filter(found -> !found.children().isEmpty())
            .orElseThrow(() -> new RpeRefusal(version, "The SOAP envelope has no body."));
    Optional<Element> header = envelope.child("Header");
    return new Letter(
        version,
        header
            .flatMap(found -> found.child("MessageID"))
            .map(Element::text)
            .filter(id -> !id.isEmpty() && id.length() <= LONGEST),
        header.flatMap(found -> found.child("Action")).isPresent(),
        content(body.children().getFirst(), version, latest));
  }

  private static Content content(Element message, SoapVersion version, LocalDate latest) {
    if (message.name().equals(DEFINITION)) {
      return definition(message, version);
    }
    for (Kind kind : Kind.values()) {
      if (message.name().equals(kind.request())) {
        return new Content.State(state(kind, message, version, latest));
      }
    }
    throw new RpeRefusal(
        version,
        "Only AlertProtocolState, EnrollPatientRequestRequest and RetrieveProtocolDefResponse are taken here.");
  }

  private static RpeMessage state(
      Kind kind, Element message, SoapVersion version, LocalDate latest) {
    String state =
        message
            .first("processState")
            .map(Element::text)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> missing(version, "a processState"));
    if (state.length() > LONGEST) {
      throw new RpeRefusal(version, "The processState is longer than 400 characters.");
    }
    Element candidate =
        message
            .first("candidateID")
            .orElseThrow(() -> missing(version, "a candidateID of the patient"));
    String number =
        candidate
            .attribute("extension")
            .filter(text -> text.length() <= LONGEST)
            .orElseThrow(() -> missing(version, "a candidateID with an extension"));
    List<StudyId> studies =
        message.allNamed("plannedStudy").stream()
            .flatMap(planned -> studies(planned).stream())
            .distinct()
            .toList();
    if (studies.isEmpty()) {
      throw missing(version, "a plannedStudy with an id");
    }
    return new RpeMessage(
        kind,
        state,
        new Recorded(candidate.attribute("root").orElse(""), number),
        studies,
        message.first("effectiveTime").flatMap(time -> since(time, latest)));
  }

  private static List<StudyId> studies(Element plannedStudy) {
    return plannedStudy.children().stream()
        .filter(child -> child.name().equals("id"))
        .map(id -> new StudyId(id.attribute("root").orElse(""), number(id)))
        .filter(id -> !id.extension().isEmpty() && id.extension().length() <= LONGEST)
        .distinct()
        .toList();
  }

  private static String number(Element id) {
    return AROUND.matcher(id.attribute("extension").orElse("")).replaceAll("");
  }

  /** An end in the future is planned, or stands for none (99991231). */
  private static Optional<LocalDate> since(Element effectiveTime, LocalDate latest) {
    return Stream.of("high", "low")
        .flatMap(bound -> day(effectiveTime, bound).stream())
        .filter(day -> !day.isAfter(latest))
        .findFirst();
  }

  private static Optional<LocalDate> day(Element effectiveTime, String bound) {
    return effectiveTime
        .child(bound)
        .flatMap(found -> found.attribute("value"))
        .flatMap(RpeReader::day);
  }

  static Optional<LocalDate> day(String value) {
    Matcher matcher = DAY.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(matcher.group(1), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException _) {
      return Optional.empty(); // No such day: the state is still said.
    }
  }

  private static Content definition(Element message, SoapVersion version) {
    List<Content.Study> studies =
        message.allNamed("plannedStudy").stream()
            .flatMap(study -> {
              String title = study.child("title").map(Element::text).orElse("");
              return studies(study).stream().map(id -> new Content.Study(id, title));
            })
            .toList();
    if (studies.isEmpty()) {
      throw missing(version, "a plannedStudy with an id");
    }
    return new Content.Definition(studies);
  }

  private static RpeRefusal missing(SoapVersion version, String what) {
    return new RpeRefusal(version, "The message lacks %s.".formatted(what));
  }
}
