package org.trialward.workbench.outbox;

import java.util.Optional;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.subject.WriteBackRefused;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.record.HospitalRecords;

/** The EMR, by one way of writing into it. */
public record EmrDestination(String name, Way way) implements Destination {

  /** How candidates are written down there. */
  @FunctionalInterface
  public interface Way {
    /** Hands over. */
    DeliveryReceipt deliver(Delivery delivery);
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    if (HospitalRecords.isOwn(delivery.candidate().key().patient())) {
      return DeliveryReceipt.NOT_TAKEN; // Only messages know this patient: the EMR has no place.
    }
    try {
      return way.deliver(delivery);
    } catch (WriteBackRefused e) {
      throw new DeliveryException(
          Category.REJECTED, String.valueOf(e.getMessage()), Optional.empty(), Optional.of(e));
    } catch (EmrException e) {
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
