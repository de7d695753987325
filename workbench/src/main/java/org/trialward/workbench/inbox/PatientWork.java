package org.trialward.workbench.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.StayAway;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartResolver;
import org.trialward.workbench.inbox.Inbox.Event;
import org.trialward.workbench.queue.Merges;
import org.trialward.workbench.queue.PatientMatching;
import org.trialward.workbench.settings.SiteClock;

/**
 * Works off the inbox: one patient at a time, read the chart, match, decide what to deliver. All of
 * it stands or falls in one transaction, so that a process that dies leaves the event open and
 * nothing else.
 */
public class PatientWork {
  private static final Logger LOG = LoggerFactory.getLogger(PatientWork.class);

  /**
   * The last of a patient's messages that are read again asks for the patient anew; this is for one
   * that fails.
   */
  private static final Duration AWAITS_MESSAGES = Duration.ofMinutes(5);

  private final Inbox inbox;
  private final ChartResolver charts;
  private final Merges merges;
  private final PatientMatching matching;
  private final Agreement agreement;
  private final StayAway stayAway;
  private final SiteClock clock;
  private final TransactionTemplate transaction;
  private final ObservationRegistry observed;
  private final Timer waits;

  public PatientWork(
      Inbox inbox,
      ChartResolver charts,
      Merges merges,
      PatientMatching matching,
      Agreement agreement,
      StayAway stayAway,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed,
      MeterRegistry meters) {
    this.inbox = inbox;
    this.charts = charts;
    this.merges = merges;
    this.matching = matching;
    this.agreement = agreement;
    this.stayAway = stayAway;
    this.clock = clock;
    this.transaction = transaction;
    this.observed = observed;
    this.waits =
        Timer.builder("trialward.event.wait")
            .description("From an event's arrival until its patient was matched and stored")
            .register(meters);
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
      Optional<List<Event>> done = transaction.execute(status -> takeTurnAndWork());
      done.ifPresent(this::noteWaits);
      return done.isPresent();
    } catch (WorkFailed failed) {
      putOff(failed.events, failed.cause);
      return true;
    }
  }

  /** The events of a turn that were worked off; empty where nothing was due. */
  private Optional<List<Event>> takeTurnAndWork() {
    return agreement.holdsUntilTheEnd() ? inbox.takeTurn().map(this::work) : Optional.empty();
  }

  private List<Event> work(PatientId patient) {
    List<Event> events = inbox.open(patient);
    try (var _ = named(events)) {
      return Objects.requireNonNull(
          observe("trialward.patient.work", "patient work")
              .observe(() -> workOrWait(patient, events)));
    } catch (RuntimeException e) {
      throw new WorkFailed(events, e);
    }
  }

  /** The events that were worked off: none where the chart has to stay as it is. */
  private List<Event> workOrWait(PatientId patient, List<Event> events) {
    boolean asksEmr = asksEmr(events);
    boolean loaded = events.stream().anyMatch(event -> event.feed().equals(Inbox.BULK));
    boolean chartChanged = asksEmr || loaded;
    if (chartChanged && charts.awaitsMessages(patient)) {
      if (asksEmr) {
        charts.readOptOut(patient);
      }
      if (!loaded) {
        match(patient); // By the chart as it is; one that was loaded lacks what messages say.
      }
      inbox.putOff(events, AWAITS_MESSAGES);
      return List.of();
    }
    work(patient, events, asksEmr, chartChanged);
    inbox.done(events);
    return events;
  }

  /** Lines of the log name the first event of the turn, never the patient. */
  private static MDC.MDCCloseable named(List<Event> events) {
    return MDC.putCloseable(
        "event.id", events.stream().map(e -> String.valueOf(e.id())).findFirst().orElse("none"));
  }

  private Observation observe(String name, String step) {
    return Observation.createNotStarted(name, observed).contextualName(step);
  }

  /** Of our own rounds nobody waits for the end. Clocks of two processes may differ a little. */
  private void noteWaits(List<Event> events) {
    Instant now = clock.now();
    events.stream()
        .filter(event -> Inbox.asksEmr(event.feed()))
        .map(event -> Duration.between(event.receivedAt(), now))
        .forEach(wait -> waits.record(wait.isNegative() ? Duration.ZERO : wait));
  }

  private static boolean asksEmr(List<Event> events) {
    return events.stream().anyMatch(event -> Inbox.asksEmr(event.feed()));
  }

  private void work(PatientId patient, List<Event> events, boolean asksEmr, boolean chartChanged) {
    Optional<PatientId> survivor =
        asksEmr
            ? read(patient, events)
            : chartChanged ? charts.joinRecords(patient) : Optional.empty();
    if (asksEmr && charts.isGone(patient)) {
      inbox.gone(patient);
    }
    if (survivor.isPresent()) {
      inbox.awaitTurn(survivor.get());
      merges.merge(patient, survivor.get());
      match(patient);
      inbox.lookAt(List.of(survivor.get()), "merged");
      return;
    }
    if (chartChanged && !charts.isGone(patient)) {
      inbox.lookAt(merges.part(patient), "parted");
    }
    match(patient);
  }

  private Optional<PatientId> read(PatientId patient, List<Event> events) {
    return observe("trialward.chart.read", "read chart")
        .observe(() -> charts.refresh(patient, resourcesOf(events)));
  }

  /** The index of trials, the verdicts, the queue and the outbox. */
  private void match(PatientId patient) {
    observe("trialward.match", "match").observe(() -> matching.match(patient));
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
    try (var _ = named(events)) {
      LOG.warn("{} events put off: {}", events.size(), failure.problem());
    }
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
