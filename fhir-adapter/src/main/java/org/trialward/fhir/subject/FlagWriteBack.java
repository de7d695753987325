package org.trialward.fhir.subject;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;

/** A flag on the patient's chart, active as long as the candidate is open. */
final class FlagWriteBack extends StandingRecord<Flag> {
  private static final Coding RESEARCH =
      new Coding("http://terminology.hl7.org/CodeSystem/flag-category", "research", "Research");

  FlagWriteBack(Emr emr) {
    super(emr, Flag.class, Records.token("category", RESEARCH));
  }

  @Override
  Flag blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var flag = new Flag();
    flag.addIdentifier(Marks.candidate(key));
    flag.addCategory(new CodeableConcept(RESEARCH.copy()));
    flag.setSubject(Marks.patient(key.patient()));
    flag.setAuthor(Marks.author());
    return flag;
  }

  @Override
  void say(Candidate candidate, Flag flag) {
    flag.setStatus(candidate.state().isOpen() ? FlagStatus.ACTIVE : FlagStatus.INACTIVE);
    flag.setCode(new CodeableConcept().setText(Wording.notice(candidate.key().trial())));
  }
}
