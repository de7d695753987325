package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  static Outlook openToResults(Stream<LocalDate> changes, LocalDate asOf) {
    return new Outlook(earliestAfter(asOf, changes), true);
  }

  static Outlook byTime(Stream<LocalDate> changes, LocalDate asOf) {
    return new Outlook(earliestAfter(asOf, changes), false);
  }

  /** The outlook of an answer that changes as soon as one of these does. */
  static Outlook anyOf(List<Outlook> parts) {
    if (parts.stream().allMatch(OPEN_TO_RESULTS::equals) && !parts.isEmpty()) {
      return OPEN_TO_RESULTS;
    }
    return new Outlook(
        parts.stream().flatMap(p -> p.byTimeFrom.stream()).min(Comparator.naturalOrder()),
        parts.stream().anyMatch(Outlook::byNewResult));
  }

  /** The outlook of an answer that stands until all of these have changed. */
  static Outlook allOf(List<Outlook> parts) {
    boolean timeAlone = parts.stream().allMatch(p -> p.byTimeFrom.isPresent());
    Predicate<Outlook> canChange = p -> p.byNewResult || p.byTimeFrom.isPresent();
    return new Outlook(
        timeAlone
            ? parts.stream().flatMap(p -> p.byTimeFrom.stream()).max(Comparator.naturalOrder())
            : Optional.empty(),
        parts.stream().allMatch(canChange) && parts.stream().anyMatch(Outlook::byNewResult));
  }

  private static Optional<LocalDate> earliestAfter(LocalDate asOf, Stream<LocalDate> changes) {
    return changes.filter(day -> day.isAfter(asOf)).min(Comparator.naturalOrder());
  }
}
