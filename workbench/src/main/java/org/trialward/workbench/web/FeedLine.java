package org.trialward.workbench.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.trialward.workbench.feed.Feed;
import org.trialward.workbench.feed.FeedFigures;
import org.trialward.workbench.feed.FeedReport;
import org.trialward.workbench.feed.FeedRhythm.Finding;
import org.trialward.workbench.feed.FeedWatch;

/**
 * A feed as hospital IT reads it.
 *
 * @param closed why nothing can come in, with the remedy
 */
record FeedLine(
    Feed feed,
    Optional<Instant> last,
    FeedFigures figures,
    State state,
    Optional<String> closed,
    String words) {

  /** Waiting longer than this is told. */
  private static final Duration LONG_LAG = Duration.ofMinutes(5);

  /** The worst first. */
  enum State {
    FAILING("Failing", "against"),
    SILENT("Silent", "against"),
    PARKED("Needs a person", "against"),
    BEHIND("Behind", "open"),
    GONE("Not configured", "open"),
    NOTHING("Nothing yet", "grey"),
    WELL("Well", "met");

    private final String word;
    private final String tone;

    State(String word, String tone) {
      this.word = word;
      this.tone = tone;
    }

    public String word() {
      return word;
    }

    public String tone() {
      return tone;
    }
  }

  static FeedLine of(FeedReport report, Optional<String> closed, Instant now) {
    return new FeedLine(
        report.feed(),
        report.last(),
        report.figures(),
        state(report, closed, now),
        closed,
        words(report));
  }

  private static State state(FeedReport report, Optional<String> closed, Instant now) {
    FeedFigures figures = report.figures();
    if (closed.isPresent()) {
      return State.FAILING;
    }
    if (report.isSilent()) {
      return State.SILENT;
    }
    if (figures.parked() > 0) {
      return State.PARKED;
    }
    if (figures.lag(now).compareTo(LONG_LAG) > 0) {
      return State.BEHIND;
    }
    if (report.feed().kind() == Feed.Kind.GONE) {
      return State.GONE;
    }
    return report.last().isEmpty() ? State.NOTHING : State.WELL;
  }

  /** What its rhythm is. */
  private static String words(FeedReport report) {
    if (!report.feed().hasRhythm()) {
      return "";
    }
    return switch (report.finding()) {
      case Finding.Learning _ -> "too young to know its rhythm";
      case Finding.Usual(var gap) ->
          "usually something every %s at this hour".formatted(FeedWatch.inWords(gap));
      case Finding.Silent(_, var gap) ->
          "usually something every %s at this hour".formatted(FeedWatch.inWords(gap));
    };
  }

  /** From arrival until it was read: half of them, and ninety-nine of a hundred. */
  public String speed() {
    return figures.median().isEmpty() || figures.slowest().isEmpty()
        ? "–"
        : "%s / %s".formatted(brief(figures.median().get()), brief(figures.slowest().get()));
  }

  private static String brief(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + " ms";
    }
    return time.toMinutes() < 2
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0)
        : FeedWatch.inWords(time);
  }

  public long waitingMessages() {
    return feed.isOfMessages() ? figures.waiting() : 0;
  }

  public long parkedMessages() {
    return feed.isOfMessages() ? figures.parked() : 0;
  }
}
