package org.trialward.fhir.subject;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchStudy.ResearchStudyStatus;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.trial.Trial;

/**
 * The patient as a subject of the study, for the study office. The study is linked, or made once.
 */
final class ResearchSubjectWriteBack extends StandingRecord<ResearchSubject> {

  /** Ours whoever set them; any other is ours only where we set it last. */
  private static final Set<ResearchSubjectStatus> OURS =
      Set.of(
          ResearchSubjectStatus.POTENTIALCANDIDATE,
          ResearchSubjectStatus.CANDIDATE,
          ResearchSubjectStatus.INELIGIBLE);

  private static final String REGISTRY = "http://clinicaltrials.gov";

  private final Emr emr;

  ResearchSubjectWriteBack(Emr emr) {
    super(emr, ResearchSubject.class, "");
    this.emr = emr;
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return super.isAcceptedBy(capabilities)
        && capabilities.accepts("ResearchStudy", Interaction.SEARCH);
  }

  @Override
  ResearchSubject blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var subject = new ResearchSubject();
    subject.addIdentifier(Marks.candidate(key));
    subject.setStudy(study(delivery.trial()));
    subject.setIndividual(Marks.patient(key.patient()));
    return subject;
  }

  @Override
  boolean isOurs(ResearchSubject subject) {
    ResearchSubjectStatus status = subject.getStatus();
    return OURS.contains(status)
        || (status != null && Marks.lastSaid(subject).equals(Optional.of(status.toCode())));
  }

  @Override
  void say(Candidate candidate, ResearchSubject subject) {
    ResearchSubjectStatus next = SubjectStatus.of(candidate.state());
    if (next != subject.getStatus()) {
      subject.setStatus(next);
      Marks.said(subject, next.toCode());
    }
  }

  /** The hospital's own study of that number, whatever system it is under; else ours, made once. */
  private Reference study(Trial trial) {
    String anySystem = "identifier=" + trial.id();
    List<ResearchStudy> found = records().find(ResearchStudy.class, "ResearchStudy", anySystem);
    if (found.isEmpty()) {
      if (!emr.capabilities().accepts("ResearchStudy", Interaction.CREATE)) {
        throw new DeliveryException(
            Category.REJECTED,
            "The EMR has no ResearchStudy with the identifier `%s` and does not let us make one: ask its administrator to."
                .formatted(trial.id()));
      }
      records().create(study(trial, trial.id().toString()), anySystem);
      found = records().find(ResearchStudy.class, "ResearchStudy", anySystem);
    }
    if (found.isEmpty()) {
      throw new DeliveryException(
          Category.UNAVAILABLE,
          "The EMR does not find the ResearchStudy `%s` that was just made: its index may lag."
              .formatted(trial.id()));
    }
    return new Reference("ResearchStudy/" + found.getFirst().getIdElement().getIdPart());
  }

  private static ResearchStudy study(Trial trial, String id) {
    var study = new ResearchStudy();
    study.addIdentifier().setSystem(Marks.TRIAL).setValue(id);
    if (id.startsWith("NCT")) {
      study.addIdentifier().setSystem(REGISTRY).setValue(id);
    }
    study.setStatus(ResearchStudyStatus.ACTIVE);
    study.setTitle(trial.title());
    Marks.tag(study, 0);
    return study;
  }
}
