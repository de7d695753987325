package org.trialward.matcher;

import org.trialward.rules.logic.Truth;

/** How {@link Tests} are answered. */
final class Answering {
  private Answering() {}

  /** What a patient answers to a trial's tests. */
  enum Answer {
    FITS,
    MAY_FIT,
    DOES_NOT_FIT,
    /** The row is not enough: only the exact evaluator knows. */
    ASK_EXACTLY
  }

  /** What it means that the window has no result. */
  static Truth silence(long header) {
    return Tests.silenceMeansNo(header) ? Truth.FALSE : Truth.UNKNOWN;
  }

  /** Whether a number lies within the bounds; one that does not convert is not a number. */
  static Truth passes(long header, double low, double high, double value) {
    if (Double.isNaN(value)) {
      return Truth.UNKNOWN;
    }
    boolean above = value > low || (value == low && Tests.includesLow(header));
    boolean below = value < high || (value == high && Tests.includesHigh(header));
    return Truth.of(above && below);
  }
}
