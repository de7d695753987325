package org.trialward.rules.verdict;

import java.util.List;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;

/**
 * One criterion for one patient.
 *
 * @param truth whether what the criterion says is so; a TRUE exclusion keeps the patient out
 * @param evidence what decided it
 */
public record Finding(
    EligibilityCriterion criterion, Truth truth, List<Evidence> evidence, Outlook outlook) {
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** Whether this criterion lets the patient in. */
  public Truth favours() {
    return criterion.favours(truth);
  }
}
