package org.trialward.workbench.emr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.trialward.workbench.settings.SiteClock;

/**
 * Until when the EMR asked to be left alone ({@code Retry-After}). It means all of us: the poll,
 * the work on patients and the deliveries.
 */
public final class StayAway {
  private final SiteClock clock;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.EPOCH);

  public StayAway(SiteClock clock) {
    this.clock = clock;
  }

  /** The EMR asked for this long, if it asked at all. */
  public void asked(Optional<Duration> wait) {
    wait.map(clock.now()::plus)
        .ifPresent(then -> until.accumulateAndGet(then, (a, b) -> a.isAfter(b) ? a : b));
  }

  /** How long it still lasts; empty where the EMR may be asked. */
  public Optional<Duration> left() {
    Duration left = Duration.between(clock.now(), until.get());
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }
}
