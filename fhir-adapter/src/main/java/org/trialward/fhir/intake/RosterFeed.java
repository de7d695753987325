package org.trialward.fhir.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;

/** Every patient again once a day, for an EMR that cannot say what changed. */
final class RosterFeed implements ChangeFeed {
  private static final String NAME = "emr-roster";

  /** Whoever is listed is read whole. */
  private static final Duration ROUND = Duration.ofDays(1);

  private final InstantSource clock;
  private final Sweep sweep;
  private final Roster roster;

  RosterFeed(Emr emr, InstantSource clock) {
    this.clock = clock;
    this.sweep = new Sweep(emr, clock, NAME);
    this.roster = new Roster(emr, sweep, clock, NAME, true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Poll poll(Optional<String> cursor) {
    Cursor at = cursor.map(text -> Cursor.parse(text, NAME)).orElse(Cursor.START);
    return isTooSoon(at) ? new Poll(List.of(), at.text(NAME), false) : roster.read(at);
  }

  /** Not of a round that is under way. */
  private boolean isTooSoon(Cursor at) {
    return at.started().isEmpty()
        && at.since().filter(last -> clock.instant().isBefore(last.plus(ROUND))).isPresent();
  }

  @Override
  public List<String> blindTo() {
    return Stream.concat(
            Stream.of(
                "changes, until the list of patients is read the next day",
                "patients that are no longer on the list"),
            sweep.blindTo().stream())
        .toList();
  }
}
