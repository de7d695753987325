package org.trialward.fhir.subject;

import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryReceipt;

/** One kind of record of a candidate in the EMR. */
public interface WriteBack {

  /** Whether the EMR says that it takes this kind of record, and lets us find ours again. */
  boolean isAcceptedBy(EmrCapabilities capabilities);

  /**
   * Makes the EMR's record say what the candidate's state says.
   *
   * @throws WriteBackRefused where the EMR does not take this kind of record
   * @throws DeliveryException where it did not go through
   */
  DeliveryReceipt deliver(Delivery delivery);
}
