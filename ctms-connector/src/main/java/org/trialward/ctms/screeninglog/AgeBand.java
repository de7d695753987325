package org.trialward.ctms.screeninglog;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.trialward.rules.quantity.Interval;

/** Ages in tens of years; 90 and above are one band (45 CFR 164.514(b)(2)(i)(C)). */
public final class AgeBand {
  private static final long WIDTH = 10;
  private static final long OLDEST = 90;

  private AgeBand() {}

  /** The band on a day; empty where the birth date is not known well enough to say. */
  public static Optional<String> of(Interval born, LocalDate day) {
    String youngest = band(ChronoUnit.YEARS.between(born.lastDay(), day));
    String oldest = band(ChronoUnit.YEARS.between(born.firstDay(), day));
    return Optional.of(youngest).filter(band -> band.equals(oldest) && !band.isEmpty());
  }

  private static String band(long years) {
    if (years < 0) {
      return "";
    }
    long first = years / WIDTH * WIDTH;
    return years >= OLDEST ? OLDEST + "+" : first + "-" + (first + WIDTH - 1);
  }
}
