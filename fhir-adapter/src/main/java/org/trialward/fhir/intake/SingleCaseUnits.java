package org.trialward.fhir.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.quantity.UcumUnit;

/**
 * Units in capitals alone, as older laboratory systems write them, and as they reach FHIR and C-CDA
 * from there: {@code MG/DL}. ISO 2955 for systems that have one case (HL7 v2.5, 7.4.2.6) means
 * milligrams by it, and so does UCUM's own variant for them; it would be megagrams only in the
 * other.
 */
public final class SingleCaseUnits {
  private static final Map<String, String> WHOLE =
      Map.of(
          "K/UL", "10*3/uL",
          "K/CUMM", "10*3/uL",
          "K/MM3", "10*3/uL",
          "M/UL", "10*6/uL",
          "M/CUMM", "10*6/uL",
          "M/MM3", "10*6/uL",
          "BPM", "/min",
          "MMHG", "mm[Hg]");

  private static final List<String> SAME_IN_CAPITALS =
      List.of(
          "g", "mg", "ug", "ng", "pg", "kg", "L", "dL", "mL", "uL", "fL", "mmol", "umol", "nmol",
          "pmol", "meq", "U", "min", "mm", "cm", "mm3");

  private static final Map<String, String> PARTS = parts();

  private SingleCaseUnits() {}

  private static Map<String, String> parts() {
    Map<String, String> parts = new HashMap<>();
    SAME_IN_CAPITALS.forEach(unit -> parts.put(unit.toUpperCase(Locale.ROOT), unit));
    parts.putAll(Map.of("GM", "g", "MCG", "ug", "MCL", "uL", "CUMM", "uL"));
    parts.putAll(Map.of("UNITS", "U", "IU", "[IU]", "MIU", "m[IU]", "UIU", "u[IU]"));
    parts.putAll(Map.of("HR", "h", "SEC", "s", "X10E3", "10*3", "X10E6", "10*6"));
    return Map.copyOf(parts);
  }

  /** Empty where a part of it is not known in capitals. */
  public static Optional<UcumUnit> read(String text) {
    if (WHOLE.containsKey(text)) {
      return Optional.of(new UcumUnit(WHOLE.get(text)));
    }
    String[] parts = text.split("/", -1);
    return Stream.of(parts).allMatch(PARTS::containsKey)
        ? Optional.of(new UcumUnit(String.join("/", Stream.of(parts).map(PARTS::get).toList())))
        : Optional.empty();
  }
}
