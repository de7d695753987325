package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Interval;

/** Questions about a fact's date that may be missing or partial. */
final class Dates {
  private Dates() {}

  /**
   * Whether it had happened by the reference date. A fact without date is in the record, so it had.
   */
  static Truth hasBegun(Optional<Interval> date, LocalDate asOf) {
    return date.isEmpty() ? Truth.TRUE : date.get().isWithin(LocalDate.MIN, asOf);
  }

  /** Whether it lies in the window; no window holds everything, no date leaves it open. */
  static Truth isWithin(Optional<Window> window, Optional<Interval> date, LocalDate asOf) {
    return window.isEmpty() ? Truth.TRUE : isWithin(window.get(), date, asOf);
  }

  private static Truth isWithin(Window window, Optional<Interval> date, LocalDate asOf) {
    if (window.isEmpty(asOf)) {
      return Truth.FALSE;
    }
    return date.isEmpty()
        ? Truth.UNKNOWN
        : date.get().isWithin(window.firstDay(asOf), window.lastDay(asOf));
  }

  /**
   * Tells the days on which passing time moves the date over the window's edge, or into the past.
   */
  static void changes(Optional<Window> window, Optional<Interval> date, Consumer<LocalDate> days) {
    if (date.isPresent()) {
      LocalDate first = date.get().firstDay();
      LocalDate last = date.get().lastDay();
      changes(window, first, days);
      if (!last.equals(first)) {
        changes(window, last, days);
      }
    }
    if (window.isPresent()) {
      window.get().eachTurn(days);
    }
  }

  private static void changes(Optional<Window> window, LocalDate day, Consumer<LocalDate> days) {
    days.accept(day);
    if (window.isPresent()) {
      window.get().eachChange(day, days);
    }
  }
}
