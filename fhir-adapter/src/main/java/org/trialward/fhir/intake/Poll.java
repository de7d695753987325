package org.trialward.fhir.intake;

import java.util.List;

/**
 * What one poll brought.
 *
 * @param cursor where the next poll goes on; store it together with the hints
 * @param more whether more is waiting, so that the next poll need not
 */
public record Poll(List<ChangeHint> hints, String cursor, boolean more) {
  public Poll {
    hints = List.copyOf(hints);
  }
}
