package org.trialward.workbench.inbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartResolver;
import org.trialward.workbench.emr.StayAway;
import org.trialward.workbench.inbox.Inbox.Event;
import org.trialward.workbench.queue.PatientMatching;

/**
 * Works off the inbox: one patient at a time, read the chart, match, decide what to deliver. All of
 * it stands or falls in one transaction, so that a process that dies leaves the event open and
 * nothing else.
 */
public class PatientWork {
  private static final Logger LOG = LoggerFactory.getLogger(PatientWork.class);

  private final Inbox inbox;
  private final ChartResolver charts;
  private final PatientMatching matching;
  private final StayAway stayAway;
  private final TransactionTemplate transaction;

  public PatientWork(
      Inbox inbox,
      ChartResolver charts,
      PatientMatching matching,
      StayAway stayAway,
      TransactionTemplate transaction) {
    this.inbox = inbox;
    this.charts = charts;
    this.matching = matching;
    this.stayAway = stayAway;
    this.transaction = transaction;
  }

  /** Works until nothing is due, or the EMR asks to be left alone. */
  public void drain() {
    while (stayAway.left().isEmpty() && workOne()) {
      // The next patient.
    }
  }

  /** Whether there was something to do. */
  private boolean workOne() {
    try {
      return Boolean.TRUE.equals(transaction.execute(status -> takeTurnAndWork()));
    } catch (WorkFailed failed) {
      putOff(failed.events, failed.cause);
      return true;
    }
  }

  private boolean takeTurnAndWork() {
    Optional<PatientId> patient = inbox.takeTurn();
    if (patient.isEmpty()) {
      return false;
    }
    List<Event> events = inbox.open(patient.get());
    try {
      work(patient.get(), events);
      inbox.done(events);
      return true;
    } catch (RuntimeException e) {
      throw new WorkFailed(events, e);
    }
  }

  private void work(PatientId patient, List<Event> events) {
    boolean chartChanged = events.stream().anyMatch(e -> !e.feed().equals(Inbox.REMATCH));
    if (chartChanged) {
      charts.refresh(patient, resourcesOf(events));
    }
    matching.match(patient);
  }

  /**
   * The resources to read again; empty where an event does not name one, so that the whole chart is
   * read.
   */
  private static Optional<Set<String>> resourcesOf(List<Event> events) {
    List<Event> changes = events.stream().filter(e -> !e.feed().equals(Inbox.REMATCH)).toList();
    return changes.stream().allMatch(e -> e.resource().isPresent())
        ? Optional.of(
            changes.stream().flatMap(e -> e.resource().stream()).collect(Collectors.toSet()))
        : Optional.empty();
  }

  private void putOff(List<Event> events, RuntimeException cause) {
    if (cause instanceof EmrException emr) {
      // What the EMR refuses to everybody is not this event's fault: it waits until the EMR is well
      // again.
      stayAway.asked(emr.retryAfter());
      boolean patience = emr.category() != EmrException.Category.FAULT;
      LOG.warn("{} events put off: {}", events.size(), emr.getMessage());
      inbox.failed(events, String.valueOf(emr.getMessage()), emr.retryAfter(), patience);
      return;
    }
    // An exception's message may quote data; its class and place do not.
    StackTraceElement[] trace = cause.getStackTrace();
    String problem = cause.getClass().getSimpleName() + (trace.length > 0 ? " at " + trace[0] : "");
    LOG.error("{} events put off after {}", events.size(), problem);
    inbox.failed(
        events, problem + ". Report this; the event is kept here.", Optional.empty(), false);
  }

  /** Carries the events out of the transaction that failed. */
  private static final class WorkFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Event> events;
    private final RuntimeException cause;

    WorkFailed(List<Event> events, RuntimeException cause) {
      super(cause);
      this.events = events;
      this.cause = cause;
    }
  }
}
