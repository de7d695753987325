package org.trialward.fhir.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;

/** The server's own list of all changes; the only feed that sees deletions. */
final class HistoryFeed implements ChangeFeed {
  private static final String NAME = "emr-history";

  private final Sweep sweep;
  private final Roster roster;
  private final int pageSize;
  private final ReadTypes types;

  HistoryFeed(Emr emr, ReadTypes types, InstantSource clock) {
    this.types = types;
    this.sweep = new Sweep(emr, clock, NAME);
    this.roster = new Roster(sweep, NAME, emr.settings().pageSize());
    this.pageSize = emr.settings().pageSize();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Poll poll(Optional<String> cursor) {
    Cursor at = cursor.map(text -> Cursor.parse(text, NAME)).orElse(Cursor.START);
    return at.since()
        .map(since ->
            sweep.read(
                at,
                List.of(query(since)),
                began -> entry -> Sighting.ofChange(NAME, entry, types, began)))
        .orElseGet(() -> roster.read(at));
  }

  private String query(Instant since) {
    return "_history?_since=%s&_count=%d".formatted(since, pageSize);
  }

  @Override
  public List<String> blindTo() {
    return Stream.concat(
            Stream.of("a change of a Medication or ResearchStudy that others refer to"),
            sweep.blindTo().stream())
        .toList();
  }
}
