package org.trialward.workbench.outbox;

import java.util.Optional;
import org.trialward.ctms.MissingData;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;

/**
 * A destination that must be told who the candidate is. What the record does not hold becomes a
 * task for people, opened in the transaction that parks the delivery.
 */
public record IdentifiedDestination(Destination inner, QueueTasks tasks) implements Destination {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    try {
      return inner.deliver(delivery);
    } catch (DeliveryException e) {
      MissingData.behind(e).ifPresent(missing -> open(delivery, missing));
      throw e;
    }
  }

  private void open(Delivery delivery, MissingData missing) {
    long candidate = delivery.candidate().number();
    tasks.open(
        Kind.DATA_MISSING,
        Optional.of(candidate),
        name(),
        String.valueOf(missing.getMessage()),
        "%s|%s|%d".formatted(Kind.DATA_MISSING, name(), candidate));
  }
}
