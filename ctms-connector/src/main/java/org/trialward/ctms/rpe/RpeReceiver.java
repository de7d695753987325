package org.trialward.ctms.rpe;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StudyRef;
import org.trialward.ctms.rpe.RpeMessage.StudyId;
import org.trialward.ctms.rpe.RpeReader.Content;
import org.trialward.ctms.rpe.RpeReader.Letter;
import org.trialward.ctms.rpe.SoapText.Addressing;
import org.trialward.ctms.rpe.SoapVersion.Fault;
import org.trialward.rules.trial.TrialId;

/** Takes the messages of a CTMS or an EMR. Keeps nothing and logs nothing. */
public final class RpeReceiver {
  /** The longest message that is read, in bytes. */
  public static final int LONGEST_MESSAGE = XmlText.MOST_BYTES;

  private static final Pattern REGISTRY_NUMBER = Pattern.compile("NCT\\d{8}");

  private final Map<String, TrialId> trials;
  private final Clock clock;

  /**
   * @param studies the study numbers that the other side uses, by our trial
   * @param clock what lies after tomorrow is planned, not so
   */
  public RpeReceiver(Map<TrialId, String> studies, Clock clock) {
    this.clock = clock;
    this.trials =
        studies.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  /**
   * Reads a message.
   *
   * @param contentType of HTTP; empty where there is none
   * @throws RpeRefusal with the fault to answer; nothing else for any message
   */
  public Received receive(byte[] message, String contentType) {
    LocalDate tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    Letter letter = RpeReader.read(message, contentType, tomorrow);
    SoapAnswer notStored =
        SoapText.fault(
            letter.version(),
            Fault.RECEIVER,
            "The message was understood but could not be stored. Send it again later.");
    return switch (letter.content()) {
      case Content.State(RpeMessage state) ->
          new Received(
              state.studies().stream().map(study -> change(state, study)).distinct().toList(),
              List.of(),
              accepted(letter, state),
              notStored);
      case Content.Definition(List<Content.Study> studies) ->
          new Received(
              List.of(),
              studies.stream().map(this::study).toList(),
              answer(
                  letter, RpeReader.DEFINITION + "Response", "ResponseCode", "PROTOCOL_RECEIVED"),
              notStored);
    };
  }

  private StatusChange change(RpeMessage state, StudyId study) {
    return new StatusChange(
        state.patient(),
        trial(study.extension()),
        study.extension(),
        state.state(),
        OptionalLong.empty(),
        state.since());
  }

  private StudyRef study(Content.Study study) {
    return new StudyRef(study.id().extension(), study.title(), trial(study.id().extension()));
  }

  private Optional<TrialId> trial(String study) {
    return Optional.ofNullable(trials.get(study))
        .or(() ->
            REGISTRY_NUMBER.matcher(study).matches()
                ? Optional.of(new TrialId(study))
                : Optional.empty());
  }

  private static SoapAnswer accepted(Letter letter, RpeMessage state) {
    return switch (state.kind()) {
      case ALERT_PROTOCOL_STATE ->
          answer(letter, state.kind().response(), "responseCode", "ALERT_RECEIVED");
      // Its senders expect to see again what they asked for.
      case ENROLL_PATIENT_REQUEST ->
          answer(
              letter, state.kind().response(), body -> state.write(body, state.kind().response()));
    };
  }

  private static SoapAnswer answer(Letter letter, String name, String code, String text) {
    return answer(
        letter,
        name,
        body -> {
          body.writeStartElement("rpe", name, SoapText.RPE);
          body.writeNamespace("rpe", SoapText.RPE);
          body.writeStartElement("rpe", code, SoapText.RPE);
          body.writeCharacters(text);
          body.writeEndElement();
          body.writeEndElement();
        });
  }

  private static SoapAnswer answer(Letter letter, String name, SoapText.Body body) {
    String action = SoapText.action(name);
    List<Addressing> header =
        letter.isAddressed()
            ? List.of(
                new Addressing(
                    action,
                    letter.messageId().stream()
                        .map(id -> new Addressing.Field("RelatesTo", id))
                        .toList()))
            : List.of();
    SoapVersion version = letter.version();
    return new SoapAnswer(
        200,
        version == SoapVersion.V1_2
            ? version.contentType() + "; action=\"%s\"".formatted(action)
            : version.contentType(),
        SoapText.envelope(version, header, body));
  }
}
