package org.trialward.workbench.outbox;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.Outbox.Claim;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;

/**
 * Works off the outbox. A delivery is closed in the transaction that holds it; a process that dies
 * in between leaves it open and noted as begun: the next attempt finds by its key what has already
 * arrived, and a withdrawal is sent to whoever may have heard.
 */
public class DeliveryWork {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
  private static final String ENGINE = "engine";

  /** What the trial office cannot know by itself. */
  private static final Set<CandidateState> WITHDRAWN_BY_US =
      EnumSet.of(CandidateState.LAPSED, CandidateState.REJECTED, CandidateState.DO_NOT_CONTACT);

  private final Outbox outbox;
  private final Destinations destinations;
  private final OptOuts optOuts;
  private final QueueTasks tasks;
  private final AuditLog audit;
  private final Deliver settings;
  private final SiteClock clock;
  private final TransactionTemplate transaction;
  private final ObservationRegistry observed;
  private final Silences silences = new Silences();

  public DeliveryWork(
      Outbox outbox,
      Destinations destinations,
      OptOuts optOuts,
      QueueTasks tasks,
      AuditLog audit,
      Deliver settings,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed) {
    this.outbox = outbox;
    this.destinations = destinations;
    this.optOuts = optOuts;
    this.tasks = tasks;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
    this.observed = observed;
  }

  /** What became of one attempt. */
  private enum Outcome {
    DELIVERED,
    /** The patient does not want to be asked. */
    CANCELLED,
    PARKED,
    BUSY,
    UNAVAILABLE
  }

  /** Writes down what was decided while a destination was not configured. */
  public void tellMissed() {
    int missed = outbox.tellMissed();
    if (missed > 0) {
      LOG.info("{} deliveries were missed while their destination was not configured", missed);
    }
  }

  /** Delivers until nothing is due. */
  public void drain() {
    while (Boolean.TRUE.equals(transaction.execute(status -> deliverOne()))) {
      // The next delivery.
    }
  }

  /** Whether there was something to do. */
  private boolean deliverOne() {
    Optional<Claim> taken = outbox.take(silences.at(clock.now()));
    taken.ifPresent(this::attempt);
    return taken.isPresent();
  }

