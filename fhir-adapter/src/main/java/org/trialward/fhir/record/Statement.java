package org.trialward.fhir.record;

/**
 * One thing said of a record.
 *
 * @param reference the same whenever the same thing is said again: of a result its order and
 *     observation, of a birth date {@code PID-7}. Holds no patient data: what could be some is
 *     hashed
 */
public record Statement(String reference, Said said) {
  public Statement {
    if (reference.isBlank()) {
      throw new IllegalArgumentException("A statement needs a reference.");
    }
  }
}
