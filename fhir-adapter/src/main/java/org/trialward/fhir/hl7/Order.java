package org.trialward.fhir.hl7;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a result or a medicine was ordered with: ORC and OBR, as far as the message has them. */
record Order(Optional<Segment> orc, Optional<Segment> obr) {
  static final Order NONE = new Order(Optional.empty(), Optional.empty());

  /** Registries fill a number that nobody gave with it (CDC's guide for immunization messages). */
  private static final String NO_NUMBER = "9999";

  /** What cancels an order, from whichever side (HL7 table 0119). */
  private static final Set<String> CANCELS = Set.of("CA", "CR", "OC");

  /** Whether it was cancelled, by ORC-1 or by OBR-25 (HL7 table 0123). */
  boolean isCancelled() {
    return orc.filter(it -> CANCELS.contains(it.text(1).toUpperCase(Locale.ROOT))).isPresent()
        || obr.filter(it -> it.text(25).equalsIgnoreCase("X")).isPresent();
  }

  /** The filler's number (OBR-3, ORC-3); empty where it has none. */
  List<String> filler() {
    return number(3);
  }

  /** The placer's number (OBR-2, ORC-2); empty where it has none. */
  List<String> placer() {
    return number(2);
  }

  private List<String> number(int field) {
    return Stream.of(obr, orc)
        .flatMap(Optional::stream)
        .map(segment -> segment.first(field))
        .map(number -> List.of(number.text(1), number.text(2)))
        .filter(number -> !number.getFirst().isEmpty() && !number.getFirst().equals(NO_NUMBER))
        .findFirst()
        .orElse(List.of());
  }
}
