package org.trialward.workbench.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.Outbox.Attempt;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;

/**
 * Works off the outbox. A delivery is closed in the transaction that holds it; a process that dies
 * in between leaves it open, and the next attempt finds by its key what has already arrived.
 */
public class DeliveryWork {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);

  private final Outbox outbox;
  private final Destinations destinations;
  private final AuditLog audit;
  private final Deliver settings;
  private final SiteClock clock;
  private final TransactionTemplate transaction;

  public DeliveryWork(
      Outbox outbox,
      Destinations destinations,
      AuditLog audit,
      Deliver settings,
      SiteClock clock,
      TransactionTemplate transaction) {
    this.outbox = outbox;
    this.destinations = destinations;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Delivers until nothing is due. */
  public void drain() {
    while (Boolean.TRUE.equals(transaction.execute(status -> deliverOne()))) {
      // The next delivery.
    }
  }

  /** Whether there was something to do. */
  private boolean deliverOne() {
    Optional<Attempt> taken = outbox.take();
    taken.ifPresent(this::deliver);
    return taken.isPresent();
  }

  private void deliver(Attempt attempt) {
    Delivery delivery = attempt.delivery();
    Optional<Destination> destination = destinations.find(delivery.destination());
    if (destination.isEmpty()) {
      park(
          attempt,
          "No such destination is configured now. Configure it again, then replay this delivery.");
      return;
    }
    try {
      DeliveryReceipt receipt = destination.get().deliver(delivery);
      outbox.acknowledged(delivery, receipt);
      tell(AuditAction.DELIVERED, attempt, receipt.name());
    } catch (DeliveryException e) {
      failed(attempt, e);
    }
  }

  private void failed(Attempt attempt, DeliveryException e) {
    String problem = String.valueOf(e.getMessage());
    if (!e.isRetryable()) {
      park(attempt, problem);
      return;
    }
    Duration pause = e.retryAfter().orElse(pause(attempt.attempts()));
    Instant next = clock.now().plus(pause);
    LOG.info(
        "delivery {} to {} waits {}: {}",
        attempt.delivery().id(),
        attempt.delivery().destination(),
        pause,
        e.category() == Category.BUSY ? "busy" : "unavailable");
    outbox.putOff(attempt, problem, next);
  }

  private void park(Attempt attempt, String problem) {
    LOG.warn(
        "delivery {} to {} is parked", attempt.delivery().id(), attempt.delivery().destination());
    outbox.park(attempt, problem);
    tell(AuditAction.DELIVERY_PARKED, attempt, problem);
  }

  private void tell(AuditAction action, Attempt attempt, String outcome) {
    Delivery delivery = attempt.delivery();
    audit.append(
        "engine",
        action,
        delivery.candidate().key().toString(),
        "%s to %s, revision %d: %s"
            .formatted(
                delivery.candidate().state(),
                delivery.destination(),
                delivery.revision(),
                outcome));
  }

  private Duration pause(int attempts) {
    Duration doubled = settings.retryFirst().multipliedBy(1L << Math.min(attempts, 20));
    return doubled.compareTo(settings.retryMost()) < 0 ? doubled : settings.retryMost();
  }
}
