package org.trialward.ctms;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.match.CandidateKey;

/** Whom a destination has been told of: all that it is ever asked about. */
@FunctionalInterface
public interface HandedOver {

  /** The candidates whose delivery to this destination was acknowledged. */
  List<Entry> to(String destination);

  /**
   * One candidate.
   *
   * @param approval the ethics committee's number of the trial; empty where none is on file
   */
  record Entry(long number, CandidateKey key, Optional<String> approval) {}
}
