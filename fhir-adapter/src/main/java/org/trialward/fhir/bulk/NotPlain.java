package org.trialward.fhir.bulk;

/** Something that only HAPI's parser may judge. Thrown often, so it costs no stack trace. */
final class NotPlain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotPlain() {
    super("not plain", null, false, false);
  }
}
