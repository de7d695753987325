package org.trialward.rules.patient;

/**
 * How sure the record is of a diagnosis or an allergy; FHIR R4 condition-ver-status in three
 * groups.
 */
public enum Verification {
  /** Confirmed, or not said: FHIR does not require the element. */
  CONFIRMED,
  /** Unconfirmed, provisional or differential. */
  UNCONFIRMED,
  /** Refuted or entered in error: never counts as present. */
  REFUTED
}
