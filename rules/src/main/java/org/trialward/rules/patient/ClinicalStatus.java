package org.trialward.rules.patient;

/** Whether a diagnosis or an allergy is present now; FHIR R4 condition-clinical in groups. */
public enum ClinicalStatus {
  /** Active, recurrence or relapse. */
  ACTIVE,
  /** Inactive, remission or resolved. */
  INACTIVE,
  /** The record does not say. */
  NOT_SAID
}
