package org.trialward.ctms;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** People for tests: as the record of a hospital knows them. */
public final class People {
  public static final Person COMPLETE =
      new Person(
          Optional.of(Deliveries.RECORD_NUMBER),
          Optional.of(Deliveries.NAME),
          Optional.of("Erika"),
          Optional.of(LocalDate.parse(Deliveries.BIRTH_DATE)),
          Optional.of("female"),
          Optional.of("Non-Hispanic"),
          List.of("Asian", "White"));

  private People() {}

  /** Of whom the record does not say race and ethnicity, as most do not. */
  public static Person withoutRaceAndEthnicity() {
    return new Person(
        COMPLETE.recordNumber(),
        COMPLETE.lastName(),
        COMPLETE.firstName(),
        COMPLETE.birthDate(),
        COMPLETE.gender(),
        Optional.empty(),
        List.of());
  }

  public static Person withGender(String gender) {
    return new Person(
        COMPLETE.recordNumber(),
        COMPLETE.lastName(),
        COMPLETE.firstName(),
        COMPLETE.birthDate(),
        Optional.of(gender),
        COMPLETE.ethnicity(),
        COMPLETE.races());
  }
}
