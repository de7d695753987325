package org.trialward.fhir.emr;

import java.util.Optional;

/**
 * What we asked of the EMR lately, for the operations page.
 *
 * @param requests in the last hour
 * @param refused of them: answered with 4xx other than "not there", 429 or 503
 * @param unanswered of them: failed, or never answered
 * @param pause why and until when nothing is asked, where that is so
 */
public record Traffic(
    long requests, long refused, long unanswered, Circuit circuit, Optional<StayAway.Pause> pause) {

  /** Whether requests go through. */
  public enum Circuit {
    /** They do. */
    CLOSED,
    /** The EMR did not answer several times in a row: none does for a while. */
    OPEN,
    /** One does, to see whether the EMR is well again. */
    PROBING
  }
}
