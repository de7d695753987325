package org.trialward.rules.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalInt;

/** A number with its unit: one never travels without the other. */
public record Quantity(BigDecimal value, UcumUnit unit) {

  /**
   * More digits than any laboratory reports, fewer than a conversion keeps: hides the last digit's
   * rounding.
   */
  private static final MathContext COMPARED = new MathContext(15, RoundingMode.HALF_EVEN);

  public static Quantity of(String value, String unit) {
    return new Quantity(new BigDecimal(value), new UcumUnit(unit));
  }

  /** This quantity in another unit, or empty where it does not convert. */
  public Optional<Quantity> in(UcumUnit target) {
    return unit.equals(target)
        ? Optional.of(this)
        : unit.convert(value, target).map(converted -> new Quantity(converted, target));
  }

  /** This quantity of the analyte in another unit, or empty where it does not convert. */
  public Optional<Quantity> in(UcumUnit target, Analyte analyte) {
    return analyte.convert(value, unit, target).map(converted -> new Quantity(converted, target));
  }

  /**
   * Less than, equal to or greater than the other as -1, 0 or 1; empty where units do not convert.
   */
  public OptionalInt compareTo(Quantity other) {
    return in(other.unit).map(other::sign).orElseGet(OptionalInt::empty);
  }

  /** As {@link #compareTo(Quantity)}, where both are results of this analyte. */
  public OptionalInt compareTo(Quantity other, Analyte analyte) {
    return in(other.unit, analyte).map(other::sign).orElseGet(OptionalInt::empty);
  }

  /** Where a quantity of the same unit lies, seen from this one. */
  private OptionalInt sign(Quantity sameUnit) {
    return OptionalInt.of(sameUnit.value.round(COMPARED).compareTo(value.round(COMPARED)));
  }

  /** Equal when the same number in the same unit; {@code 7.0 %} equals {@code 7 %}. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Quantity that && value.compareTo(that.value) == 0 && unit.equals(that.unit);
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode() * 31 + unit.hashCode();
  }

  @Override
  public String toString() {
    return unit.equals(UcumUnit.ONE) ? value.toPlainString() : value.toPlainString() + " " + unit;
  }
}
