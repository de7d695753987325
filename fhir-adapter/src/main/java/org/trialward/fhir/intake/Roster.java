package org.trialward.fhir.intake;

import java.util.List;

/** Every patient of the EMR. */
final class Roster {
  private final Sweep sweep;
  private final String feed;
  private final int pageSize;

  Roster(Sweep sweep, String feed, int pageSize) {
    this.sweep = sweep;
    this.feed = feed;
    this.pageSize = pageSize;
  }

  Poll read(Cursor at) {
    return sweep.read(
        at,
        List.of("Patient?_elements=id&_count=" + pageSize),
        began -> entry -> Sighting.ofPatient(feed, entry, began));
  }
}
