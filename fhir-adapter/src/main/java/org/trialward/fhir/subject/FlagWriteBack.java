package org.trialward.fhir.subject;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;

/** A flag on the patient's chart, active as long as the candidate is open. */
public final class FlagWriteBack implements WriteBack {
  private static final Coding RESEARCH =
      new Coding("http://terminology.hl7.org/CodeSystem/flag-category", "research", "Research");

  private final Records records;

  public FlagWriteBack(Emr emr) {
    this.records = new Records(emr);
  }

  @Override
  public String destination() {
    return "emr-flag";
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return capabilities.accepts("Flag", Interaction.CREATE)
        && capabilities.accepts("Flag", Interaction.UPDATE)
        && capabilities.accepts("Flag", Interaction.SEARCH);
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    return records.deliver("Flag", () -> attempt(delivery));
  }

  private DeliveryReceipt attempt(Delivery delivery) {
    Candidate candidate = delivery.candidate();
    String ours = Records.identifiedBy(Marks.CANDIDATE, candidate.key().identifier().toString());
    List<Flag> found = records.find(Flag.class, ours);
    if (found.isEmpty()) {
      if (!candidate.state().isOpen()) {
        return DeliveryReceipt.ALREADY_THERE;
      }
      records.create(flag(delivery), ours);
      return DeliveryReceipt.CREATED;
    }
    boolean changed = false;
    for (Flag flag : found) {
      changed |=
          Marks.revision(flag) <= delivery.revision()
              && records.change(flag, delivery.revision(), f -> say(candidate, f));
    }
    return changed ? DeliveryReceipt.UPDATED : DeliveryReceipt.ALREADY_THERE;
  }

  private static Flag flag(Delivery delivery) {
    Candidate candidate = delivery.candidate();
    var flag = new Flag();
    flag.addIdentifier(Marks.candidate(candidate.key()));
    flag.addCategory(new CodeableConcept(RESEARCH.copy()));
    flag.setSubject(Marks.patient(candidate.key().patient()));
    flag.setAuthor(Marks.author());
    say(candidate, flag);
    Marks.tag(flag, delivery.revision());
    return flag;
  }

  private static void say(Candidate candidate, Flag flag) {
    flag.setStatus(candidate.state().isOpen() ? FlagStatus.ACTIVE : FlagStatus.INACTIVE);
    flag.setCode(new CodeableConcept().setText(Wording.notice(candidate.key().trial())));
  }
}
