package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.VariantReport;
import org.trialward.fhir.intake.VariantReport.Part;

/**
 * The observations that tell of one variant together: those of one order under one sub-id (HL7's
 * guides Lab Results Interface and, before it, Genetic Variation Model).
 */
final class VariantParts {
  private final Map<Part, List<Segment>> parts = new EnumMap<>(Part.class);
  private boolean holdsOthers;

  private VariantParts() {}

  /** By each observation those that it belongs to; a source is a result of its own. */
  static IdentityHashMap<Segment, VariantParts> in(Message message) {
    IdentityHashMap<Segment, VariantParts> all = new IdentityHashMap<>();
    if (message.segments().stream().noneMatch(VariantParts::tellsOfVariant)) {
      return all;
    }
    Map<String, VariantParts> bySubId = new HashMap<>();
    for (Segment segment : message.segments()) {
      switch (segment.name()) {
        case "PID", "OBR" -> bySubId.clear();
        case "OBX" -> {
          VariantParts together = bySubId.computeIfAbsent(segment.text(4), _ -> new VariantParts());
          Optional<Part> part = part(segment);
          part.ifPresent(it -> {
            together.parts.computeIfAbsent(it, _ -> new ArrayList<>()).add(segment);
            if (it != Part.SOURCE) {
              all.put(segment, together);
            }
          });
          together.holdsOthers |= part.isEmpty() && !isAside(segment);
        }
        default -> {}
      }
    }
    return all;
  }

  private static boolean tellsOfVariant(Segment segment) {
    return segment.is("OBX") && part(segment).filter(it -> it != Part.SOURCE).isPresent();
  }

  /** By the code or its alternates, whatever their systems are called. */
  private static Optional<Part> part(Segment obx) {
    return codes(obx).flatMap(code -> Part.of(code).stream()).findFirst();
  }

  private static boolean isAside(Segment obx) {
    return codes(obx).anyMatch(VariantReport::isAside);
  }

  private static Stream<String> codes(Segment obx) {
    Field concept = obx.first(3);
    return Stream.of(1, 4, 10).map(concept::text);
  }

  /** Whether other observations stand beside them, which may tell where or which the change is. */
  boolean holdOthers() {
    return holdsOthers;
  }

  /** Whether there is no second value of this part. */
  boolean areSingle(Part part) {
    return !parts.containsKey(part) || isSingle(of(part));
  }

  List<Segment> of(Part part) {
    return parts.getOrDefault(part, List.of());
  }

  List<Segment> all() {
    return parts.values().stream().flatMap(Collection::stream).toList();
  }

  Segment first() {
    return all().getFirst();
  }

  /** Without sub-ids nothing says which change is of which gene, if there are two of them. */
  boolean areOfOne() {
    return of(Part.ASSESSMENT).size() < 2
        && (!first().text(4).isEmpty() || parts.values().stream().allMatch(VariantParts::isSingle));
  }

  /** Whether there are variants that nothing tells apart. */
  boolean areOfSeveral() {
    return parts.containsKey(Part.ASSESSMENT) && !areOfOne();
  }

  private static boolean isSingle(List<Segment> part) {
    return part.size() == 1 && part.getFirst().field(5).repetitions().size() < 2;
  }
}
