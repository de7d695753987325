package org.trialward.fhir.intake;

import java.util.List;

/**
 * What a notification told us.
 *
 * @param pollNow whether something happened that it did not name: ask the change feed
 */
public record HookNotice(List<ChangeHint> hints, boolean pollNow) {
  public HookNotice {
    hints = List.copyOf(hints);
  }
}
