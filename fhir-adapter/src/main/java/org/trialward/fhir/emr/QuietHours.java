package org.trialward.fhir.emr;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The hours of a day in which the EMR has better things to do.
 *
 * @param until may be before {@code from}: then they last over midnight
 * @param zone the site's
 * @param perSecond requests a second meanwhile; 0: none at all
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone, double perSecond) {

  public QuietHours {
    if (from.equals(until)) {
      throw new IllegalArgumentException(
          "trialward.emr.limit.quiet-from and quiet-until are the same, `%s`: give a time of day that has an end."
              .formatted(from));
    }
    if (!(perSecond == 0 || perSecond >= Limits.LEAST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "trialward.emr.limit.quiet-per-second must be 0 (ask nothing) or at least 1/60, got `%s`."
              .formatted(perSecond));
    }
  }

  boolean include(Instant now) {
    LocalTime time = LocalTime.ofInstant(now, zone);
    return from.isBefore(until)
        ? !time.isBefore(from) && time.isBefore(until)
        : !time.isBefore(from) || time.isBefore(until);
  }

  /** When those that include this moment are over. */
  Instant end(Instant now) {
    ZonedDateTime today = now.atZone(zone).with(until);
    return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
  }
}
