package org.trialward.workbench.population;

/**
 * How many of the stored patients fit a trial.
 *
 * @param fit nothing speaks against, nothing is open
 * @param possible nothing speaks against, something is open
 */
public record Counts(int fit, int possible, int patients) {

  /**
   * Two versions of a trial on the same patients.
   *
   * @param appear who fits or could fit the other, and neither for the first
   * @param disappear the other way round
   */
  public record Compared(Counts first, Counts other, int appear, int disappear) {}
}
