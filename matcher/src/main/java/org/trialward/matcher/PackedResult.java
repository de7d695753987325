package org.trialward.matcher;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A day and an exact decimal in one number, as a column of an index holds it: 20 bits for the epoch
 * day, 4 for the scale, 40 for the unscaled value.
 */
final class PackedResult {
  /** What a column holds where only the whole series answers. */
  static final long DOUBTFUL = Long.MIN_VALUE;

  private static final int VALUE_BITS = 40;
  private static final int SCALE_BITS = 4;
  private static final int DAY_SHIFT = VALUE_BITS + SCALE_BITS;
  private static final long MOST_DAYS = (1L << (63 - DAY_SHIFT)) - 1;
  private static final long MOST_VALUE = (1L << (VALUE_BITS - 1)) - 1;
  private static final int MOST_SCALE = (1 << SCALE_BITS) - 1;
  private static final double[] POWERS = powers();

  private PackedResult() {}

  /** {@link #DOUBTFUL} where it does not fit. */
  static long of(LocalDate day, BigDecimal value) {
    BigDecimal exact = value.scale() < 0 ? value.setScale(0) : value;
    boolean fits =
        exact.scale() <= MOST_SCALE
            && exact.unscaledValue().bitLength() < VALUE_BITS - 1
            && Math.abs(exact.unscaledValue().longValue()) < MOST_VALUE
            && Math.abs(day.toEpochDay()) < MOST_DAYS;
    return fits
        ? day.toEpochDay() << DAY_SHIFT
            | (long) exact.scale() << VALUE_BITS
            | (exact.unscaledValue().longValue() & ((1L << VALUE_BITS) - 1))
        : DOUBTFUL;
  }

  static int day(long packed) {
    return (int) (packed >> DAY_SHIFT);
  }

  /** The nearest double: both parts are exact, and a division rounds once. */
  static double number(long packed) {
    return unscaled(packed) / POWERS[scale(packed)];
  }

  static BigDecimal value(long packed) {
    return BigDecimal.valueOf(unscaled(packed), scale(packed));
  }

  private static long unscaled(long packed) {
    return packed << (64 - VALUE_BITS) >> (64 - VALUE_BITS);
  }

  private static int scale(long packed) {
    return (int) (packed >>> VALUE_BITS) & MOST_SCALE;
  }

  private static double[] powers() {
    double[] powers = new double[MOST_SCALE + 1];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = BigDecimal.ONE.scaleByPowerOfTen(i).doubleValue();
    }
    return powers;
  }
}
