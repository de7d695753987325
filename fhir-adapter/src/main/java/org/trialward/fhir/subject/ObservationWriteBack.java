package org.trialward.fhir.subject;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.StringType;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;

/**
 * A mark among the observations: preliminary as long as the candidate is open, then cancelled. It
 * bears no code of a terminology, so that nobody's rules take it for a finding.
 */
final class ObservationWriteBack extends StandingRecord<Observation> {
  private static final Coding SURVEY =
      new Coding("http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey");

  ObservationWriteBack(Emr emr) {
    super(emr, Observation.class, Records.token("category", SURVEY));
  }

  @Override
  Observation blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var mark = new Observation();
    mark.addIdentifier(Marks.candidate(key));
    mark.addCategory(new CodeableConcept(SURVEY.copy()));
    mark.setCode(new CodeableConcept().setText(Wording.SUBJECT));
    mark.setSubject(Marks.patient(key.patient()));
    return mark;
  }

  @Override
  void say(Candidate candidate, Observation mark) {
    mark.setStatus(
        candidate.state().isOpen() ? ObservationStatus.PRELIMINARY : ObservationStatus.CANCELLED);
    mark.setValue(new StringType(Wording.of(candidate)));
  }
}
