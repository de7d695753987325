package org.trialward.workbench.settings;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;

/** The one clock: what time it is, and which day the site counts from. */
public final class SiteClock {
  private final Clock clock;
  private final TrialwardSettings.Site site;

  public SiteClock(Clock clock, TrialwardSettings.Site site) {
    this.clock = clock;
    this.site = site;
  }

  /** The day that it is in this zone, for commands that run without a site's settings. */
  public static LocalDate today(ZoneId zone) {
    return LocalDate.now(Clock.system(zone));
  }

  /** Of the site's wall clocks. */
  public ZoneId zone() {
    return site.zone();
  }

  public Instant now() {
    return clock.instant();
  }

  /** The day that it is at the site, which is not always the day that verdicts are made for. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), site.zone());
  }

  /** The reference date of every verdict made now. */
  public LocalDate asOf() {
    return site.asOf().orElseGet(() -> LocalDate.ofInstant(now(), site.zone()));
  }

  /** For what happens before a setting is read. */
  public static InstantSource ofThisMachine() {
    return InstantSource.system();
  }
}
