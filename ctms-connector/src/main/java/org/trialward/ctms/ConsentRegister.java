package org.trialward.ctms;

import org.trialward.rules.match.CandidateKey;

/** Who has consented to take part in which trial. */
@FunctionalInterface
public interface ConsentRegister {
  boolean hasConsented(CandidateKey candidate);
}
