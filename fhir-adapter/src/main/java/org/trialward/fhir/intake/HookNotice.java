package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;

/**
 * What a notification told us.
 *
 * @param pollNow whether something happened that it did not name, or of somebody whom it did not
 *     name: ask the change feed
 * @param problem what the EMR says is wrong with the subscription, with the remedy
 */
public record HookNotice(List<ChangeHint> hints, boolean pollNow, Optional<String> problem) {
  public HookNotice {
    hints = List.copyOf(hints);
  }
}
