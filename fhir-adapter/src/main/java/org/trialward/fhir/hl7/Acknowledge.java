package org.trialward.fhir.hl7;

/** When a sender is answered. */
public enum Acknowledge {
  /** As MSH-15 and MSH-16 ask for. */
  AS_ASKED,
  /** Also where they ask for none: for a sender that fills them with "never" and waits. */
  ALWAYS
}