  private void attempt(Claim claim) {
    Observation attempt =
        Observation.createNotStarted("trialward.delivery", observed)
            .contextualName("deliver")
            .lowCardinalityKeyValue("destination", claim.destination())
            .lowCardinalityKeyValue("outcome", "failed");
    attempt.observe(() -> {
      Outcome outcome = deliver(claim);
      attempt.lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT));
    });
  }

  private Outcome deliver(Claim claim) {
    Delivery delivery;
    try {
      delivery = outbox.read(claim);
    } catch (DataAccessException e) {
      throw e; // The database's trouble is not this delivery's.
    } catch (RuntimeException e) {
      String problem =
          "The stored delivery cannot be read: %s. Report this; it is kept here."
              .formatted(place(e));
      LOG.error("delivery {} is parked: {}", claim.id(), problem);
      outbox.park(claim, problem, false);
      audit.append(ENGINE, AuditAction.DELIVERY_PARKED, "delivery " + claim.id(), problem);
      return Outcome.PARKED;
    }
    return deliver(claim, delivery);
  }

  private Outcome deliver(Claim claim, Delivery delivery) {
    Optional<OptOut> optOut = refusal(delivery);
    if (optOut.isPresent()) {
      String cause = optOut.get().reason();
      outbox.cancelled(claim, cause);
      tell(AuditAction.CONSENT_WITHDRAWN, delivery, "not sent, " + cause);
      return Outcome.CANCELLED;
    }
    Optional<Destination> destination = destinations.find(delivery.destination());
    if (destination.isEmpty()) {
      return park(
          claim,
          delivery,
          "No such destination is configured now. Configure it again, then replay this delivery.",
          false);
    }
    outbox.begin(claim);
    DeliveryReceipt receipt;
    try {
      receipt = destination.get().deliver(delivery);
    } catch (DeliveryException e) {
      return failed(claim, delivery, e);
    } catch (RuntimeException e) {
      return failed(claim, delivery, fault(e));
    }
    silences.answered(claim.destination());
    outbox.acknowledged(claim, receipt);
    if (receipt == DeliveryReceipt.NOT_TAKEN) {
      leaveWithdrawalToAPerson(delivery);
    } else {
      tasks.settle(Kind.WITHDRAWAL_UNTOLD, delivery.candidate().number(), delivery.destination());
    }
    tell(AuditAction.DELIVERED, delivery, receipt.name());
    return Outcome.DELIVERED;
  }

  /** Not every system has a word for it, or lets us say it. */
  private void leaveWithdrawalToAPerson(Delivery delivery) {
    CandidateState state = delivery.candidate().state();
    if (WITHDRAWN_BY_US.contains(state) && outbox.isKnownThere(delivery)) {
      long number = delivery.candidate().number();
      tasks.open(
          Kind.WITHDRAWAL_UNTOLD,
          Optional.of(number),
          delivery.destination(),
          "%s was told of candidate %d and takes no word that it is %s now. Take the candidate out there by hand."
              .formatted(delivery.destination(), number, state),
          "%s|%s|%d|%s".formatted(Kind.WITHDRAWAL_UNTOLD, delivery.destination(), number, state));
    }
  }

  /**
   * A patient's refusal, where this delivery would tell somebody new of a person who must not be
   * asked. Those who know of them still hear the end of it.
   */
  private Optional<OptOut> refusal(Delivery delivery) {
    CandidateState state = delivery.candidate().state();
    return state.isAfterConsent()
        ? Optional.empty()
        : outbox.patients(delivery).stream()
            .flatMap(patient -> optOuts.find(patient).stream())
            .findFirst()
            .filter(_ -> state.isOpen() || !outbox.isKnownThere(delivery));
  }

  /** A destination's own mistake must not hold up the deliveries behind it. */
  private static DeliveryException fault(RuntimeException e) {
    String problem =
        "The connector failed: %s. Report this, then replay this delivery.".formatted(place(e));
    return new DeliveryException(Category.FAULT, problem, Optional.empty(), Optional.of(e));
  }

  /** An exception's message may quote data; its class and place do not. */
  private static String place(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getSimpleName() + (trace.length > 0 ? " at " + trace[0] : "");
  }

  private Outcome failed(Claim claim, Delivery delivery, DeliveryException e) {
    String problem = String.valueOf(e.getMessage());
    if (!e.isRetryable()) {
      silences.answered(claim.destination());
      return park(claim, delivery, problem, mayHaveArrived(e));
    }
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    Duration pause = longer(asked, pause(claim.attempts()));
    Instant next = clock.now().plus(pause);
    silences.failed(
        claim.destination(), failures -> clock.now().plus(longer(asked, pause(failures - 1))));
    LOG.info(
        "delivery {} to {} waits {}: {}",
        delivery.id(),
        delivery.destination(),
        pause,
        e.category() == Category.BUSY ? "busy" : "unavailable");
    outbox.putOff(claim, problem, next, mayHaveArrived(e));
    return e.category() == Category.BUSY ? Outcome.BUSY : Outcome.UNAVAILABLE;
  }

  /** Not where the other side said no, or was never reached. */
  private static boolean mayHaveArrived(DeliveryException e) {
    return switch (e.category()) {
      case BUSY, REJECTED -> false;
      case UNAVAILABLE, FAULT ->
          Stream.<Throwable>iterate(e, Objects::nonNull, DeliveryWork::cause)
              .noneMatch(DeliveryWork::isBeforeAnythingIsSent);
    };
  }

  private static boolean isBeforeAnythingIsSent(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  @SuppressWarnings("NullAway") // The end of a chain of causes is null.
  private static Throwable cause(Throwable e) {
    return e.getCause();
  }

  private Outcome park(Claim claim, Delivery delivery, String problem, boolean maybeTold) {
    LOG.warn("delivery {} to {} is parked", delivery.id(), delivery.destination());
    outbox.park(claim, problem, maybeTold);
    tell(AuditAction.DELIVERY_PARKED, delivery, problem);
    return Outcome.PARKED;
  }

  private void tell(AuditAction action, Delivery delivery, String outcome) {
    audit.append(
        ENGINE,
        action,
        delivery.candidate().key().toString(),
        "%s to %s, revision %d: %s"
            .formatted(
                delivery.candidate().state(),
                delivery.destination(),
                delivery.revision(),
                outcome));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Duration pause(int attempts) {
    Duration doubled = settings.retryFirst().multipliedBy(1L << Math.min(attempts, 20));
    return doubled.compareTo(settings.retryMost()) < 0 ? doubled : settings.retryMost();
  }
}
