package org.trialward.fhir.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Reason;

/** Every patient of the EMR, where it lists them. Epic wants a number or a name in each search. */
final class Roster {
  /** So far back a feed begins that has no list to begin with. */
  private static final Duration FIRST_LOOK_BACK = Duration.ofDays(1);

  private final Sweep sweep;
  private final InstantSource clock;
  private final String feed;
  private final int pageSize;
  private final boolean listed;

  Roster(Emr emr, Sweep sweep, InstantSource clock, String feed, boolean listed) {
    this.sweep = sweep;
    this.clock = clock;
    this.feed = feed;
    this.pageSize = emr.settings().pageSize();
    this.listed = listed;
  }

  /**
   * Whether the EMR lists its patients.
   *
   * @throws EmrException where it says neither that it does nor that it wants to know more: rights
   *     may be granted later
   */
  static boolean isOffered(Emr emr) {
    return SearchOfAll.isAnswered(
        emr, query(1), e -> e.isStatus(400) || e.isStatus(422) || e.is(Reason.CUT_SHORT));
  }

  private static String query(int pageSize) {
    return "Patient?_elements=id&_count=" + pageSize;
  }

  /**
   * What a feed's first sweep names: every patient, or those of the last day's changes.
   *
   * @param changes how the feed reads on from a cursor with a moment
   */
  Poll first(Cursor at, Function<Cursor, Poll> changes) {
    return listed ? read(at) : changes.apply(Cursor.after(clock.instant().minus(FIRST_LOOK_BACK)));
  }

  Poll read(Cursor at) {
    return sweep.read(
        at, List.of(query(pageSize)), began -> entry -> Sighting.ofPatient(feed, entry, began));
  }

  /** Whom a feed that began with it does not know. */
  List<String> blindTo() {
    return listed
        ? List.of()
        : List.of(
            "patients of whom nothing was written since the first poll: this EMR does not list its patients, so load them by a bulk export of a Group");
  }
}
