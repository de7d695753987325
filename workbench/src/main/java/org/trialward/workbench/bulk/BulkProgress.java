package org.trialward.workbench.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a load has come.
 *
 * @param step what it does, e.g. "reading"
 * @param done of {@code all}, bytes or charts
 * @param all 0 where it is not known
 * @param rows resources, or charts
 */
public record BulkProgress(
    String step, long done, long all, long rows, Instant started, Instant now) {
  private static final double MEGABYTE = 1e6;

  private double seconds() {
    return Math.max(Duration.between(started, now).toMillis(), 1) / 1000.0;
  }

  /** By the speed so far. */
  public Duration left() {
    return done == 0 || all < done
        ? Duration.ZERO
        : Duration.ofSeconds(Math.round(seconds() * (all - done) / done));
  }

  @Override
  public String toString() {
    String speed =
        step.equals(BulkLoad.READING)
            ? String.format(Locale.ROOT, ", %,.1f MB/s", done / seconds() / MEGABYTE)
            : "";
    return String.format(
        Locale.ROOT,
        "%s: %,d rows, %,.0f a second%s, %d s left",
        step,
        rows,
        rows / seconds(),
        speed,
        left().toSeconds());
  }
}
