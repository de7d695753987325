package org.trialward.rules.trial;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stage of a therapy's development. The codes are those of FHIR's research-study-phase. */
public enum Phase {
  N_A,
  EARLY_PHASE_1,
  PHASE_1,
  PHASE_1_PHASE_2,
  PHASE_2,
  PHASE_2_PHASE_3,
  PHASE_3,
  PHASE_4;

  /** As FHIR writes it, e.g. {@code phase-1-phase-2}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Phase> ofCode(String code) {
    return Arrays.stream(values()).filter(phase -> phase.code().equals(code)).findFirst();
  }
}
