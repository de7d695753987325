package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement.Comparator;

/**
 * The numbers that a result can stand for: one, or all above or below a bound, or any.
 *
 * @param low the least, empty where there is none
 * @param high the greatest, empty where there is none
 */
record Values(Optional<End> low, Optional<End> high) {

  /** An end of the range; {@code included} where the number itself is possible. */
  record End(BigDecimal number, boolean included) {}

  /**
   * More digits than any laboratory reports, fewer than a conversion keeps: hides the last digit's
   * rounding.
   */
  private static final MathContext COMPARED = new MathContext(15, RoundingMode.HALF_EVEN);

  static final Values ANY = new Values(Optional.empty(), Optional.empty());

  static Values exactly(BigDecimal number) {
    return between(number, number);
  }

  static Values between(BigDecimal low, BigDecimal high) {
    return new Values(Optional.of(new End(low, true)), Optional.of(new End(high, true)));
  }

  static Values of(Comparator comparator, BigDecimal number) {
    boolean included = comparator != Comparator.BELOW && comparator != Comparator.ABOVE;
    Optional<End> end = Optional.of(new End(number, included));
    return switch (comparator) {
      case EXACT -> new Values(end, end);
      case BELOW, AT_MOST -> new Values(Optional.empty(), end);
      case AT_LEAST, ABOVE -> new Values(end, Optional.empty());
    };
  }

  boolean isExact() {
    return low.isPresent() && low.equals(high);
  }

  /** These numbers after a growing function, such as a conversion of units. */
  Values map(UnaryOperator<BigDecimal> growing) {
    return new Values(low.map(e -> map(e, growing)), high.map(e -> map(e, growing)));
  }

  private static End map(End end, UnaryOperator<BigDecimal> growing) {
    return new End(growing.apply(end.number()), end.included());
  }

  /** All numbers of both. */
  Values hull(Values other) {
    return new Values(both(low, other.low, Values::lower), both(high, other.high, Values::upper));
  }

  /** What the greater of two numbers can be. */
  Values greater(Values other) {
    return new Values(either(low, other.low, Values::upper), both(high, other.high, Values::upper));
  }

  /** What the lesser of two numbers can be. */
  Values lesser(Values other) {
    return new Values(both(low, other.low, Values::lower), either(high, other.high, Values::lower));
  }

  /** Whether the number is at least, or more than, the limit. */
  Truth reaches(BigDecimal limit, boolean included) {
    if (low.isPresent()) {
      int sign = compare(low.get().number(), limit);
      if (sign > 0 || (sign == 0 && (included || !low.get().included()))) {
        return Truth.TRUE;
      }
    }
    if (high.isPresent()) {
      int sign = compare(high.get().number(), limit);
      if (sign < 0 || (sign == 0 && !(included && high.get().included()))) {
        return Truth.FALSE;
      }
    }
    return Truth.UNKNOWN;
  }

  /** Whether the number is at most, or less than, the limit. */
  Truth staysWithin(BigDecimal limit, boolean included) {
    return reaches(limit, !included).not();
  }

  private static Optional<End> both(Optional<End> a, Optional<End> b, BinaryOperator<End> choice) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(choice.apply(a.get(), b.get()))
        : Optional.empty();
  }

  private static Optional<End> either(
      Optional<End> a, Optional<End> b, BinaryOperator<End> choice) {
    return a.isPresent() && b.isPresent() ? both(a, b, choice) : a.or(() -> b);
  }

  private static End lower(End a, End b) {
    int sign = compare(a.number(), b.number());
    return sign == 0 ? including(a, b) : sign < 0 ? a : b;
  }

  private static End upper(End a, End b) {
    int sign = compare(a.number(), b.number());
    return sign == 0 ? including(a, b) : sign > 0 ? a : b;
  }

  /** Of two ends at one number, the one that leaves it possible. */
  private static End including(End a, End b) {
    return a.included() ? a : b;
  }

  /**
   * The number as comparisons see it. Two numbers of 15 digits are distinct as doubles, and in the
   * same order (IEEE 754: 15 decimal digits survive the way into a double and back).
   */
  static double comparable(BigDecimal number) {
    return number.round(COMPARED).doubleValue();
  }

  private static int compare(BigDecimal a, BigDecimal b) {
    return a.round(COMPARED).compareTo(b.round(COMPARED));
  }
}
