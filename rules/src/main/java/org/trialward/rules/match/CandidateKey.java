package org.trialward.rules.match;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;

/** One person considered for one trial. */
public record CandidateKey(TrialId trial, PatientId patient) {

  /**
   * Our own identifier in other systems: the same key gives the same one for ever, so that a retry
   * finds it.
   */
  public UUID identifier() {
    return UUID.nameUUIDFromBytes((trial + "|" + patient).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return trial + "/" + patient;
  }
}
