package org.trialward.ctms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryReceipt;

/** Speaks with one system of the trial office. Safe for use by several threads. */
public interface CtmsConnector {

  /** The name that deliveries carry, e.g. {@code screening-log}. */
  String destination();

  /**
   * Asks the other side, where there is one, whether everything is set up as the settings say.
   *
   * @throws DeliveryException with every deviation found and its remedy
   */
  Capabilities probe();

  /** The studies the other side lists; empty where it lists none. */
  default List<StudyRef> studies() {
    return List.of();
  }

  /**
   * Makes the other side show this state of the candidate. Repeating it changes nothing, and an
   * older revision never replaces a newer one: both are ALREADY_THERE.
   *
   * @throws DeliveryException where it did not go through; UNAVAILABLE also means that it may have.
   *     Deliver again to find out: every connector reads before it writes.
   */
  DeliveryReceipt deliver(Delivery delivery);

  /**
   * What the other side's own codes and words mean before a site has edited its table; what stands
   * in neither is for a person to map.
   */
  default Map<String, CandidateState> statuses() {
    return Map.of();
  }

  /** What changed since the cursor, or everything without one; none where it cannot be asked. */
  default StatusPage statusChanges(Optional<String> cursor) {
    return StatusPage.none();
  }
}
