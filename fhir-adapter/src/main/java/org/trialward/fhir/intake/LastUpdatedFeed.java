package org.trialward.fhir.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** One search a resource type for what was last updated since; does not see deletions. */
final class LastUpdatedFeed implements ChangeFeed {
  private static final String NAME = "emr-last-updated";
  private static final Set<String> NEEDED = Set.of("Observation", "Condition");

  private final Sweep sweep;
  private final Roster roster;
  private final int pageSize;
  private final ReadTypes types;
  private final List<String> searched;
  private final List<String> blindTo;

  private LastUpdatedFeed(
      Emr emr, ReadTypes types, List<String> searched, InstantSource clock, boolean listed) {
    this.types = types;
    this.sweep = new Sweep(emr, clock, NAME);
    this.pageSize = emr.settings().pageSize();
    this.roster = new Roster(emr, sweep, clock, NAME, listed);
    this.searched = List.copyOf(searched);
    this.blindTo =
        Stream.concat(
                Stream.of("deletions"),
                types
                    .watched()
                    .filter(type -> !searched.contains(type))
                    .map(type -> "changes of " + type))
            .toList();
  }

  /**
   * Of the types that the EMR lets us search by their last update, whoever the patient is.
   *
   * @param listed whether the EMR lists its patients
   * @return empty where results or diagnoses are not among them. Oracle Health has both, but not
   *     Patient: still worth it
   */
  static Optional<ChangeFeed> of(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock, boolean listed) {
    if (!NEEDED.stream().allMatch(capabilities::searchesByLastUpdated)) {
      return Optional.empty();
    }
    List<String> searched =
        types
            .watched()
            .filter(capabilities::searchesByLastUpdated)
            .filter(type ->
                SearchOfAll.isAnswered(
                    emr, query(type, clock.instant().truncatedTo(ChronoUnit.SECONDS), 1)))
            .toList();
    return searched.containsAll(NEEDED)
        ? Optional.of(new LastUpdatedFeed(emr, types, searched, clock, listed))
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
        queries(at.since().orElseThrow()),
        began -> entry -> Sighting.ofChange(NAME, entry, types, began));
  }

  private List<String> queries(Instant since) {
    return searched.stream().map(type -> query(type, since, pageSize)).toList();
  }

  /** Asks only for whom it is about; a server that sends more, or all, is as welcome. */
  private static String query(String type, Instant since, int pageSize) {
    return "%s?_lastUpdated=ge%s&_elements=%s&_count=%d"
        .formatted(
            type, since, type.equals("Patient") ? "id" : FactTypes.subjectElement(type), pageSize);
  }

  @Override
  public List<String> blindTo() {
    return Stream.of(blindTo, roster.blindTo(), sweep.blindTo()).flatMap(List::stream).toList();
  }
}
