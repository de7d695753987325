package org.trialward.workbench.population;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How far a long run has come. */
public record Progress(long done, long all, Instant started, Instant now) {

  public double perSecond() {
    long millis = Duration.between(started, now).toMillis();
    return millis == 0 ? 0 : done * 1000.0 / millis;
  }

  /** By the speed so far. */
  public Duration left() {
    double speed = perSecond();
    return speed == 0 ? Duration.ZERO : Duration.ofSeconds(Math.round((all - done) / speed));
  }

  @Override
  public String toString() {
    String far = String.format(Locale.ROOT, "%,d of %,d patients", done, all);
    return perSecond() == 0
        ? far
        : String.format(
            Locale.ROOT, "%s, %,.0f a second, %d s left", far, perSecond(), left().toSeconds());
  }
}
