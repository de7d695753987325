package org.trialward.fhir.emr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;

/**
 * HAPI's model of FHIR R4: building it costs, so there is one for all parsing, and one for each
 * {@link Emr}, because HAPI keeps the time limits of a connection in the model.
 *
 * <p>Its parser drops a value it cannot read instead of refusing the page it stands on, and does
 * not log it: the value may be a patient's.
 */
public final class FhirR4 {
  private static final FhirContext CONTEXT = context();

  private FhirR4() {}

  /** Shared; do not change its settings. */
  public static FhirContext get() {
    return CONTEXT;
  }

  /** A model of its own; only a connection needs one. */
  static FhirContext context() {
    FhirContext context = FhirContext.forR4();
    context.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
    context.getParserOptions().setStripVersionsFromReferences(true);
    return context;
  }
}
