package org.trialward.workbench.smart;

import java.util.Optional;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.trialward.rules.patient.PatientId;

/**
 * Who opened which patient in the EMR.
 *
 * @param practitioner a reference, e.g. {@code Practitioner/7}
 * @param candidate that the EMR named; it may be another patient's, so ask before showing
 * @param needsBanner whether the page must say who the patient is; not where the EMR's frame does
 */
record Launched(
    String practitioner, PatientId patient, Optional<Long> candidate, boolean needsBanner)
    implements AuthenticatedPrincipal {

  /** The authority of whoever came by a launch. */
  static final String AUTHORITY = "LAUNCHED";

  @Override
  public String getName() {
    return practitioner;
  }
}
