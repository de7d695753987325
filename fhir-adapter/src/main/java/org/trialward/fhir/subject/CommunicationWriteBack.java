package org.trialward.fhir.subject;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

/**
 * A message about the patient, in the shape that Oracle Health documents: category notification,
 * the text as a base64 attachment. A message that was sent stays sent: it is withdrawn by a change
 * of its text where the EMR takes one, else by a second message that answers the first.
 */
final class CommunicationWriteBack implements WriteBack {
  private static final Coding NOTIFICATION =
      new Coding(
          "http://terminology.hl7.org/CodeSystem/communication-category",
          "notification",
          "Notification");

  private enum Kind {
    NOTICE,
    WITHDRAWAL
  }

  private record Sent(Communication message, Kind kind, long revision) {}

  private final Emr emr;
  private final Records records;
  private final List<String> recipients;

  /**
   * Messages to these recipients.
   *
   * @param recipients references such as {@code Practitioner/7} or {@code Group/3}; may be empty
   */
  CommunicationWriteBack(Emr emr, List<String> recipients) {
    this.emr = emr;
    this.records = new Records(emr);
    this.recipients = List.copyOf(recipients);
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return capabilities.accepts("Communication", Interaction.CREATE)
        && Records.finds(capabilities, "Communication");
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    return records.deliver("Communication", () -> attempt(delivery));
  }

  private DeliveryReceipt attempt(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    Kind wanted = delivery.candidate().state().isOpen() ? Kind.NOTICE : Kind.WITHDRAWAL;
    Optional<Sent> last = lastSent(key);
    boolean nothingToSay =
        last.map(sent -> sent.kind() == wanted || sent.revision() > delivery.revision())
            .orElse(wanted == Kind.WITHDRAWAL);
    if (nothingToSay) {
      return DeliveryReceipt.ALREADY_THERE;
    }
    if (last.isPresent() && emr.capabilities().accepts("Communication", Interaction.UPDATE)) {
      records.change(
          last.get().message(), delivery.revision(), m -> say(m, key, wanted, delivery.revision()));
      return DeliveryReceipt.UPDATED;
    }
    Communication message = message(key);
    say(message, key, wanted, delivery.revision());
    message.setStatus(CommunicationStatus.COMPLETED);
    last.map(sent -> sent.message().getIdElement().getIdPart())
        .ifPresent(id -> message.addInResponseTo(new Reference("Communication/" + id)));
    Marks.tag(message, key, delivery.revision());
    String ours = Records.identifiedBy(Marks.MESSAGE, messageId(key, wanted, delivery.revision()));
    if (last.isPresent()) {
      records.createAnother(message, ours);
      return DeliveryReceipt.UPDATED;
    }
    records.create(message, ours);
    return DeliveryReceipt.CREATED;
  }

  private Optional<Sent> lastSent(CandidateKey key) {
    return records.find(Communication.class, key, Records.token("category", NOTIFICATION)).stream()
        .flatMap(CommunicationWriteBack::sent)
        .max(Comparator.comparingLong(Sent::revision));
  }

  /** What a message says stands in its second identifier: {@code uuid/revision/kind}. */
  private static Stream<Sent> sent(Communication message) {
    return message.getIdentifier().stream()
        .filter(identifier -> Marks.MESSAGE.equals(identifier.getSystem()))
        .map(identifier -> Optional.ofNullable(identifier.getValue()).orElse("").split("/", -1))
        .filter(parts -> parts.length == 3 && parts[1].matches("\\d{1,18}"))
        .map(parts ->
            new Sent(
                message,
                parts[2].equals("withdrawal") ? Kind.WITHDRAWAL : Kind.NOTICE,
                Long.parseLong(parts[1])))
        .limit(1);
  }

  private static String messageId(CandidateKey key, Kind kind, long revision) {
    return "%s/%d/%s"
        .formatted(key.identifier(), revision, kind == Kind.NOTICE ? "notice" : "withdrawal");
  }

  private Communication message(CandidateKey key) {
    var message = new Communication();
    message.addIdentifier(Marks.candidate(key));
    message.addCategory(new CodeableConcept(NOTIFICATION.copy()));
    message.setPriority(CommunicationPriority.ROUTINE);
    message.setSubject(Marks.patient(key.patient()));
    recipients.forEach(recipient -> message.addRecipient(new Reference(recipient)));
    return message;
  }

  private static void say(Communication message, CandidateKey key, Kind kind, long revision) {
    message.setStatus(
        kind == Kind.NOTICE ? CommunicationStatus.COMPLETED : CommunicationStatus.STOPPED);
    message.getIdentifier().removeIf(i -> Marks.MESSAGE.equals(i.getSystem()));
    message.addIdentifier(
        new Identifier().setSystem(Marks.MESSAGE).setValue(messageId(key, kind, revision)));
    message.getPayload().clear();
    message.addPayload().setContent(Wording.attachment(text(kind, key.trial())));
  }

  private static String text(Kind kind, TrialId trial) {
    return kind == Kind.NOTICE ? Wording.notice(trial) : Wording.withdrawal(trial);
  }
}
