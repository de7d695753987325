package org.trialward.benchmarks.peer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimals as doubles that keep their order. */
final class Doubles {

  /**
   * The digits that the exact evaluator compares. Two decimals of 15 digits that differ are two
   * doubles in the same order (IEEE 754, binary64).
   */
  private static final MathContext COMPARED = new MathContext(15, RoundingMode.HALF_EVEN);

  private Doubles() {}

  static double of(BigDecimal number) {
    return number.round(COMPARED).doubleValue();
  }
}
