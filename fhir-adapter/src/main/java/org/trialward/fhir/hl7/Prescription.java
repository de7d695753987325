package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The segments of one drug order, gathered as they come. */
final class Prescription {
  private final Optional<Segment> orc;
  private final Map<String, Segment> parts = new HashMap<>();
  private final List<Segment> timings = new ArrayList<>();
  private final List<Segment> components = new ArrayList<>();

  Prescription(Optional<Segment> orc) {
    this.orc = orc;
  }

  /** Whether it can be part of this order: each part comes once, timings and components often. */
  boolean takes(Segment segment) {
    return segment.is("TQ1") || segment.is("RXC") || !parts.containsKey(segment.name());
  }

  void add(Segment segment) {
    switch (segment.name()) {
      case "RXC" -> components.add(segment);
      case "TQ1" -> timings.add(segment);
      default -> parts.put(segment.name(), segment);
    }
  }

  Optional<Segment> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  List<Segment> timings() {
    return timings;
  }

  Optional<Segment> orc() {
    return orc;
  }

  /** The drug as dispensed, as the pharmacy wrote it, and as ordered, as far as they are there. */
  List<Segment> drugs() {
    return Stream.of("RXD", "RXE", "RXO").flatMap(name -> part(name).stream()).toList();
  }

  /** What was mixed in; the base that it was mixed with is no medicine (HL7 table 0166). */
  List<Segment> additives() {
    return components.stream().filter(rxc -> rxc.text(1).equals("A")).toList();
  }
}
