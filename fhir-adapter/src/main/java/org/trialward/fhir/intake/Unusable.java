package org.trialward.fhir.intake;

import java.util.Objects;
import org.trialward.rules.patient.Source;

/**
 * Something in the record that no verdict will see.
 *
 * @param what the element, e.g. {@code valueQuantity}
 * @param why in plain words; never the patient's data
 * @param found what stood there, where the hospital's mapping tables need it: a unit, a code. Shown
 *     to administrators, never logged; empty elsewhere
 */
public record Unusable(Source source, String what, String why, String found) {

  /** What was found is cut here: it was meant to be a unit or a code. */
  private static final int LONGEST_FOUND = 40;

  public Unusable {
    found = Objects.requireNonNullElse(found, ""); // stored before it was kept
    found = found.length() > LONGEST_FOUND ? found.substring(0, LONGEST_FOUND) + "…" : found;
  }

  public Unusable(Source source, String what, String why) {
    this(source, what, why, "");
  }

  /** Without what was found. */
  @Override
  public String toString() {
    return source + ", " + what + ": " + why;
  }
}
