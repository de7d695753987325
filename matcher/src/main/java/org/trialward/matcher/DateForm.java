package org.trialward.matcher;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.quantity.Interval;

/** The forms in which a date is written, the short ones for what records mostly say. */
enum DateForm {
  ABSENT,
  /** One whole day. */
  DAY,
  /** One moment. */
  MOMENT,
  /** From one day or moment to another. */
  SPAN;

  /** The last moment of a day, in {@link Interval}'s sense. */
  static final LocalTime LAST = LocalTime.MAX;

  /** Day on which dates are counted: two bytes reach from 1992 to 2037. */
  static final long ORIGIN = LocalDate.of(2015, 1, 1).toEpochDay();

  /** Nanoseconds of the units in which a time of day is counted: the longest that divides it. */
  static final List<Long> GRAINS = List.of(60_000_000_000L, 1_000_000_000L, 1_000_000L, 1L);

  static DateForm of(Optional<Interval> date) {
    return date.map(DateForm::of).orElse(ABSENT);
  }

  private static DateForm of(Interval date) {
    if (date.earliest().equals(date.latest())) {
      return MOMENT;
    }
    return isOfWholeDays(date) && date.firstDay().equals(date.lastDay()) ? DAY : SPAN;
  }

  static boolean isOfWholeDays(Interval date) {
    return date.earliest().toLocalTime().equals(LocalTime.MIDNIGHT)
        && date.latest().toLocalTime().equals(LAST);
  }
}
