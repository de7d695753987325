package org.trialward.workbench.message;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.fhir.intake.PatientDirectory;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Stamp;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.inbox.Failure;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.message.MessageFeed.Read;
import org.trialward.workbench.message.MessageStore.Waiting;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;

/**
 * Reads stored messages: into the records of patients, or as a hint of whom to look at. What a
 * message says, whom it concerns and that it is done commit together. Any order of messages gives
 * the same records, so several workers may read at once. Read again, a message takes back what it
 * said before and does not say now.
 */
public class MessageWork {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWork.class);

  private final MessageStore messages;
  private final Map<String, MessageFeed> feeds;
  private final HospitalRecords records;
  private final Optional<PatientDirectory> directory;
  private final Inbox inbox;
  private final Arrivals arrivals;
  private final SiteClock clock;
  private final TransactionTemplate transaction;
  private final ObservationRegistry observed;

  /**
   * @param feeds by name
   * @param directory where the EMR can be asked whose a record number is
   */
  public MessageWork(
      MessageStore messages,
      Map<String, MessageFeed> feeds,
      HospitalRecords records,
      Optional<PatientDirectory> directory,
      Inbox inbox,
      Arrivals arrivals,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed) {
    this.messages = messages;
    this.feeds = Map.copyOf(feeds);
    this.records = records;
    this.directory = directory;
    this.inbox = inbox;
    this.arrivals = arrivals;
    this.clock = clock;
    this.transaction = transaction;
    this.observed = observed;
  }

  /** Works until nothing is due. */
  public void drain() {
    while (workOne()) {
      // The next message.
    }
  }

  private boolean workOne() {
    try {
      return Boolean.TRUE.equals(transaction.execute(status -> takeAndRead()));
    } catch (ReadingFailed failed) {
      Failure failure = Failure.of(failed.cause);
      LOG.warn("Message {} put off: {}", failed.message.id(), failure.problem());
      messages.failed(failed.message, failure);
      return true;
    }
  }

  private boolean takeAndRead() {
    Optional<Waiting> next = messages.take();
    next.ifPresent(message -> {
      try {
        Observation.createNotStarted("trialward.message.read", observed)
            .contextualName("read message")
            .lowCardinalityKeyValue("feed", message.feed())
            .observe(() -> read(message));
      } catch (RuntimeException e) {
        throw new ReadingFailed(message, e);
      }
    });
    return next.isPresent();
  }

  private void read(Waiting message) {
    MessageFeed feed = feeds.get(message.feed());
    if (feed == null) {
      messages.park(
          message,
          "No feed `%s` is configured any more: restore its settings, then replay."
              .formatted(message.feed()));
      return;
    }
    arrivals.forget(message);
    switch (feed.reading().read(message.format(), message.body().bytes())) {
      case Read.Contents(var contents) -> take(message, feed, contents);
      case Read.Refused(var cause) -> refuse(message, cause);
    }
  }

  /** Whatever an earlier reading made of it was a mistake. */
  private void refuse(Waiting message, String cause) {
    lookAt(message, clock.now(), saidOnlyBefore(message));
    messages.park(message, cause);
  }

  private void take(Waiting message, MessageFeed feed, List<MessageContents> contents) {
    Set<PatientId> concerned = new LinkedHashSet<>();
    for (MessageContents each : contents) {
      int stale = 0;
      if (feed.mode() == MessageFeed.Mode.FACTS) {
        each.records().forEach(key -> adopt(feed, key));
        stale = tell(each, new Stamp(each.occurredAt(), message.dedupKey()), concerned);
      } else {
        each.records().forEach(key -> concerned.addAll(inEmr(feed, key)));
      }
      arrivals.note(message, Standardisation.of(each.facts(), each.unusable()), stale);
    }
    concerned.addAll(saidOnlyBefore(message));
    lookAt(message, contents.getFirst().occurredAt(), concerned);
    messages.done(message);
  }

  /** What this reading does not make of it no longer stands. */
  private List<PatientId> saidOnlyBefore(Waiting message) {
    if (!message.wasRead()) {
      return List.of();
    }
    for (RecordKey key : records.linkedOnlyBy(message.dedupKey())) {
      feeds.values().stream()
          .filter(feed -> isInEmr(feed, key))
          .forEach(feed -> records.adopt(key, inEmr(feed, key).getFirst()));
    }
    return records.withdraw(message.dedupKey());
  }

  /** Notes what the message says and whom it concerns. */
  private int tell(MessageContents contents, Stamp stamp, Set<PatientId> concerned) {
    int stale = 0;
    for (RecordChange change : contents.changes()) {
      switch (change) {
        case RecordChange.Says(var of, var statements) ->
            stale += records.tell(of, stamp, statements);
        case RecordChange.Merges(var survivor, var retired) ->
            records.merge(survivor, retired, stamp);
        case RecordChange.Parts(var one, var other) -> records.part(one, other, stamp);
      }
    }
    contents.records().forEach(key -> concerned.addAll(records.concerned(key)));
    return stale;
  }

  /** Where the site says how its EMR calls the sender's numbers, the EMR's patient it is. */
  private void adopt(MessageFeed feed, RecordKey key) {
    if (isInEmr(feed, key) && !records.knows(key)) {
      records.adopt(key, inEmr(feed, key).getFirst());
    }
  }

  private boolean isInEmr(MessageFeed feed, RecordKey key) {
    return directory.isPresent() && feed.system(key).isPresent();
  }

  private List<PatientId> inEmr(MessageFeed feed, RecordKey key) {
    return directory
        .orElseThrow(() -> new IllegalStateException("A feed of hints needs trialward.emr.url."))
        .patients(feed.system(key), key.number());
  }

  /** The moment of reading stands in the key, so that a replay is heard. */
  private void lookAt(Waiting message, Instant occurredAt, Collection<PatientId> patients) {
    inbox.add(
        patients.stream()
            .map(patient ->
                new ChangeHint(
                    message.feed(),
                    Optional.of(patient),
                    Optional.empty(),
                    occurredAt,
                    "message/%d@%s|%s".formatted(message.id(), clock.now(), patient)))
            .toList());
  }

  /** Carries the message out of the transaction that failed. */
  private static final class ReadingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Waiting message;
    private final RuntimeException cause;

    ReadingFailed(Waiting message, RuntimeException cause) {
      super(cause);
      this.message = message;
      this.cause = cause;
    }
  }
}
