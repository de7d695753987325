package org.trialward.fhir.intake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Quantity;

/**
 * The range of normal values reported with a result: the one that says it is of type {@code
 * normal}, else the only one without a type.
 */
public final class ReferenceRanges {
  private static final String WHAT = "referenceRange";

  private ReferenceRanges() {}

  public static ReferenceRange of(List<ObservationReferenceRangeComponent> ranges, Notes notes) {
    if (ranges.isEmpty()) {
      return ReferenceRange.NOT_REPORTED; // As of most results.
    }
    List<ObservationReferenceRangeComponent> understood =
        ranges.stream().filter(range -> !range.hasModifierExtension()).toList();
    List<ReferenceRange> normal =
        understood.stream()
            .filter(range -> Codes.values(range.getType()).contains("normal"))
            .map(range -> limits(range, notes))
            .distinct()
            .toList();
    List<ReferenceRange> candidates =
        normal.isEmpty()
            ? understood.stream()
                .filter(range -> !range.getType().hasCoding())
                .map(range -> limits(range, notes))
                .distinct()
                .toList()
            : normal;
    if (candidates.size() > 1) {
      notes.drop(WHAT, "there are several, and none is the normal one");
    }
    return candidates.size() == 1 ? candidates.getFirst() : ReferenceRange.NOT_REPORTED;
  }

  private static ReferenceRange limits(ObservationReferenceRangeComponent range, Notes notes) {
    var limits =
        new ReferenceRange(
            limit(range.hasLow(), range.getLow(), notes),
            limit(range.hasHigh(), range.getHigh(), notes));
    if (limits.equals(ReferenceRange.NOT_REPORTED) && range.hasText()) {
      notes.drop(WHAT, "it is free text");
    }
    return upright(limits, WHAT, notes);
  }

  /** The range, unless its lower limit is above its upper one. */
  public static ReferenceRange upright(ReferenceRange limits, String what, Notes notes) {
    if (isUpsideDown(limits)) {
      notes.drop(what, "its lower limit is above its upper one");
      return ReferenceRange.NOT_REPORTED;
    }
    return limits;
  }

  private static Optional<Quantity> limit(
      boolean present, org.hl7.fhir.r4.model.Quantity limit, Notes notes) {
    if (!present) {
      return Optional.empty();
    }
    return switch (Amount.of(limit, "the limit", WHAT, notes)) {
      case Amount.Of(var amount) -> Optional.of(amount);
      case Amount.Unusable(var why, _) -> {
        notes.drop(WHAT, why);
        yield Optional.empty();
      }
    };
  }

  private static boolean isUpsideDown(ReferenceRange range) {
    return range
        .low()
        .flatMap(low ->
            range
                .high()
                .map(high -> {
                  Optional<BigDecimal> top = high.unit().convert(high.value(), low.unit());
                  return top.filter(value -> value.compareTo(low.value()) < 0).isPresent();
                }))
        .orElse(false);
  }
}
