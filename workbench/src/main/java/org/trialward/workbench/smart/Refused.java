package org.trialward.workbench.smart;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** A launch that goes no further. */
final class Refused extends OAuth2AuthenticationException {
  private static final long serialVersionUID = 1L;

  private final Refusal why;

  /**
   * @param detail for the log: no patient, no token
   */
  Refused(Refusal why, String detail) {
    super(new OAuth2Error(why.name()), detail);
    this.why = why;
  }

  Refusal why() {
    return why;
  }
}
