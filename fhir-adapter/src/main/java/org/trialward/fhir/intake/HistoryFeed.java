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

  private HistoryFeed(Emr emr, ReadTypes types, InstantSource clock, boolean listed) {
    this.types = types;
    this.sweep = new Sweep(emr, clock, NAME);
    this.roster = new Roster(emr, sweep, clock, NAME, listed);
    this.pageSize = emr.settings().pageSize();
  }

  /**
   * Where the EMR offers it and lets us read it.
   *
   * @param listed whether the EMR lists its patients
   * @return empty for an EMR that lists it and keeps it for others
   */
  static Optional<ChangeFeed> of(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock, boolean listed) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return capabilities.hasSystemHistory() && SearchOfAll.isAnswered(emr, query(now, 1))
        ? Optional.of(new HistoryFeed(emr, types, clock, listed))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Poll poll(Optional<String> cursor) {
    Cursor at = cursor.map(text -> Cursor.parse(text, NAME)).orElse(Cursor.START);
    return at.since().isPresent() ? changes(at) : roster.first(at, this::changes);
  }

  private Poll changes(Cursor at) {
    return sweep.read(
        at,
        List.of(query(at.since().orElseThrow(), pageSize)),
        began -> entry -> Sighting.ofChange(NAME, entry, types, began));
  }

  private static String query(Instant since, int pageSize) {
    return "_history?_since=%s&_count=%d".formatted(since, pageSize);
  }

  @Override
  public List<String> blindTo() {
    return Stream.of(
            List.of("a change of a Medication or ResearchStudy that others refer to"),
            roster.blindTo(),
            sweep.blindTo())
        .flatMap(List::stream)
        .toList();
  }
}
