package org.trialward.ctms;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Who a candidate is, for a system that registers people by name. What the record does not say is
 * empty and stays empty: nobody fills it in. Identifies a patient: never in a log.
 *
 * @param recordNumber the hospital's number of the patient
 * @param birthDate to the day; a date known less exactly is none
 * @param gender as FHIR's administrative gender says it, e.g. {@code female}
 * @param ethnicity in the words of the record
 * @param races in the words of the record
 */
public record Person(
    Optional<String> recordNumber,
    Optional<String> lastName,
    Optional<String> firstName,
    Optional<LocalDate> birthDate,
    Optional<String> gender,
    Optional<String> ethnicity,
    List<String> races) {
  /** Of whom nothing is stored. */
  public static final Person UNKNOWN =
      new Person(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public Person {
    races = List.copyOf(races);
  }

  @Override
  public String toString() {
    return "Person[***]";
  }
}
