package org.trialward.ctms;

import org.trialward.rules.match.CandidateKey;

/** Tells a connector which the site allowed to know it who a candidate is. */
@FunctionalInterface
public interface SubjectDemographics {

  /** What the record says today; {@link Person#UNKNOWN} where there is no record. */
  Person of(CandidateKey candidate);
}
