package org.trialward.fhir.intake;

import java.util.Optional;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What a reference points to: a resource within the one that refers, or one read with it. */
final class Targets {
  private Targets() {}

  static <R extends Resource> Optional<R> of(
      DomainResource from, Reference reference, Surroundings around, Class<R> type) {
    return resource(from, reference, around).filter(type::isInstance).map(type::cast);
  }

  /** Only what stands within the one that refers. */
  static <R extends Resource> Optional<R> within(
      DomainResource from, Reference reference, Class<R> type) {
    return References.text(reference).filter(text -> text.startsWith("#")).isPresent()
        ? of(from, reference, Surroundings.NONE, type)
        : Optional.empty();
  }

  private static Optional<Resource> resource(
      DomainResource from, Reference reference, Surroundings around) {
    if (reference.getResource() instanceof Resource known) {
      return Optional.of(known);
    }
    return References.text(reference)
        .flatMap(
            text -> text.startsWith("#") ? contained(from, text.substring(1)) : around.find(text));
  }

  private static Optional<Resource> contained(DomainResource in, String id) {
    return in.getContained().stream()
        .filter(r -> id.equals(r.getIdElement().getIdPart()) || ("#" + id).equals(r.getId()))
        .findFirst();
  }
}
