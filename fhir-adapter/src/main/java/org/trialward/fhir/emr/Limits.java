package org.trialward.fhir.emr;

import java.time.Duration;
import java.util.Optional;

/**
 * How much we may ask of one EMR. Epic and Oracle publish no rate and send no 429: there it is the
 * client that has to hold back.
 *
 * @param perSecond requests a second in the long run
 * @param burst requests that may come at once after a rest
 * @param concurrent requests under way at the same time
 * @param quiet the hours with a rate of their own
 */
public record Limits(double perSecond, int burst, int concurrent, Optional<QuietHours> quiet) {

  /** Below one request a minute no chart would ever be read to its end. */
  static final double LEAST_PER_SECOND = 1 / 60.0;

  /** Beyond this no EMR is meant; above 10^9 the bucket could not count. */
  private static final double MOST_PER_SECOND = 1_000_000;

  /** No limit that anybody would notice. */
  public static final Limits NONE = new Limits(MOST_PER_SECOND, 1_000_000, 1_000, Optional.empty());

  public Limits {
    if (!(perSecond >= LEAST_PER_SECOND && perSecond <= MOST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "trialward.emr.limit.per-second must be between 1/60 and 1,000,000, got `%s`."
              .formatted(perSecond));
    }
    if (burst < 1) {
      throw new IllegalArgumentException(
          "trialward.emr.limit.burst must be positive, got `%d`.".formatted(burst));
    }
    if (concurrent < 1) {
      throw new IllegalArgumentException(
          "trialward.emr.limit.concurrent must be positive, got `%d`.".formatted(concurrent));
    }
  }

  /** Of one request, at a steady rate. */
  static Duration interval(double perSecond) {
    return Duration.ofNanos(Math.round(1_000_000_000 / perSecond));
  }
}
