package org.trialward.fhir.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a patient's Consents say of being asked about research. Silence allows; a refusal wins over
 * every permission.
 *
 * @param refusals in the order of their sources
 * @param notes what was taken for a refusal without being understood
 */
public record ResearchContact(List<Refusal> refusals, List<Unusable> notes) {
  public ResearchContact {
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /**
   * A time in which one Consent refuses.
   *
   * @param source e.g. {@code Consent/12}
   * @param saidOn the day the Consent gives for itself
   * @param from its first day; empty: always before
   * @param until its last day; empty: for good
   */
  public record Refusal(
      String source,
      Optional<LocalDate> saidOn,
      Optional<LocalDate> from,
      Optional<LocalDate> until) {

    public boolean holdsOn(LocalDate day) {
      return from.filter(day::isBefore).isEmpty() && until.filter(day::isAfter).isEmpty();
    }
  }

  /** Of all Consents of one patient; other resources among them say nothing. */
  public static ResearchContact of(List<? extends Resource> consents) {
    return ConsentReader.read(consents);
  }

  /** The refusal that stands on this day. */
  public Optional<Refusal> on(LocalDate day) {
    return refusals.stream().filter(refusal -> refusal.holdsOn(day)).findFirst();
  }
}
