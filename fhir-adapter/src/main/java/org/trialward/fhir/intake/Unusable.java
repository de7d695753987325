package org.trialward.fhir.intake;

import org.trialward.rules.patient.Source;

/**
 * Something in the record that no verdict will see.
 *
 * @param what the element, e.g. {@code valueQuantity}
 * @param why in plain words; never the patient's data
 */
public record Unusable(Source source, String what, String why) {

  @Override
  public String toString() {
    return source + ", " + what + ": " + why;
  }
}
