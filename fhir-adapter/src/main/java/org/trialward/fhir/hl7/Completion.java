package org.trialward.fhir.hl7;

import java.util.Locale;

/** Whether a dose was given: RXA-20 (HL7 table 0322), and words in its place. */
enum Completion {
  GIVEN,
  NOT_GIVEN,
  /** Words that may mean either. */
  UNCLEAR;

  /** Of a record of a dose that says nothing else; a reason for a refusal (RXA-18) does. */
  static Completion of(Segment rxa) {
    return switch (rxa.text(20).toUpperCase(Locale.ROOT)) {
      case "" -> rxa.field(18).saysSomething() ? NOT_GIVEN : GIVEN;
      case "CP", "PA", "GIVEN", "NEW BAG", "BOLUS", "ADMINISTERED", "COMPLETED", "COMPLETE" ->
          GIVEN;
      case "RE",
          "NA",
          "NOT GIVEN",
          "NOT DONE",
          "REFUSED",
          "MISSED",
          "HELD",
          "OMITTED",
          "CANCELED ENTRY",
          "CANCELED",
          "CANCELLED" ->
          NOT_GIVEN;
      default -> UNCLEAR;
    };
  }
}
