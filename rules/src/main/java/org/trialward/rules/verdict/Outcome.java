package org.trialward.rules.verdict;

/**
 * What the findings of a trial add up to. Only a person makes someone eligible: these are
 * proposals.
 */
public enum Outcome {
  /** Nothing speaks against, nothing is open. */
  ELIGIBLE,
  /** Nothing speaks against, something is open. */
  POSSIBLE,
  /** At least one criterion speaks against. */
  INELIGIBLE
}
