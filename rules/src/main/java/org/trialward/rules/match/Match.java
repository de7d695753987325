package org.trialward.rules.match;

import java.time.LocalDate;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Verdict;

/**
 * A verdict with who, which rules and when: what is stored and handed on.
 *
 * @param asOf the reference date of the chart
 */
public record Match(
    TrialId trial, String trialVersion, PatientId patient, LocalDate asOf, Verdict verdict) {
  public CandidateKey key() {
    return new CandidateKey(trial, patient);
  }
}
