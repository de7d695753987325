package org.trialward.fhir.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** One search a resource type for what was last updated since; does not see deletions. */
final class LastUpdatedFeed implements ChangeFeed {
  private static final String NAME = "emr-last-updated";

  private final Sweep sweep;
  private final Roster roster;
  private final int pageSize;
  private final ReadTypes types;
  private final List<String> searched;
  private final List<String> blindTo;

  LastUpdatedFeed(Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock) {
    this.types = types;
    this.sweep = new Sweep(emr, clock, NAME);
    this.pageSize = emr.settings().pageSize();
    this.roster = new Roster(sweep, NAME, pageSize);
    this.searched = types.watched().filter(capabilities::searchesByLastUpdated).toList();
    List<String> unseen = new ArrayList<>();
    unseen.add("deletions");
    types
        .watched()
        .filter(type -> !searched.contains(type))
        .map(type -> "changes of " + type)
        .forEach(unseen::add);
    this.blindTo = List.copyOf(unseen);
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
                at, queries(since), began -> entry -> Sighting.ofChange(NAME, entry, types, began)))
        .orElseGet(() -> roster.read(at));
  }

  /** Asks only for whom it is about; a server that sends more, or all, is as welcome. */
  private List<String> queries(Instant since) {
    return searched.stream()
        .map(type ->
            "%s?_lastUpdated=ge%s&_elements=%s&_count=%d"
                .formatted(
                    type,
                    since,
                    type.equals("Patient") ? "id" : FactTypes.subjectElement(type),
                    pageSize))
        .toList();
  }

  @Override
  public List<String> blindTo() {
    return Stream.concat(blindTo.stream(), sweep.blindTo().stream()).toList();
  }
}
