package org.trialward.ctms.rpe;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.ctms.SubjectDemographics;
import org.trialward.ctms.http.HttpLine;
import org.trialward.ctms.rpe.RpeMessage.Kind;
import org.trialward.ctms.rpe.RpeMessage.StudyId;
import org.trialward.ctms.rpe.SoapText.Addressing;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Trial;

/**
 * Tells an EMR or a CTMS by RPE where a confirmed candidate stands. There is no reading back: a
 * message whose outcome is not known is sent again, the same to the letter.
 */
public final class RpeConnector implements CtmsConnector, AutoCloseable {
  public static final String DESTINATION = "rpe";

  private static final String SYSTEM = "The RPE receiver";

  private final RpeSettings settings;
  private final SubjectDemographics demographics;
  private final Clock clock;
  private final HttpLine line;

  public RpeConnector(RpeSettings settings, SubjectDemographics demographics, Clock clock) {
    this.settings = settings;
    this.demographics = demographics;
    this.clock = clock;
    this.line =
        new HttpLine(
            SYSTEM,
            "The outcome is not known; the same message is sent again, which changes nothing.",
            settings.connectTimeout(),
            settings.requestTimeout());
  }

  @Override
  public String destination() {
    return DESTINATION;
  }

  /** RPE has no message that only asks; what the settings say is all that is known. */
  @Override
  public Capabilities probe() {
    return new Capabilities(true, false, true, false, settings.allowsPhi());
  }

  @Override
  public Map<String, CandidateState> statuses() {
    return RpeStates.meanings(settings.states());
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    String state = settings.states().get(delivery.candidate().state());
    if (state == null) {
      return DeliveryReceipt.NOT_TAKEN;
    }
    send(message(delivery, state), messageId(delivery));
    return DeliveryReceipt.CREATED;
  }

  private RpeMessage message(Delivery delivery, String state) {
    String recordNumber =
        demographics
            .of(delivery.candidate().key())
            .recordNumber()
            .orElseThrow(() -> MissingData.refusal(SYSTEM, List.of("record number")));
    Kind kind =
        switch (settings.message()) {
          case ALERT_PROTOCOL_STATE -> Kind.ALERT_PROTOCOL_STATE;
          case ENROLL_PATIENT_REQUEST -> Kind.ENROLL_PATIENT_REQUEST;
        };
    return new RpeMessage(
        kind,
        state,
        new Recorded(settings.patientRoot(), recordNumber),
        List.of(new StudyId(settings.studyRoot(), study(delivery.trial()))),
        Optional.empty());
  }

  private String study(Trial trial) {
    return Optional.ofNullable(settings.studies().get(trial.id()))
        .or(() -> trial.dossier().approval().map(Approval::number))
        .orElseThrow(() ->
            rejected(
                "Under which number the other side knows `%s` cannot be told. Name the approval's number in its trial file, or set trialward.ctms.rpe.studies.%s."
                    .formatted(trial.id(), trial.id())));
  }

  /** The same candidate in the same revision gives the same id, so that a repeat shows as one. */
  private static String messageId(Delivery delivery) {
    Candidate candidate = delivery.candidate();
    String name =
        "%s|%s|%d".formatted(DESTINATION, candidate.key().identifier(), delivery.revision());
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private void send(RpeMessage message, String messageId) {
    String name = message.kind().request();
    String action = SoapText.action(name);
    String xml =
        SoapText.envelope(
            settings.soap(),
            List.of(
                new Addressing(
                    action,
                    List.of(
                        new Addressing.Field("MessageID", messageId),
                        new Addressing.Field("To", settings.endpoint().toString())))),
            body -> message.write(body, name));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.endpoint())
            .timeout(settings.requestTimeout())
            .POST(BodyPublishers.ofString(xml));
    switch (settings.soap()) {
      case V1_1 ->
          request
              .header("Content-Type", settings.soap().contentType())
              .header("SOAPAction", "\"%s\"".formatted(action));
      case V1_2 ->
          request.header(
              "Content-Type", "%s; action=\"%s\"".formatted(settings.soap().contentType(), action));
    }
    credentials().ifPresent(basic -> request.header("Authorization", basic));
    demandAccepted(line.send(request.build()), message.kind().response());
  }

  private Optional<String> credentials() {
    return settings
        .user()
        .flatMap(user -> settings.password().map(password -> user + ":" + password))
        .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
        .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private void demandAccepted(HttpResponse<byte[]> response, String expected) {
    int status = response.statusCode();
    Optional<Element> body = body(response);
    if (body.map(Element::name).filter("Fault"::equals).isPresent()) {
      throw fault(body.get(), status);
    }
    switch (status) {
      case 200, 202 -> {
        boolean isOneWay = status == 202 && response.body().length == 0;
        if (!isOneWay && body.map(Element::name).filter(expected::equals).isEmpty()) {
          throw new DeliveryException(
              Category.FAULT,
              "What answered is no RPE receiver, perhaps a login page. Check trialward.ctms.rpe.endpoint and .message.");
        }
      }
      case 429, 503 -> throw line.busy(response, clock.instant());
      case 401, 403 ->
          throw rejected(
              "The RPE receiver refused us (HTTP %d). Check trialward.ctms.rpe.user and .password."
                  .formatted(status));
      default -> {
        if (status >= 500 || status == 408) {
          throw line.failed(status);
        }
        throw rejected(
            "The RPE receiver refused the message (HTTP %d). Check trialward.ctms.rpe.endpoint and .soap."
                .formatted(status));
      }
    }
  }

  private static Optional<Element> body(HttpResponse<byte[]> response) {
    try {
      return XmlText.read(response.body(), response.headers().firstValue("Content-Type").orElse(""))
          .child("Body")
          .flatMap(body -> body.children().stream().findFirst());
    } catch (XmlText.Unreadable _) {
      return Optional.empty(); // The HTTP status says the rest.
    }
  }

  /** Its text may quote the patient; its code does not. */
  private DeliveryException fault(Element fault, int status) {
    String code =
        fault
            .first("faultcode")
            .or(() -> fault.first("Value"))
            .map(Element::text)
            .map(text -> text.substring(text.indexOf(':') + 1))
            .orElse("");
    boolean isTheirs =
        code.startsWith("Server")
            || code.startsWith("Receiver")
            || (code.isEmpty() && status == 500);
    return isTheirs
        ? line.failed(status)
        : rejected(
            "The RPE receiver answered with a SOAP fault: it does not take this message. Check there that it knows the patient and the study, and trialward.ctms.rpe.patient-root, .study-root and .states.");
  }

  private static DeliveryException rejected(String message) {
    return new DeliveryException(Category.REJECTED, message);
  }

  @Override
  public void close() {
    line.close();
  }
}
