package org.trialward.fhir.intake;

import java.time.InstantSource;
import java.util.Optional;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** Picks the best feed that the EMR offers. */
public final class ChangeFeeds {
  private ChangeFeeds() {}

  /**
   * Its history, else searches by last update, else searches of all patients by clinical date, else
   * the list of patients.
   *
   * @return empty for an EMR that takes no search without a patient, e.g. Epic
   */
  public static Optional<ChangeFeed> forServer(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock) {
    boolean listed = Roster.isOffered(emr);
    return HistoryFeed.of(emr, capabilities, types, clock, listed)
        .or(() -> LastUpdatedFeed.of(emr, capabilities, types, clock, listed))
        .or(() -> DateFeed.of(emr, capabilities, types, clock, listed))
        .or(() -> listed ? Optional.of(new RosterFeed(emr, clock)) : Optional.empty());
  }
}
