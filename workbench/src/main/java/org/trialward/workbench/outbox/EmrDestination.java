package org.trialward.workbench.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.subject.WriteBack;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.emr.StayAway;
import org.trialward.workbench.outbox.Destinations.Destination;

/** A record in the EMR, of the kind that the EMR says it takes. */
public final class EmrDestination implements Destination {
  private final String name;
  private final Supplier<Optional<WriteBack>> writeBacks;
  private final StayAway stayAway;

  /**
   * @param writeBacks picks the kind by what the EMR says; empty: it takes none
   */
  public EmrDestination(String name, Supplier<Optional<WriteBack>> writeBacks, StayAway stayAway) {
    this.name = name;
    this.writeBacks = writeBacks;
    this.stayAway = stayAway;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    Optional<Duration> left = stayAway.left();
    if (left.isPresent()) {
      throw new DeliveryException(
          Category.BUSY,
          "The EMR asked to be left alone: we wait as long as it says and try again.",
          left,
          Optional.empty());
    }
    try {
      Optional<WriteBack> writeBack = writeBacks.get();
      return writeBack.isPresent() ? writeBack.get().deliver(delivery) : DeliveryReceipt.NOT_TAKEN;
    } catch (DeliveryException e) {
      stayAway.asked(e.retryAfter());
      throw e;
    } catch (EmrException e) {
      stayAway.asked(e.retryAfter());
      Category category =
          switch (e.category()) {
            case BUSY -> Category.BUSY;
            case UNAVAILABLE -> Category.UNAVAILABLE;
            case REJECTED -> Category.REJECTED;
            case FAULT -> Category.FAULT;
          };
      throw new DeliveryException(
          category, String.valueOf(e.getMessage()), e.retryAfter(), Optional.of(e));
    }
  }
}
