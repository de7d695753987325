package org.trialward.workbench.outbox;

import java.util.Optional;
import java.util.function.Supplier;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.subject.WriteBack;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.record.HospitalRecords;

/** A record in the EMR, of the kind that the EMR says it takes. */
public final class EmrDestination implements Destination {
  private final String name;
  private final Supplier<Optional<WriteBack>> writeBacks;

  /**
   * @param writeBacks picks the kind by what the EMR says; empty: it takes none
   */
  public EmrDestination(String name, Supplier<Optional<WriteBack>> writeBacks) {
    this.name = name;
    this.writeBacks = writeBacks;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    if (HospitalRecords.isOwn(delivery.candidate().key().patient())) {
      return DeliveryReceipt.NOT_TAKEN; // Only messages know this patient: the EMR has no place.
    }
    try {
      Optional<WriteBack> writeBack = writeBacks.get();
      return writeBack.isPresent() ? writeBack.get().deliver(delivery) : DeliveryReceipt.NOT_TAKEN;
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
