package org.trialward.workbench.flag;

import java.util.Optional;

/**
 * When a trial's cards stop by themselves.
 *
 * @param minimumResponse share of proposals that are answered; in %, 0 for no threshold
 * @param minimumPrecision share of decided candidates that people kept; in %, 0 for no threshold
 */
public record Thresholds(int minimumResponse, int minimumPrecision) {
  /** Of fewer, a share says nothing. */
  static final int FEWEST = 20;

  /** Why the cards stop, in counts; empty: they go on. A share at the threshold is enough. */
  Optional<String> missedBy(Figures eightWeeks) {
    if (isUnder(minimumResponse, eightWeeks.answered(), eightWeeks.proposals())) {
      return Optional.of(
          "Of %d proposals in eight weeks, %d were answered: %s, and at least %d %% is asked for."
              .formatted(
                  eightWeeks.proposals(),
                  eightWeeks.answered(),
                  eightWeeks.response(),
                  minimumResponse));
    }
    if (isUnder(minimumPrecision, eightWeeks.kept(), eightWeeks.decided())) {
      return Optional.of(
          "Of %d candidates on cards that people decided on, %d were kept: %s, and at least %d %% is asked for."
              .formatted(
                  eightWeeks.decided(),
                  eightWeeks.kept(),
                  eightWeeks.precision(),
                  minimumPrecision));
    }
    return Optional.empty();
  }

  private static boolean isUnder(int percent, long part, long whole) {
    return whole >= FEWEST && part * 100 < percent * whole;
  }
}
