package org.trialward.fhir.intake;

import org.trialward.rules.patient.PatientId;

/** What the EMR says of a patient beside the resources that hold facts themselves. */
@FunctionalInterface
public interface Beside {

  /** Facts, and what could not be used. */
  Mapped read(PatientId patient);
}
