package org.trialward.workbench.inbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.StayAway;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartResolver;
import org.trialward.workbench.inbox.Inbox.Event;
import org.trialward.workbench.queue.Merges;
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
  private final Merges merges;
  private final PatientMatching matching;
  private final Agreement agreement;
  private final StayAway stayAway;
  private final TransactionTemplate transaction;

  public PatientWork(
      Inbox inbox,
      ChartResolver charts,
      Merges merges,
      PatientMatching matching,
      Agreement agreement,
      StayAway stayAway,
      TransactionTemplate transaction) {
    this.inbox = inbox;
    this.charts = charts;
    this.merges = merges;
    this.matching = matching;
    this.agreement = agreement;
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
    if (!agreement.holds()) { // Asked after the events: those of a later round are not among them.
      return false;
    }
    try {
      work(patient.get(), events);
      inbox.done(events);
      return true;
    } catch (RuntimeException e) {
      throw new WorkFailed(events, e);
    }
  }

  private void work(PatientId patient, List<Event> events) {
    boolean chartChanged = events.stream().anyMatch(e -> Inbox.asksEmr(e.feed()));
    Optional<PatientId> survivor =
        chartChanged ? charts.refresh(patient, resourcesOf(events)) : Optional.empty();
    if (survivor.isPresent()) {
      inbox.awaitTurn(survivor.get());
      merges.merge(patient, survivor.get());
      matching.match(patient);
      inbox.lookAt(List.of(survivor.get()), "merged");
      return;
    }
    if (chartChanged) {
      inbox.lookAt(merges.part(patient), "parted");
    }
    matching.match(patient);
  }

  /**
   * The resources to read again; empty where an event does not name one, so that the whole chart is
   * read.
   */
  private static Optional<Set<String>> resourcesOf(List<Event> events) {
    List<Event> changes = events.stream().filter(e -> Inbox.asksEmr(e.feed())).toList();
    return changes.stream().allMatch(e -> e.resource().isPresent())
        ? Optional.of(
            changes.stream().flatMap(e -> e.resource().stream()).collect(Collectors.toSet()))
        : Optional.empty();
  }

  private void putOff(List<Event> events, RuntimeException cause) {
    Failure failure = Failure.of(cause);
    LOG.warn("{} events put off: {}", events.size(), failure.problem());
    inbox.failed(events, failure);
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
