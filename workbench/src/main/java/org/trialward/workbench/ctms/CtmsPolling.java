package org.trialward.workbench.ctms;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.StatusPage;
import org.trialward.rules.match.DeliveryException;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.settings.SiteClock;

/** Asks every system that can be asked which statuses changed. */
public class CtmsPolling {
  private static final Logger LOG = LoggerFactory.getLogger(CtmsPolling.class);

  private final Connectors connectors;
  private final StatusIntake intake;
  private final FeedCursors cursors;
  private final SiteClock clock;
  private final Set<String> readable = new HashSet<>();
  private final Set<String> silent = new HashSet<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, String> lastProblem = new HashMap<>();

  public CtmsPolling(
      Connectors connectors, StatusIntake intake, FeedCursors cursors, SiteClock clock) {
    this.connectors = connectors;
    this.intake = intake;
    this.cursors = cursors;
    this.clock = clock;
  }

  /**
   * One look at each, and at what waits for a patient or a word to become known. A failure of one
   * is told once, kept for the operations page, and tried again at the next look.
   */
  public synchronized void poll() {
    connectors.destinations().forEach(this::poll);
    intake.retry();
  }

  private void poll(String destination) {
    if (silent.contains(destination)
        || clock.now().isBefore(notBefore.getOrDefault(destination, Instant.MIN))) {
      return;
    }
    try {
      if (isReadable(destination)) {
        read(destination);
        recovered(destination);
      }
    } catch (DeliveryException e) {
      e.retryAfter().ifPresent(wait -> putOff(destination, wait));
      failed(destination, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Its message may quote what was read.
      failed(
          destination,
          "The answer could not be taken (%s). It is asked again; if this stays, look into the log of that system."
              .formatted(e.getClass().getSimpleName()));
    }
  }

  /** Asked once, as soon as the other side answers. */
  private boolean isReadable(String destination) {
    if (readable.contains(destination)) {
      return true;
    }
    boolean can = connectors.probe(destination).readsStatus();
    (can ? readable : silent).add(destination);
    if (!can) {
      cursors.forget(feed(destination));
    }
    return can;
  }

  /**
   * Each change in a transaction of its own, the cursor after the last: a stop in between repeats
   * some, and repeated they change nothing. One transaction over all would hold the audit's lock
   * while it waits for candidates.
   */
  private void read(String destination) {
    StatusPage page = connectors.statusChanges(destination, cursors.find(feed(destination)));
    List<Taken> taken =
        page.changes().stream().map(change -> intake.take(destination, change)).toList();
    page.cursor()
        .ifPresentOrElse(
            cursor -> cursors.advance(feed(destination), cursor),
            () -> cursors.forget(feed(destination)));
    long news = taken.stream().filter(each -> each != Taken.REPEATED).count();
    if (news > 0) {
      LOG.info("{}: {} new status reports", destination, news);
    }
  }

  /** The name under which its cursor and its last failure stand. */
  private static String feed(String destination) {
    return FeedCursors.CTMS + destination;
  }

  private void putOff(String destination, Duration wait) {
    notBefore.put(destination, clock.now().plus(wait));
  }

  private void failed(String destination, String problem) {
    if (!problem.equals(lastProblem.put(destination, problem))) {
      LOG.warn("{} cannot be asked for statuses: {}", destination, problem);
    }
    cursors.failed(feed(destination), problem);
  }

  private void recovered(String destination) {
    if (Optional.ofNullable(lastProblem.remove(destination)).isPresent()) {
      LOG.info("{} answers again", destination);
    }
  }
}
