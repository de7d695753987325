package org.trialward.workbench.inbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChangeFeed;
import org.trialward.fhir.intake.Poll;

/** Asks the EMR what changed and stores the answer and the place in the feed together. */
public class EmrPolling {
  private static final Logger LOG = LoggerFactory.getLogger(EmrPolling.class);

  /** The name under which a failure stands while the EMR has not even said which feed it offers. */
  private static final String EMR = "emr";

  private final Supplier<ChangeFeed> feeds;
  private final Inbox inbox;
  private final FeedCursors cursors;
  private final StayAway stayAway;
  private final TransactionTemplate transaction;
  private Optional<ChangeFeed> feed = Optional.empty();
  private String lastProblem = "";
  private boolean isHeard;

  /**
   * @param feeds picks the feed by what the EMR says it can do; called until the EMR answers
   */
  public EmrPolling(
      Supplier<ChangeFeed> feeds,
      Inbox inbox,
      FeedCursors cursors,
      StayAway stayAway,
      TransactionTemplate transaction) {
    this.feeds = feeds;
    this.inbox = inbox;
    this.cursors = cursors;
    this.stayAway = stayAway;
    this.transaction = transaction;
  }

  /**
   * One look for changes. A failure is told once, kept for the operations page, and tried again at
   * the next look.
   */
  public synchronized void poll() {
    if (stayAway.left().isPresent()) {
      return;
    }
    String name = feed.map(ChangeFeed::name).orElse(EMR);
    try {
      ChangeFeed source = feed.orElseGet(feeds);
      feed = Optional.of(source);
      name = source.name();
      while (pollOnce(source)) {
        // The EMR said that more is waiting.
      }
      recovered(name);
    } catch (EmrException e) {
      failed(name, e);
    }
  }

  private boolean pollOnce(ChangeFeed source) {
    Poll poll = source.poll(cursors.find(source.name()));
    transaction.executeWithoutResult(status -> {
      int added = inbox.add(poll.hints());
      cursors.advance(source.name(), poll.cursor());
      if (added > 0) {
        LOG.info("{}: {} new events", source.name(), added);
      }
    });
    return poll.more();
  }

  private void failed(String name, EmrException e) {
    String problem = String.valueOf(e.getMessage());
    if (!problem.equals(lastProblem)) {
      LOG.warn("The EMR cannot be polled: {}", problem);
      lastProblem = problem;
    }
    cursors.failed(name, problem);
  }

  private void recovered(String name) {
    if (!lastProblem.isEmpty()) {
      LOG.info("The EMR answers again");
      lastProblem = "";
      isHeard = false;
    }
    if (!isHeard) {
      cursors.forget(EMR); // Also what another process wrote there.
      cursors.pollsBy(name);
      isHeard = true;
    }
  }

  /** What the chosen feed cannot see. */
  public synchronized List<String> blindTo() {
    return feed.map(ChangeFeed::blindTo).orElse(List.of());
  }
}
