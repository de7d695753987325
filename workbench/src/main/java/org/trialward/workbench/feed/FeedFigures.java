package org.trialward.workbench.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A feed in numbers.
 *
 * @param last the last arrival
 * @param failing those that wait after a failure
 * @param oldestWaiting since when the oldest that is not read waits
 * @param median from arrival until it was read, of the last hours
 * @param slowest the same, of the slowest of a hundred
 */
public record FeedFigures(
    Optional<Instant> last,
    long lastHour,
    long lastDay,
    long waiting,
    long failing,
    long parked,
    Optional<Instant> oldestWaiting,
    Optional<Duration> median,
    Optional<Duration> slowest) {

  /** How long the oldest that is not read waits. */
  public Duration lag(Instant now) {
    return oldestWaiting.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }
}
