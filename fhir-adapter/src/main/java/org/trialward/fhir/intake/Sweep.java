package org.trialward.fhir.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.Page;

/**
 * Reads a list of queries page by page and keeps its place in the cursor, so that neither a long
 * answer nor a restart loses anything.
 */
final class Sweep {

  /** Bounds the memory and the time of one poll; the rest is "more". */
  private static final int PAGES_A_POLL = 20;

  /**
   * Read again before the last sweep's beginning. A transaction of the EMR is seen when it commits
   * but dated when it began; longer ones are left to the nightly full read.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  /** Where no answer tells the EMR's clock, ours may be this far ahead of it. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private final Emr emr;
  private final InstantSource clock;
  private final String feed;
  private final LongAdder astray = new LongAdder();

  Sweep(Emr emr, InstantSource clock, String feed) {
    this.emr = emr;
    this.clock = clock;
    this.feed = feed;
  }

  /**
   * Reads on from the cursor.
   *
   * @param queries relative to the EMR's address
   * @param hints what an entry means, given when the sweep began; the same {@link Sighting#what} is
   *     told once, in its highest version
   */
  Poll read(
      Cursor cursor,
      List<String> queries,
      Function<Instant, Function<BundleEntryComponent, Optional<Sighting>>> hints) {
    Map<String, Sighting> seen = new LinkedHashMap<>();
    LogicalSubjects subjects = new LogicalSubjects(emr);
    Set<String> visited = new HashSet<>();
    Cursor at = cursor;
    for (int pages = 0; pages < PAGES_A_POLL && at.query() < queries.size(); pages++) {
      String url = at.next().orElse(queries.get(at.query()));
      if (!visited.add(url)) {
        throw new EmrException(
            Category.FAULT,
            "The EMR's pages go in a circle: tell its administrator that link[next] repeats.");
      }
      boolean maySearchAgain = at.next().isPresent() && !visited.contains(queries.get(at.query()));
      Optional<Page> read = page(url, maySearchAgain);
      if (read.isEmpty()) {
        at = new Cursor(at.since(), at.started(), at.query(), Optional.empty());
        continue;
      }
      Page page = read.get();
      Instant started = at.started().orElseGet(() -> began(page));
      page.bundle().getEntry().stream()
          .filter(entry -> isSomebodys(entry, subjects))
          .flatMap(entry -> hints.apply(started).apply(entry).stream())
          .forEach(sighting -> seen.merge(sighting.what(), sighting, Sighting::newer));
      at =
          new Cursor(
              at.since(),
              Optional.of(started),
              page.next().isPresent() ? at.query() : at.query() + 1,
              page.next());
    }
    boolean more = at.query() < queries.size();
    Cursor then = more ? at : at.started().map(Cursor::after).orElse(at);
    return new Poll(seen.values().stream().map(Sighting::hint).toList(), then.text(feed), more);
  }

  /** Empty where a page has expired since its link was given: the query is begun again, once. */
  private Optional<Page> page(String url, boolean maySearchAgain) {
    try {
      return Optional.of(emr.page(url));
    } catch (EmrException e) {
      if (maySearchAgain && e.isLostPage()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isSomebodys(BundleEntryComponent entry, LogicalSubjects subjects) {
    if (entry.getResource() == null || subjects.resolve(entry.getResource())) {
      return true;
    }
    astray.increment();
    return false;
  }

  /** What no feed sees of what it reads; for the operations page. */
  List<String> blindTo() {
    return astray.sum() == 0
        ? List.of()
        : List.of(
            "%d resources, since the start, that name their patient by no reference and by no number that one patient of the EMR has"
                .formatted(astray.sum()));
  }

  private Instant began(Page page) {
    return page.serverTime()
        .map(time -> time.minus(OVERLAP))
        .orElseGet(() -> clock.instant().minus(CLOCKS_DIFFER));
  }
}
