package org.trialward.fhir.intake;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Quantity;
import org.trialward.rules.quantity.UcumSpelling;
import org.trialward.rules.quantity.UcumUnit;

/** The UCUM unit of a FHIR quantity: read from known spellings, never guessed or defaulted. */
final class Units {
  private static final String UCUM = "http://unitsofmeasure.org";

  /** A concept of SNOMED CT or a row of the site's own table; 1 is what has no dimension. */
  private static final Pattern CONCEPT = Pattern.compile("(?!1$)[0-9.]+");

  private Units() {}

  static boolean isNamed(Quantity quantity) {
    return Codes.text(quantity.getCode()).or(() -> Codes.text(quantity.getUnit())).isPresent();
  }

  /** As it stands there. */
  static String text(Quantity quantity) {
    return Codes.text(quantity.getUnit()).or(() -> Codes.text(quantity.getCode())).orElse("");
  }

  /**
   * The code where it is said to be UCUM; else the code or the printed unit by their spelling, as
   * when a laboratory writes {@code K/uL} without saying whose unit that is.
   */
  static Optional<UcumUnit> of(Quantity quantity) {
    return coded(quantity)
        .or(() ->
            Stream.of(Codes.text(quantity.getCode()), Codes.text(quantity.getUnit()))
                .flatMap(Optional::stream)
                .filter(text -> !CONCEPT.matcher(text).matches())
                .flatMap(text -> printed(text).stream())
                .findFirst());
  }

  private static Optional<UcumUnit> printed(String text) {
    Optional<UcumUnit> unit = UcumSpelling.read(text);
    return unit.flatMap(UcumSpelling::probablyMeantBy)
        .or(() -> SingleCaseUnits.read(text))
        .or(() -> unit);
  }

  /** What was probably meant by a UCUM code that is correct and means something else. */
  static Optional<UcumUnit> doubted(Quantity quantity) {
    return coded(quantity).flatMap(UcumSpelling::probablyMeantBy);
  }

  private static Optional<UcumUnit> coded(Quantity quantity) {
    return Codes.text(quantity.getSystem()).map(SystemNames::uri).filter(UCUM::equals).isPresent()
        ? Codes.text(quantity.getCode())
            .flatMap(code -> UcumSpelling.read(code).or(() -> SingleCaseUnits.read(code)))
        : Optional.empty();
  }
}
