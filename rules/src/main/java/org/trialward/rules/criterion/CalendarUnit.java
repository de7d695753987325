package org.trialward.rules.criterion;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Units in which protocols count ages and windows; all are calendar units. */
public enum CalendarUnit {
  DAYS(ChronoUnit.DAYS),
  WEEKS(ChronoUnit.WEEKS),
  MONTHS(ChronoUnit.MONTHS),
  YEARS(ChronoUnit.YEARS);

  private final ChronoUnit unit;
  private final String plural;
  private final String singular;

  CalendarUnit(ChronoUnit unit) {
    this.unit = unit;
    plural = name().toLowerCase(Locale.ROOT);
    singular = plural.substring(0, plural.length() - 1);
  }

  /** Whole units completed from one day to another. */
  public long completed(LocalDate from, LocalDate to) {
    return unit.between(from, to);
  }

  public Period times(int length) {
    return switch (this) {
      case DAYS -> Period.ofDays(length);
      case WEEKS -> Period.ofWeeks(length);
      case MONTHS -> Period.ofMonths(length);
      case YEARS -> Period.ofYears(length);
    };
  }

  public String print(long length) {
    return length + " " + (length == 1 ? singular : plural);
  }
}
