package org.trialward.rules.match;

/** What the other side did with a delivery. */
public enum DeliveryReceipt {
  CREATED,
  UPDATED,
  ALREADY_THERE
}
