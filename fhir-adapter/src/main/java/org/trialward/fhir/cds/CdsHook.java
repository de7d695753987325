package org.trialward.fhir.cds;

import java.util.Optional;
import java.util.stream.Stream;

/** The moments at which an EMR asks us. The answer is the same at each. */
public enum CdsHook {
  PATIENT_VIEW("patient-view"),
  ENCOUNTER_START("encounter-start"),
  ORDER_SELECT("order-select"),
  APPOINTMENT_BOOK("appointment-book");

  private final String code;

  CdsHook(String code) {
    this.code = code;
  }

  /** As CDS Hooks writes it. */
  public String code() {
    return code;
  }

  static Optional<CdsHook> of(String code) {
    return Stream.of(values()).filter(hook -> hook.code.equals(code)).findFirst();
  }
}
