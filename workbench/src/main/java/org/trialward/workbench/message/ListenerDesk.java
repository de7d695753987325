package org.trialward.workbench.message;

import static org.trialward.fhir.hl7.MessageDesk.Storing.FAILED;
import static org.trialward.fhir.hl7.MessageDesk.Storing.STORED;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.trialward.fhir.hl7.Batch;
import org.trialward.fhir.hl7.Envelope;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.hl7.Received;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;

/**
 * Where a sender's HL7 v2 messages arrive: each is stored, then answered. What cannot be used is
 * stored too, where a person sees it.
 */
public final class ListenerDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerDesk.class);

  private final String feed;
  private final MessageDesk desk;
  private final MessageStore messages;
  private final InstantSource clock;

  public ListenerDesk(String feed, MessageDesk desk, MessageStore messages, InstantSource clock) {
    this.feed = feed;
    this.desk = desk;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Takes a block, which mostly holds one message.
   *
   * @return the acknowledgement; empty where the sender wants none
   */
  public Optional<byte[]> take(byte[] block) {
    Batch batch = Batch.of(block);
    if (batch.isShort()) {
      LOG.warn(
          "{}: a batch holds fewer messages than its trailer says: ask its sender for those that"
              + " were not answered",
          feed);
    }
    List<byte[]> each = batch.messages();
    List<Received> received = each.stream().map(desk::receive).toList();
    boolean areStored = true;
    for (int i = 0; areStored && i < each.size(); i++) {
      areStored = store(received.get(i), new Body(each.get(i)));
    }
    return desk.acknowledge(batch, received, areStored ? STORED : FAILED);
  }

  /**
   * Refuses a message that is larger than the listener takes.
   *
   * @param beginning of it
   * @return the acknowledgement; empty where the sender wants none
   */
  public Optional<byte[]> tooLarge(byte[] beginning) {
    Received received = desk.tooLarge(beginning);
    return desk.acknowledge(
        received, store(received, new Body(MessageDesk.header(beginning))) ? STORED : FAILED);
  }

  private boolean store(Received received, Body body) {
    try {
      switch (received) {
        case Received.Accepted(var envelope) -> messages.add(arriving(envelope, body));
        case Received.Refused(_, var cause, var envelope) -> {
          LOG.warn("{}: a message is refused: {}", feed, cause);
          messages.addRefused(
              envelope.map(e -> arriving(e, body)).orElseGet(() -> unreadable(body)), cause);
        }
      }
      return true;
    } catch (DataAccessException | TransactionException databaseAway) {
      LOG.error(
          "{}: a message is not stored and not acknowledged, its sender keeps it ({}): check the"
              + " database",
          feed,
          databaseAway.getClass().getSimpleName());
      return false;
    }
  }

  private Arriving arriving(Envelope envelope, Body body) {
    return new Arriving(
        feed,
        Format.HL7V2,
        envelope.type(),
        feed + "|" + envelope.dedupKey(),
        envelope.occurredAt(),
        body);
  }

  private Arriving unreadable(Body body) {
    return new Arriving(feed, Format.HL7V2, "", feed + "|" + body.hash(), clock.instant(), body);
  }
}
