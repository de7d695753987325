package org.trialward.fhir.subject;

import org.trialward.rules.trial.TrialId;

/** What a record in the EMR says: plain words, nothing of the patient. */
final class Wording {
  private Wording() {}

  static String notice(TrialId trial) {
    return "May be eligible for trial %s: may meet criteria – review".formatted(trial);
  }

  static String withdrawal(TrialId trial) {
    return "Withdrawn: the notice about trial %s no longer applies.".formatted(trial);
  }
}
