package org.trialward.fhir.cds;

import java.util.List;
import org.trialward.rules.match.CandidateKey;

/**
 * A match to put on the card.
 *
 * @param open what is open, one criterion's text each
 * @param link to its details
 */
public record CardMatch(CandidateKey key, String trialTitle, List<String> open, CdsCard.Link link) {
  public CardMatch {
    open = List.copyOf(open);
  }
}
