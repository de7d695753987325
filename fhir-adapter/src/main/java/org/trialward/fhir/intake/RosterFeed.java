package org.trialward.fhir.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;

/**
 * Every patient again in every cycle, for an EMR that cannot say what changed. Costly: poll it
 * seldom.
 */
final class RosterFeed implements ChangeFeed {
  private static final String NAME = "emr-roster";

  private final Sweep sweep;
  private final Roster roster;

  RosterFeed(Emr emr, InstantSource clock) {
    this.sweep = new Sweep(emr, clock, NAME);
    this.roster = new Roster(emr, sweep, clock, NAME, true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Poll poll(Optional<String> cursor) {
    return roster.read(cursor.map(text -> Cursor.parse(text, NAME)).orElse(Cursor.START));
  }

  @Override
  public List<String> blindTo() {
    return Stream.concat(
            Stream.of("patients that are no longer on the list"), sweep.blindTo().stream())
        .toList();
  }
}
