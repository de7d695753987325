package org.trialward.ctms.screeninglog;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import org.trialward.ctms.screeninglog.Disclosure.Dates;
import org.trialward.rules.quantity.Interval;

/** Days as the log may tell them; durations as ISO 8601. */
final class LogDates {
  /** A longer past tells of an age above 89. */
  private static final long MOST_YEARS = 89;

  private final Dates dates;
  private final LocalDate found;

  LogDates(Dates dates, LocalDate found) {
    this.dates = dates;
    this.found = found;
  }

  String found() {
    return dates == Dates.EXACT ? found.toString() : Year.from(found).toString();
  }

  /** A step after the finding, e.g. {@code P14D}. */
  String after(LocalDate day) {
    return dates == Dates.EXACT ? day.toString() : days(ChronoUnit.DAYS.between(found, day));
  }

  /**
   * How old evidence was when the candidate was found, in the precision of the record: {@code
   * P12D}, {@code P3M}, {@code P2Y}. Later evidence has a minus. Blank where it is less precise
   * than a year, or would tell of an age above 89.
   */
  String evidence(Interval when) {
    LocalDate first = when.firstDay();
    LocalDate last = when.lastDay();
    if (dates == Dates.EXACT) {
      return first.equals(last) ? first.toString() : partial(first, last);
    }
    if (ChronoUnit.YEARS.between(first, found) >= MOST_YEARS) {
      return "";
    }
    if (first.equals(last)) {
      return days(ChronoUnit.DAYS.between(first, found));
    }
    if (YearMonth.from(first).equals(YearMonth.from(last))) {
      return length(ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(found)), 'M');
    }
    return first.getYear() == last.getYear()
        ? length((long) found.getYear() - first.getYear(), 'Y')
        : "";
  }

  private static String partial(LocalDate first, LocalDate last) {
    if (YearMonth.from(first).equals(YearMonth.from(last))) {
      return YearMonth.from(first).toString();
    }
    return first.getYear() == last.getYear() ? Year.from(first).toString() : "";
  }

  private static String days(long days) {
    return length(days, 'D');
  }

  private static String length(long amount, char unit) {
    return "%sP%d%s".formatted(amount < 0 ? "-" : "", Math.abs(amount), unit);
  }
}
