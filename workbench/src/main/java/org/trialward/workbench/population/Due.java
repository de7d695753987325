package org.trialward.workbench.population;

import java.util.List;
import org.trialward.rules.patient.PatientId;

/** Whom a new day concerns. */
public sealed interface Due {

  /** Only these; everybody else's verdicts hold. */
  record These(List<PatientId> patients, int of) implements Due {}

  /** Most of them, or nobody knows. */
  record Everybody() implements Due {}

  /** It will be known soon. */
  record Later() implements Due {}
}
