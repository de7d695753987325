package org.trialward.rules.criterion;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/**
 * The last so-and-so many days, weeks, months or years up to the reference date, both ends
 * included.
 */
public record Window(int length, CalendarUnit unit) {
  public Window {
    if (length < 1) {
      throw new IllegalArgumentException(
          "A window must be at least 1 long, got `%d`.".formatted(length));
    }
  }

  /** The first day inside. */
  public LocalDate firstDay(LocalDate asOf) {
    return asOf.minus(period());
  }

  /** The first day on which something of this day lies outside. */
  public LocalDate expiryOf(LocalDate day) {
    LocalDate expiry = day.plus(period());
    // Months differ in length: 31 January plus one month is 28 February, but 28 March minus one
    // month is not 31 January.
    while (!firstDay(expiry).isAfter(day)) {
      expiry = expiry.plus(1, ChronoUnit.DAYS);
    }
    return expiry;
  }

  private Period period() {
    return unit.times(length);
  }

  @Override
  public String toString() {
    return unit.print(length);
  }
}
