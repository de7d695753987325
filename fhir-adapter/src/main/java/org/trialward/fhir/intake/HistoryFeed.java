package org.trialward.fhir.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** The server's own list of all changes; the only feed that sees deletions. */
final class HistoryFeed implements ChangeFeed {
  private static final String NAME = "emr-history";

  private final Sweep sweep;
  private final Roster roster;
  private final int pageSize;
  private final ReadTypes types;

  private HistoryFeed(Emr emr, ReadTypes types, InstantSource clock) {
    this.types = types;
    this.sweep = new Sweep(emr, clock, NAME);
    this.roster = new Roster(sweep, NAME, emr.settings().pageSize());
    this.pageSize = emr.settings().pageSize();
  }

  /**
   * Where the EMR offers it and lets us read it.
   *
   * @return empty for an EMR that lists it and keeps it for others
   */
  static Optional<ChangeFeed> of(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return capabilities.hasSystemHistory() && SearchOfAll.isAnswered(emr, query(now, 1))
        ? Optional.of(new HistoryFeed(emr, types, clock))
        : Optional.empty();
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
                List.of(query(since, pageSize)),
                began -> entry -> Sighting.ofChange(NAME, entry, types, began)))
        .orElseGet(() -> roster.read(at));
  }

  private static String query(Instant since, int pageSize) {
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
