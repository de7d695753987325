package org.trialward.matcher;

import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;

/** The last resort of both indexes: the definition itself. */
final class Exactly {
  private Exactly() {}

  /** Whether the patient fits the trial, if it is open on that day. Never ASK_EXACTLY. */
  static Answer ask(Trial trial, PatientSnapshot patient) {
    if (trial.dossier().objection(patient.asOf()).isPresent()) {
      return Answer.DOES_NOT_FIT;
    }
    return switch (Eligibility.outcome(trial, patient)) {
      case ELIGIBLE -> Answer.FITS;
      case POSSIBLE -> Answer.MAY_FIT;
      case INELIGIBLE -> Answer.DOES_NOT_FIT;
    };
  }
}
