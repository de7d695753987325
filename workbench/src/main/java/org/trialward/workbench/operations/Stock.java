package org.trialward.workbench.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the database at one moment, in numbers.
 *
 * @param at the moment
 */
record Stock(List<Shelf> shelves, Instant at) {

  /**
   * One kind of thing.
   *
   * @param what e.g. {@code inbox}
   * @param of e.g. a state; may be empty
   * @param state where {@code of} says something else
   * @param since the oldest is there
   */
  record Shelf(String what, String of, String state, long number, Optional<Instant> since) {}

  Stock {
    shelves = List.copyOf(shelves);
  }

  List<Shelf> all(String what) {
    return shelves.stream().filter(shelf -> shelf.what().equals(what)).toList();
  }

  long number(String what, String of, String state) {
    return all(what).stream()
        .filter(shelf -> shelf.of().equals(of) && shelf.state().equals(state))
        .mapToLong(Shelf::number)
        .sum();
  }

  /** Of the oldest in this state, in seconds; 0 where there is none. */
  double age(String what, String of, String state) {
    return all(what).stream()
        .filter(shelf -> shelf.of().equals(of) && shelf.state().equals(state))
        .flatMap(shelf -> shelf.since().stream())
        .min(Comparator.naturalOrder())
        .map(since -> Math.max(0, Duration.between(since, at).toMillis() / 1_000.0))
        .orElse(0.0);
  }
}
