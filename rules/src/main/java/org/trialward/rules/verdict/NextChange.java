package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The first day after the reference date on which passing time may change an answer. Takes the days
 * that come into question, in any order.
 */
final class NextChange implements Consumer<LocalDate> {
  private final LocalDate asOf;
  private final Predicate<LocalDate> changes;
  private Optional<LocalDate> first = Optional.empty();

  /** Every day that it takes may change the answer. */
  NextChange(LocalDate asOf) {
    this(asOf, _ -> true);
  }

  /**
   * @param changes whether the answer is another on that day
   */
  NextChange(LocalDate asOf, Predicate<LocalDate> changes) {
    this.asOf = asOf;
    this.changes = changes;
  }

  @Override
  public void accept(LocalDate day) {
    if (day.isAfter(asOf) && (first.isEmpty() || day.isBefore(first.get())) && changes.test(day)) {
      first = Optional.of(day);
    }
  }

  /** The outlook of an answer that changes on that day and by no new entry. */
  Outlook byTimeAlone() {
    return Outlook.of(first, false);
  }

  /** The outlook of an answer that changes on that day, or sooner by a new entry. */
  Outlook openToResults() {
    return Outlook.of(first, true);
  }
}
