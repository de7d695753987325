package org.trialward.workbench.flag;

import java.time.Duration;
import java.time.Instant;

/** For how long a physician may ask for silence about one candidate. */
public enum Snooze {
  DAYS_30(30),
  DAYS_90(90);

  private final Duration length;

  Snooze(int days) {
    length = Duration.ofDays(days);
  }

  public long days() {
    return length.toDays();
  }

  public Instant until(Instant now) {
    return now.plus(length);
  }
}
