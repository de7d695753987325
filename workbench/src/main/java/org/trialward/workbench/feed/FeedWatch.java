package org.trialward.workbench.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.workbench.feed.FeedRhythm.Finding;
import org.trialward.workbench.settings.SiteClock;

/** Listens for silence: told once in the log when it begins, and once when it ends. */
public class FeedWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);

  private final Feeds feeds;
  private final FeedCounts counts;
  private final FeedSlots slots;
  private final SiteClock clock;
  private final ZoneId zone;
  private final Instant watchedSince;
  private final Set<String> silent = new HashSet<>();
  private volatile Map<String, FeedReport> latest = Map.of();

  public FeedWatch(Feeds feeds, FeedCounts counts, FeedSlots slots, SiteClock clock, ZoneId zone) {
    this.feeds = feeds;
    this.counts = counts;
    this.slots = slots;
    this.clock = clock;
    this.zone = zone;
    this.watchedSince = clock.now();
  }

  /** One look at every feed. Where it fails, what was seen before is no news any more. */
  public synchronized void look() {
    try {
      lookAtAll();
    } catch (RuntimeException e) {
      latest = Map.of();
      throw e;
    }
  }

  private void lookAtAll() {
    slots.count();
    Map<String, FeedReport> seen = new HashMap<>();
    for (Feed feed : feeds.configured()) {
      FeedReport report = report(feed);
      seen.put(feed.name(), report);
      tell(report);
    }
    latest = Map.copyOf(seen);
  }

  /** What the last look saw. */
  public Optional<FeedReport> latest(String feed) {
    return Optional.ofNullable(latest.get(feed));
  }

  public List<Feed> configured() {
    return feeds.configured();
  }

  /** All feeds as they are now. */
  public List<FeedReport> now() {
    return feeds.all().stream().map(this::report).toList();
  }

  private FeedReport report(Feed feed) {
    FeedFigures figures = counts.of(feed);
    Optional<Instant> last = figures.last().or(() -> slots.last(feed.name()));
    return new FeedReport(
        feed,
        last,
        figures,
        feed.hasRhythm()
            ? last.map(at -> finding(feed, at)).orElseGet(Finding.Learning::new)
            : new Finding.Learning());
  }

  private Finding finding(Feed feed, Instant last) {
    return FeedRhythm.judge(slots.before(feed.name(), last), last, watchedSince, clock.now(), zone);
  }

  private void tell(FeedReport report) {
    String feed = report.feed().name();
    if (report.finding() instanceof Finding.Silent(var since, var gap)) {
      if (silent.add(feed)) {
        LOG.warn(
            "Feed {} is silent since {}; usually something comes every {} at this hour. Ask who runs the sender",
            feed,
            since,
            inWords(gap));
      }
    } else if (silent.remove(feed)) {
      LOG.info("Feed {} speaks again", feed);
    }
  }

  /** As people say it, e.g. {@code 2 minutes}. */
  public static String inWords(Duration gap) {
    if (gap.compareTo(Duration.ofSeconds(90)) < 0) {
      return words(gap.toMillis() / 1_000.0, "second");
    }
    if (gap.compareTo(Duration.ofMinutes(90)) < 0) {
      return words(gap.toSeconds() / 60.0, "minute");
    }
    return gap.compareTo(Duration.ofHours(36)) < 0
        ? words(gap.toMinutes() / 60.0, "hour")
        : words(gap.toHours() / 24.0, "day");
  }

  private static String words(double number, String unit) {
    long whole = Math.max(1, Math.round(number));
    return whole == 1 ? "1 " + unit : whole + " " + unit + "s";
  }
}
