package org.trialward.fhir.subject;

import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.trialward.rules.match.CandidateState;

/** Our states in the words of FHIR R4, whose binding is required. */
public final class SubjectStatus {
  private SubjectStatus() {}

  public static ResearchSubjectStatus of(CandidateState state) {
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
}
