package org.trialward.fhir.intake;

/**
 * Who the patient is to the people who look after them: shown to logged-in staff, never logged and
 * never handed on. Any part may be empty.
 */
public record PatientIdentity(String name, String recordNumber, String birthDate) {

  /** Hides all, so that no log gives it away. */
  @Override
  public String toString() {
    return "PatientIdentity[hidden]";
  }
}
