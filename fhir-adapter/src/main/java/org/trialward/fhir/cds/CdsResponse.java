package org.trialward.fhir.cds;

import java.util.List;

/** Answer to a call: cards, or none. */
public record CdsResponse(List<CdsCard> cards) {
  public CdsResponse {
    cards = List.copyOf(cards);
  }
}
