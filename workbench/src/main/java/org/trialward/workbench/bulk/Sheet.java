package org.trialward.workbench.bulk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Kind;

/**
 * All that the load has of one patient.
 *
 * @param place where it lies, to go on behind it
 * @param slips each resource once, in the order of their sources
 * @param twice slips left out of here, because the same resource is there in a newer version
 */
record Sheet(SheetPlace place, List<Slip> slips, int twice) {
  private static final Comparator<Slip> BY_SOURCE =
      (a, b) -> Arrays.compareUnsigned(a.source, b.source);

  Sheet {
    slips = slips.stream().sorted(BY_SOURCE).toList();
  }

  /** Empty where resources do not say whose they are. */
  Optional<PatientId> patient() {
    return place.patient().isEmpty()
        ? Optional.empty()
        : Optional.of(new PatientId(place.patient()));
  }

  Optional<Slip> person() {
    return slips.stream().filter(slip -> slip.kind == Kind.PERSON).findAny();
  }

  /** Whether the patient's own record is there, and nobody was made of it. */
  boolean isOutOfUse() {
    String itself = "Patient/" + place.patient();
    return slips.stream()
        .anyMatch(slip -> slip.kind == Kind.LATER && slip.reference.equals(itself));
  }

  boolean has(Kind kind) {
    return slips.stream().anyMatch(slip -> slip.kind == kind);
  }

  long bytes() {
    return slips.stream().mapToLong(slip -> slip.facts.length + slip.raw.length).sum();
  }
}
