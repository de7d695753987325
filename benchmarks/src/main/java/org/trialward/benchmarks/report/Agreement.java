package org.trialward.benchmarks.report;

import java.util.Locale;

/** That methods gave the same answers; {@link Equality} alone finds it. */
public final class Agreement {
  private final long compared;
  private final String what;

  Agreement(long compared, String what) {
    this.compared = compared;
    this.what = what;
  }

  public long compared() {
    return compared;
  }

  /** Both, told as one. */
  public Agreement and(Agreement other) {
    return new Agreement(compared + other.compared, what);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d %s compared, no difference", compared, what);
  }
}
