package org.trialward.fhir.intake;

import java.math.BigDecimal;
import java.util.Optional;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** A quantity as a number with its unit, or why it is none. */
public sealed interface Amount {
  record Of(Quantity quantity) implements Amount {}

  /**
   * Why there is none.
   *
   * @param found the unit as it stands there, if that is why
   */
  record Unusable(String why, String found) implements Amount {
    public Unusable(String why) {
      this(why, "");
    }
  }

  /** No laboratory needs more; {@code 1e999999999} would fill the memory when printed. */
  int MOST_DIGITS = 100;

  String NO_UNIT = " has no unit";
  String UNKNOWN_UNIT = "the unit is not one of UCUM";

  static boolean isOutOfRange(BigDecimal value) {
    return value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS;
  }

  /**
   * Reads one of FHIR.
   *
   * @param who whose number it is, for the reason, e.g. "the result"
   * @param what the element, for the notes
   */
  static Amount of(org.hl7.fhir.r4.model.Quantity quantity, String who, String what, Notes notes) {
    BigDecimal value = quantity.getValue();
    if (value == null) {
      return new Unusable(who + " has no number");
    }
    if (isOutOfRange(value)) {
      return new Unusable("the number is out of any range");
    }
    if (!Units.isNamed(quantity)) {
      return new Unusable(who + NO_UNIT);
    }
    Optional<UcumUnit> unit = Units.of(quantity);
    if (unit.isEmpty()) {
      return new Unusable(UNKNOWN_UNIT, Units.text(quantity));
    }
    Units.doubted(quantity)
        .ifPresent(meant ->
            notes.drop(
                what,
                "`%s` is something else in UCUM, probably `%s` was meant: correct the interface"
                    .formatted(unit.get(), meant)));
    return new Of(new Quantity(value, unit.get()));
  }
}
