package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Whether and how an answer can change.
 *
 * @param byTimeFrom the earliest day on which the very same facts may give another answer; empty:
 *     never
 * @param byNewResult whether a new entry in the record could change it
 */
public record Outlook(Optional<LocalDate> byTimeFrom, boolean byNewResult) {

  public static final Outlook FINAL = new Outlook(Optional.empty(), false);
  public static final Outlook OPEN_TO_RESULTS = new Outlook(Optional.empty(), true);

  static Outlook of(Optional<LocalDate> byTimeFrom, boolean byNewResult) {
    if (byTimeFrom.isEmpty()) {
      return byNewResult ? OPEN_TO_RESULTS : FINAL;
    }
    return new Outlook(byTimeFrom, byNewResult);
  }

  /** The outlook of an answer that changes as soon as one of both does; FINAL is its identity. */
  Outlook or(Outlook other) {
    Outlook first = other.isByTimeBefore(this) ? other : this;
    boolean byEither = byNewResult || other.byNewResult;
    return first.byNewResult == byEither ? first : of(first.byTimeFrom, byEither);
  }

  /** The outlook of an answer that stands until both have changed. */
  Outlook and(Outlook other) {
    boolean timeAlone = byTimeFrom.isPresent() && other.byTimeFrom.isPresent();
    return of(
        timeAlone ? later(byTimeFrom, other.byTimeFrom) : Optional.empty(),
        canChange() && other.canChange() && (byNewResult || other.byNewResult));
  }

  private boolean canChange() {
    return byNewResult || byTimeFrom.isPresent();
  }

  private boolean isByTimeBefore(Outlook other) {
    return byTimeFrom.isPresent()
        && (other.byTimeFrom.isEmpty() || byTimeFrom.get().isBefore(other.byTimeFrom.get()));
  }

  private static Optional<LocalDate> later(Optional<LocalDate> a, Optional<LocalDate> b) {
    return b.get().isAfter(a.get()) ? b : a;
  }
}
