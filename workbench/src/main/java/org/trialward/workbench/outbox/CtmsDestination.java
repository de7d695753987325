package org.trialward.workbench.outbox;

import org.trialward.ctms.Connectors;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.outbox.Destinations.Destination;

/** A CTMS, behind the gate that asks for consent where the CTMS demands it. */
public record CtmsDestination(String name, Connectors connectors) implements Destination {
  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    return connectors.deliver(delivery);
  }
}
