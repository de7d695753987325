package org.trialward.fhir.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrException.Reason;
import org.trialward.fhir.emr.Page;

/**
 * Reads a list of queries page by page and keeps its place in the cursor, so that neither a long
 * answer nor a restart loses anything.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Bounds the memory and the time of one poll; the rest is "more". */
  private static final int PAGES_A_POLL = 20;

  /**
   * An EMR that restarts loses pages too, so a query is begun some times before it is left. The
   * first list of all patients never is.
   */
  static final int MOST_LOSSES = 6;

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
  private final LongAdder cutShort = new LongAdder();

  /** How often pages of a query were lost since it was last read to its end. */
  private final Map<String, Integer> losses = new HashMap<>();

  /**
   * Queries whose first page was answered since a later one was lost: else the EMR is just away.
   */
  private final Set<String> begun = new HashSet<>();

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
      String query = queries.get(at.query());
      String url = at.next().orElse(query);
      if (!visited.add(url)) {
        throw new EmrException(
            Category.FAULT,
            "The EMR's pages go in a circle: tell its administrator that link[next] repeats.");
      }
      Optional<Page> read =
          at.next().isPresent()
              ? nextPage(url, query, at, visited.contains(query))
              : Optional.of(emr.page(url));
      if (read.isEmpty()) {
        visited.clear();
        at = hasLostTooMuch(query) ? gaveUp(at, query) : begunAgain(at);
        continue;
      }
      Page page = read.get();
      if (at.next().isEmpty()) {
        begun.add(query);
      }
      if (page.next().isEmpty()) {
        losses.remove(query);
      }
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

  /**
   * Empty where the page was lost since its link was given.
   *
   * @param fresh whether the query was begun in this poll: then it is not begun again before the
   *     next one
   */
  private Optional<Page> nextPage(String url, String query, Cursor at, boolean fresh) {
    try {
      return Optional.of(emr.nextPage(url));
    } catch (EmrException e) {
      if (!e.is(Reason.PAGES_EXPIRED)) {
        throw e;
      }
      boolean wasBegun = begun.remove(query);
      if (at.since().isEmpty()) {
        // Whoever stands on the rest of the first list would be missed for good.
        if (wasBegun) {
          throw e;
        }
        return Optional.empty();
      }
      if (wasBegun) {
        losses.merge(query, 1, Integer::sum);
      }
      if (fresh && !hasLostTooMuch(query)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private boolean hasLostTooMuch(String query) {
    return losses.getOrDefault(query, 0) >= MOST_LOSSES;
  }

  private static Cursor begunAgain(Cursor at) {
    return new Cursor(at.since(), at.started(), at.query(), Optional.empty());
  }

  /** Without the rest of a query whose pages are lost each time: others must not wait for ever. */
  private Cursor gaveUp(Cursor at, String query) {
    LOG.warn(
        "The EMR lost pages of the search `{}` {} times in a row: the rest of it is left out",
        query,
        losses.remove(query));
    cutShort.increment();
    return new Cursor(at.since(), at.started(), at.query() + 1, Optional.empty());
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
    return Stream.of(
            told(
                astray,
                "%d resources, since the start, that name their patient by no reference and by no number that one patient of the EMR has"),
            told(
                cutShort,
                "the rest of %d long answers, since the start, of which the EMR lost pages again and again: try another trialward.emr.page-size, and find what was missed by a bulk export"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> told(LongAdder count, String words) {
    return Optional.of(count.sum()).filter(n -> n > 0).map(words::formatted);
  }

  private Instant began(Page page) {
    return page.serverTime()
        .map(time -> time.minus(OVERLAP))
        .orElseGet(() -> clock.instant().minus(CLOCKS_DIFFER));
  }
}
