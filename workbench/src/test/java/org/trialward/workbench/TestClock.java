package org.trialward.workbench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** A clock that stands until it is set. */
public final class TestClock extends Clock {
  private volatile Instant now = Instant.parse("2025-03-01T08:00:00.123456789Z");

  public void advance(Duration by) {
    now = now.plus(by);
  }

  public void set(String instant) {
    now = Instant.parse(instant);
  }

  public SiteClock site() {
    return new SiteClock(
        this, new TrialwardSettings.Site("site", ZoneOffset.UTC, Optional.empty()));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
