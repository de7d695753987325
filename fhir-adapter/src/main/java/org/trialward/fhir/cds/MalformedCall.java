package org.trialward.fhir.cds;

/** A call that is not CDS Hooks, with what is missing. Never quotes what was sent. */
public final class MalformedCall extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedCall(String message) {
    super(message);
  }
}
