package org.trialward.fhir.emr;

import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.trialward.fhir.emr.EmrException.Category;

/** Hands out turns at the rate of the hour: a token bucket for the day, one for quiet hours. */
final class Turns {

  /**
   * How long a request waits for its turn. Work on a patient holds a database transaction
   * meanwhile; who comes after so many others is better put off.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Limits limits;
  private final InstantSource clock;
  private final BlockingStrategy waiting;
  private final Bucket day;
  private final Optional<Bucket> quiet;

  Turns(Limits limits, InstantSource clock, BlockingStrategy waiting) {
    this.limits = limits;
    this.clock = clock;
    this.waiting = waiting;
    this.day = bucket(limits.perSecond(), limits.burst());
    this.quiet =
        limits
            .quiet()
            .filter(hours -> hours.perSecond() > 0)
            .map(hours -> bucket(hours.perSecond(), burstOf(hours)));
  }

  /** A burst of the day's size would be the very rush that quiet hours are to prevent. */
  private int burstOf(QuietHours hours) {
    return Math.clamp(Math.round(hours.perSecond()), 1, limits.burst());
  }

  private Bucket bucket(double perSecond, int burst) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(1, Limits.interval(perSecond)))
        .withCustomTimePrecision(new Meter(clock))
        .build();
  }

  /** Returns when it is this request's turn. */
  void await() {
    try {
      if (!now().asBlocking().tryConsume(1, PATIENCE, waiting)) {
        throw new EmrException(
            Category.BUSY,
            "More is to be asked of the EMR than trialward.emr.limit.per-second allows: it is asked later. Raise the limit if its administrator agrees.",
            Optional.of(PATIENCE));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Those under way are to be ended: the application stops. */
  static EmrException interrupted() {
    Thread.currentThread().interrupt();
    return new EmrException(
        Category.BUSY, "Stopped while waiting for a turn to ask the EMR: it is asked again later.");
  }

  private Bucket now() {
    Instant now = clock.instant();
    Optional<QuietHours> hours = limits.quiet().filter(quietHours -> quietHours.include(now));
    if (hours.isEmpty()) {
      return day;
    }
    return quiet.orElseThrow(() -> silence(hours.get(), now));
  }

  private static EmrException silence(QuietHours hours, Instant now) {
    return new EmrException(
        Category.BUSY,
        "These are the EMR's quiet hours: it is asked again from %s. Set trialward.emr.limit.quiet-per-second above 0 if it may be asked a little."
            .formatted(hours.until()),
        Optional.of(Duration.between(now, hours.end(now))));
  }

  private record Meter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
