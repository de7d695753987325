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
    if (capabilities.hasSystemHistory()) {
      return new HistoryFeed(emr, types, clock);
    }
    // Oracle Health has it on results and diagnoses but not on Patient: still worth it.
    if (capabilities.searchesByLastUpdated("Observation")
        && capabilities.searchesByLastUpdated("Condition")) {
      return new LastUpdatedFeed(emr, capabilities, types, clock);
    }
    return DateFeed.of(emr, capabilities, types, clock).orElseGet(() -> new RosterFeed(emr, clock));
  }
}
