package org.trialward.workbench.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Destinations that do not answer: after a few failures in a row one is left alone for a while, so
 * that the time-outs of all that waits for it do not hold up what others wait for.
 */
final class Silences {
  private static final int FEW = 3;

  private record Silence(int failures, Instant until) {}

  private final Map<String, Silence> byDestination = new ConcurrentHashMap<>();

  /** Who is left alone at a moment. */
  Set<String> at(Instant now) {
    return byDestination.entrySet().stream()
        .filter(entry -> entry.getValue().until().isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  void answered(String destination) {
    byDestination.remove(destination);
  }

  /**
   * One more failure.
   *
   * @param until by the number of failures in a row, from 1
   */
  void failed(String destination, IntFunction<Instant> until) {
    byDestination.compute(
        destination,
        (_, before) -> {
          int failures = before == null ? 1 : before.failures() + 1;
          return new Silence(failures, failures < FEW ? Instant.MIN : until.apply(failures));
        });
  }
}
