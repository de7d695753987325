package org.trialward.workbench.cds;

import java.util.Optional;
import java.util.Set;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.workbench.cds.KnownViewers.Known;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.settings.SiteClock;

/** Who opens a patient: what the call shows of them, and where it is silent what is known. */
public class Viewers {
  private final KnownViewers known;
  private final SiteClock clock;

  public Viewers(KnownViewers known, SiteClock clock) {
    this.known = known;
    this.clock = clock;
  }

  /**
   * A viewer, and what the call itself showed of them.
   *
   * @param toldSpecialties empty where it did not say
   * @param isComplete whether nothing is left to learn
   */
  record Sighting(
      Viewer viewer,
      Optional<Set<String>> toldSpecialties,
      boolean toldTreating,
      boolean isComplete) {}

  Sighting of(CdsRequest call) {
    String user = call.user();
    if (!isPractitioner(user)) {
      return new Sighting(new Viewer(user, Set.of(), false), Optional.empty(), false, true);
    }
    Optional<Set<String>> specialties = call.prefetch().specialties(user);
    boolean treats = call.prefetch().showsTreating(user, call.patient(), clock.today());
    if (specialties.isPresent() && treats) {
      return new Sighting(new Viewer(user, specialties.get(), true), specialties, true, true);
    }
    Known known = this.known.find(user, call.patient());
    Optional<Set<String>> best = specialties.or(known::specialties);
    return new Sighting(
        new Viewer(user, best.orElse(Set.of()), treats || known.treats().orElse(false)),
        specialties,
        treats,
        best.isPresent() && (treats || known.treats().isPresent()));
  }

  /** A patient, a relative or a program gets no card. */
  private static boolean isPractitioner(String user) {
    return user.startsWith("Practitioner/") || user.startsWith("PractitionerRole/");
  }
}
