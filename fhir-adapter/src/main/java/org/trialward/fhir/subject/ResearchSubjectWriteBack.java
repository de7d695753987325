package org.trialward.fhir.subject;

import java.util.List;
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
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.Trial;

/**
 * The patient as a subject of the study, for the study office. The study is linked, or made once.
 */
public final class ResearchSubjectWriteBack implements WriteBack {

  /** The states that we set. Past them people or the CTMS decided, and theirs stays. */
  private static final Set<ResearchSubjectStatus> OURS =
      Set.of(
          ResearchSubjectStatus.POTENTIALCANDIDATE,
          ResearchSubjectStatus.CANDIDATE,
          ResearchSubjectStatus.INELIGIBLE);

  private static final String REGISTRY = "http://clinicaltrials.gov";

  private final Emr emr;
  private final Records records;

  public ResearchSubjectWriteBack(Emr emr) {
    this.emr = emr;
    this.records = new Records(emr);
  }

  @Override
  public String destination() {
    return "emr-research-subject";
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return capabilities.accepts("ResearchSubject", Interaction.CREATE)
        && capabilities.accepts("ResearchSubject", Interaction.UPDATE)
        && capabilities.accepts("ResearchSubject", Interaction.SEARCH)
        && capabilities.accepts("ResearchStudy", Interaction.SEARCH);
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    return records.deliver("ResearchSubject", () -> attempt(delivery));
  }

  private DeliveryReceipt attempt(Delivery delivery) {
    Candidate candidate = delivery.candidate();
    String ours = Records.identifiedBy(Marks.CANDIDATE, candidate.key().identifier().toString());
    List<ResearchSubject> found = records.find(ResearchSubject.class, ours);
    if (found.isEmpty()) {
      if (!candidate.state().isOpen()) {
        return DeliveryReceipt.ALREADY_THERE;
      }
      records.create(subject(delivery, study(delivery.trial())), ours);
      return DeliveryReceipt.CREATED;
    }
    boolean changed = false;
    for (ResearchSubject subject : found) {
      changed |=
          Marks.revision(subject) <= delivery.revision()
              && OURS.contains(subject.getStatus())
              && records.change(
                  subject, delivery.revision(), s -> s.setStatus(status(candidate.state())));
    }
    return changed ? DeliveryReceipt.UPDATED : DeliveryReceipt.ALREADY_THERE;
  }

  private static ResearchSubject subject(Delivery delivery, Reference study) {
    Candidate candidate = delivery.candidate();
    var subject = new ResearchSubject();
    subject.addIdentifier(Marks.candidate(candidate.key()));
    subject.setStatus(status(candidate.state()));
    subject.setStudy(study);
    subject.setIndividual(Marks.patient(candidate.key().patient()));
    Marks.tag(subject, delivery.revision());
    return subject;
  }

  private static ResearchSubjectStatus status(CandidateState state) {
    return switch (state) {
      case DETECTED, IN_REVIEW -> ResearchSubjectStatus.POTENTIALCANDIDATE;
      case CONFIRMED, REFERRED, CONTACTED -> ResearchSubjectStatus.CANDIDATE;
      case DECLINED, DO_NOT_CONTACT -> ResearchSubjectStatus.NOTREGISTERED;
      case CONSENTED -> ResearchSubjectStatus.SCREENING;
      case ELIGIBLE -> ResearchSubjectStatus.ELIGIBLE;
      case SCREEN_FAILED, REJECTED, LAPSED -> ResearchSubjectStatus.INELIGIBLE;
      case ENROLLED -> ResearchSubjectStatus.ONSTUDY;
      case FOLLOW_UP -> ResearchSubjectStatus.FOLLOWUP;
      case COMPLETED, DIED -> ResearchSubjectStatus.OFFSTUDY;
      case WITHDRAWN -> ResearchSubjectStatus.WITHDRAWN;
    };
  }

  /** The hospital's own study of that number, whatever system it is under; else ours, made once. */
  private Reference study(Trial trial) {
    String anySystem = "identifier=" + trial.id();
    List<ResearchStudy> found = records.find(ResearchStudy.class, anySystem);
    if (found.isEmpty()) {
      if (!emr.capabilities().accepts("ResearchStudy", Interaction.CREATE)) {
        throw new DeliveryException(
            Category.REJECTED,
            "The EMR has no ResearchStudy with the identifier `%s` and does not let us make one: ask its administrator to."
                .formatted(trial.id()));
      }
      records.create(study(trial, trial.id().toString()), anySystem);
      found = records.find(ResearchStudy.class, anySystem);
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
