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
import org.trialward.fhir.intake.VariantReport.Part;

/**
 * The observations that tell of one variant together: those of one order under one sub-id (HL7's
 * guides Lab Results Interface and, before it, Genetic Variation Model).
 */
final class VariantParts {
  private final Map<Part, List<Segment>> parts = new EnumMap<>(Part.class);

  private VariantParts() {}

  /** By each observation those that it belongs to. */
  static IdentityHashMap<Segment, VariantParts> in(Message message) {
    IdentityHashMap<Segment, VariantParts> all = new IdentityHashMap<>();
    Map<String, VariantParts> bySubId = new HashMap<>();
    for (Segment segment : message.segments()) {
      switch (segment.name()) {
        case "PID", "OBR" -> bySubId.clear();
        case "OBX" ->
            part(segment)
                .ifPresent(part -> {
                  VariantParts together =
                      bySubId.computeIfAbsent(segment.text(4), _ -> new VariantParts());
                  together.parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(segment);
                  all.put(segment, together);
                });
        default -> {}
      }
    }
    all.values().removeIf(together -> !together.areOfOne());
    return all;
  }

  /** By the code or its alternates, whatever their systems are called. */
  private static Optional<Part> part(Segment obx) {
    Field concept = obx.first(3);
    return Stream.of(1, 4, 10).flatMap(at -> Part.of(concept.text(at)).stream()).findFirst();
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
  private boolean areOfOne() {
    return of(Part.ASSESSMENT).size() < 2
        && (!first().text(4).isEmpty() || parts.values().stream().allMatch(VariantParts::isSingle));
  }

  private static boolean isSingle(List<Segment> part) {
    return part.size() == 1 && part.getFirst().field(5).repetitions().size() < 2;
  }
}
