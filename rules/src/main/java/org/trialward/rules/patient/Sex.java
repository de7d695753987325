package org.trialward.rules.patient;

import org.trialward.rules.logic.Truth;

/**
 * Administrative sex; the codes of FHIR R4's administrative-gender without {@code unknown}, which
 * is "not known".
 */
public enum Sex {
  FEMALE,
  MALE,
  OTHER;

  /** Whether it is the one asked for; what the record calls other, a protocol may call either. */
  public Truth is(Sex asked) {
    return this == OTHER && asked != OTHER ? Truth.UNKNOWN : Truth.of(this == asked);
  }
}
