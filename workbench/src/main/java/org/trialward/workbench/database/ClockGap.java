package org.trialward.workbench.database;

import java.time.Duration;
import java.time.Instant;

/**
 * How two clocks differ.
 *
 * @param ahead of this machine's before the database's
 */
public record ClockGap(Duration ahead) {

  /** What two well-kept clocks may differ by. */
  private static final Duration FINE = Duration.ofSeconds(30);

  public static ClockGap between(Instant database, Instant ours) {
    return new ClockGap(Duration.between(database, ours));
  }

  public boolean matters() {
    return ahead.abs().compareTo(FINE) > 0;
  }

  /** The whole sentence, and the remedy. */
  @Override
  public String toString() {
    return "This machine's clock is %d s %s the database's: set both by NTP. Tokens, windows and dates depend on it"
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }
}
