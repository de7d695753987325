package org.trialward.fhir.cds;

import java.net.URI;
import java.util.List;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.verdict.Outcome;

/**
 * A match to put on the card.
 *
 * @param open what is open, one criterion's text each
 * @param page the candidate's page in the workbench
 */
public record CardMatch(
    CandidateKey key, String trialTitle, Outcome outcome, List<String> open, URI page) {
  public CardMatch {
    open = List.copyOf(open);
  }
}
