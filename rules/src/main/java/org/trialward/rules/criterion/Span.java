package org.trialward.rules.criterion;

import java.time.LocalDate;

/**
 * A length of time in whole calendar units, e.g. 18 years or 90 days. Years are months and weeks
 * are days exactly; a month has 28 to 31 days, twelve in a row 365 or 366.
 */
public record Span(int length, CalendarUnit unit) {
  public Span {
    if (length < 0) {
      throw new IllegalArgumentException(
          "A length of time is not negative, got `%d`.".formatted(length));
    }
  }

  public LocalDate after(LocalDate day) {
    return plus(day, length);
  }

  public LocalDate before(LocalDate day) {
    return plus(day, -length);
  }

  /** The first day of which this length before it is not earlier than the given day. */
  public LocalDate firstDayReaching(LocalDate day) {
    // Months differ in length: 31 January plus one month is 28 February, but 28 March minus one
    // month is not 31 January.
    LocalDate reached = after(day);
    if (!inMonths()) {
      return reached;
    }
    while (before(reached).isBefore(day)) {
      reached = reached.plusDays(1);
    }
    while (!before(reached.minusDays(1)).isBefore(day)) {
      reached = reached.minusDays(1);
    }
    return reached;
  }

  /** Whether it is shorter than the other on every day of the calendar. */
  public boolean isSurelyShorterThan(Span other) {
    return inMonths() == other.inMonths()
        ? units() < other.units()
        : mostDays() < other.leastDays();
  }

  /** Whether it is no longer than the other on every day of the calendar. */
  public boolean isSurelyAtMost(Span other) {
    return inMonths() == other.inMonths()
        ? units() <= other.units()
        : mostDays() <= other.leastDays();
  }

  private boolean inMonths() {
    return unit == CalendarUnit.MONTHS || unit == CalendarUnit.YEARS;
  }

  private long units() {
    return switch (unit) {
      case DAYS, MONTHS -> length;
      case WEEKS -> 7L * length;
      case YEARS -> 12L * length;
    };
  }

  private long leastDays() {
    return inMonths() ? units() / 12 * 365 + units() % 12 * 28 : units();
  }

  private long mostDays() {
    return inMonths() ? units() / 12 * 366 + units() % 12 * 31 : units();
  }

  private LocalDate plus(LocalDate day, int units) {
    return switch (unit) {
      case DAYS -> day.plusDays(units);
      case WEEKS -> day.plusWeeks(units);
      case MONTHS -> day.plusMonths(units);
      case YEARS -> day.plusYears(units);
    };
  }

  @Override
  public String toString() {
    return unit.print(length);
  }
}
