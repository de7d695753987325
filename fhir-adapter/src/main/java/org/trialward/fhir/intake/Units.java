package org.trialward.fhir.intake;

import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** The UCUM unit of a FHIR quantity: never guessed, never defaulted. */
final class Units {
  private static final String UCUM = "http://unitsofmeasure.org";

  private Units() {}

  static boolean isNamed(Quantity quantity) {
    return has(quantity.getCode()) || has(quantity.getUnit());
  }

  /**
   * The code where it is said to be UCUM; else the code or the printed unit where UCUM knows it, as
   * when a laboratory writes {@code mg/dL} without saying whose unit that is.
   */
  static Optional<UcumUnit> of(Quantity quantity) {
    Optional<UcumUnit> code = unit(quantity.getCode());
    if (code.isPresent() && UCUM.equals(quantity.getSystem())) {
      return code;
    }
    return Stream.of(code, unit(quantity.getUnit()))
        .flatMap(Optional::stream)
        .filter(UcumUnit::isKnown)
        .findFirst();
  }

  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  private static Optional<UcumUnit> unit(String text) {
    return has(text) ? Optional.of(new UcumUnit(text.strip())) : Optional.empty();
  }

  @SuppressWarnings("NullAway")
  private static boolean has(String text) {
    return text != null && !text.isBlank();
  }
}
