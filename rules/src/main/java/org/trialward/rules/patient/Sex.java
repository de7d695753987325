package org.trialward.rules.patient;

/**
 * Administrative sex; the codes of FHIR R4's administrative-gender without {@code unknown}, which
 * is "not known".
 */
public enum Sex {
  FEMALE,
  MALE,
  OTHER
}
