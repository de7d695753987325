package org.trialward.rules.match;

/** What the other side did with a delivery. */
public enum DeliveryReceipt {
  CREATED,
  UPDATED,
  ALREADY_THERE,
  /** The other side takes nothing of this kind; the queue and the cards remain. */
  NOT_TAKEN
}
