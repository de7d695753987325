package org.trialward.workbench.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.trialward.rules.quantity.Interval;

/** Times as the hospital's clocks show them, always with the zone. */
final class SiteTimes {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH);

  private final DateTimeFormatter withZone;
  private final ZoneId zone;

  SiteTimes(ZoneId zone) {
    this.zone = zone;
    this.withZone =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz", Locale.ENGLISH).withZone(zone);
  }

  public String of(Instant moment) {
    return withZone.format(moment);
  }

  public ZoneId zone() {
    return zone;
  }

  /** The date of a fact: the record's own precision, in the site's wall-clock time. */
  static String of(Interval when) {
    return when.earliest().equals(when.latest()) ? MINUTE.format(when.earliest()) : when.toString();
  }
}
