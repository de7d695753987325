package org.trialward.fhir.emr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Until when the EMR is to be left alone, because it asked for it or seems overworked. It means all
 * of us: the poll, the work on patients and the deliveries.
 */
public final class StayAway {

  /**
   * A time without requests.
   *
   * @param why with the remedy
   */
  public record Pause(Instant until, String why) {}

  private final InstantSource clock;
  private final AtomicReference<Pause> pause =
      new AtomicReference<>(new Pause(Instant.EPOCH, "Nobody asked to be left alone."));

  public StayAway(InstantSource clock) {
    this.clock = clock;
  }

  /** Of two pauses the one that ends later counts. */
  void asked(Duration wait, String why) {
    Pause asked = new Pause(clock.instant().plus(wait), why);
    pause.accumulateAndGet(asked, (a, b) -> a.until().isAfter(b.until()) ? a : b);
  }

  /** The pause that lasts still; empty where the EMR may be asked. */
  public Optional<Pause> now() {
    Pause latest = pause.get();
    return latest.until().isAfter(clock.instant()) ? Optional.of(latest) : Optional.empty();
  }

  /** How long it still lasts; empty where the EMR may be asked. */
  public Optional<Duration> left() {
    return now().map(lasts -> Duration.between(clock.instant(), lasts.until()));
  }
}
