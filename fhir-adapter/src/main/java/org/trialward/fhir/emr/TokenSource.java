package org.trialward.fhir.emr;

import java.util.Optional;

/** Where the bearer token comes from. Safe for many threads. */
public interface TokenSource {

  /**
   * The token to send now; empty where none is needed.
   *
   * @throws EmrException where there is to be one and it cannot be had
   */
  Optional<String> token();

  /**
   * The EMR refused this token.
   *
   * @return whether {@link #token} may now give another, so that one more try is worth it
   */
  boolean refused(String token);

  /** What a person has to check when the EMR goes on refusing; a sentence's end. */
  String remedy();

  /** The same for ever: what {@code trialward.emr.token} says, or none. */
  static TokenSource fixed(Optional<String> token) {
    return new FixedToken(token);
  }
}
