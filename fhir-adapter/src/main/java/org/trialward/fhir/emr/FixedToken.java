package org.trialward.fhir.emr;

import java.util.Optional;

/** A token from the settings. */
record FixedToken(Optional<String> token) implements TokenSource {

  @Override
  public boolean refused(String refused) {
    return false;
  }

  @Override
  public String remedy() {
    return "check trialward.emr.token, or ask its administrator to renew them.";
  }

  @Override
  public String toString() {
    return "FixedToken[%s]".formatted(token.isPresent() ? "set" : "not set");
  }
}
