package org.trialward.rules.patient;

/**
 * The EMR's logical id of a patient, e.g. FHIR's {@code Patient.id}: not a record number, so it may
 * stand in a log.
 */
public record PatientId(String value) implements Comparable<PatientId> {
  public PatientId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("A patient id must not be blank.");
    }
  }

  @Override
  public int compareTo(PatientId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
