package org.trialward.fhir.intake;

import java.time.InstantSource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** Picks the best feed that the EMR offers. */
public final class ChangeFeeds {
  private ChangeFeeds() {}

  /**
   * Its history, else searches by last update, else searches of all patients by clinical date, else
   * the list of patients.
   */
  public static ChangeFeed forServer(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock) {
    return HistoryFeed.of(emr, capabilities, types, clock)
        .or(() -> LastUpdatedFeed.of(emr, capabilities, types, clock))
        .or(() -> DateFeed.of(emr, capabilities, types, clock))
        .orElseGet(() -> new RosterFeed(emr, clock));
  }
}
