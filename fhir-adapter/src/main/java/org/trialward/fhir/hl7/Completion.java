package org.trialward.fhir.hl7;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whether a dose was given: RXA-20 (HL7 table 0322), and words in its place. An amount (RXA-6) of
 * zero is none, unless it is said to be complete; 999 is an amount that nobody knows.
 */
enum Completion {
  GIVEN,
  NOT_GIVEN,
  /** Words that may mean either. */
  UNCLEAR;

  private static final Pattern ZERO = Pattern.compile("0+(\\.0*)?|\\.0+");

  /** As the dose says, unless its order was cancelled. */
  static Completion of(Segment rxa, Order order) {
    Completion said = of(rxa);
    return said == GIVEN && order.isCancelled() ? UNCLEAR : said;
  }

  /** Of a record of a dose that says nothing else; a reason for a refusal (RXA-18) does. */
  private static Completion of(Segment rxa) {
    return switch (rxa.text(20).toUpperCase(Locale.ROOT)) {
      case "" -> isRefused(rxa) ? NOT_GIVEN : isOfNothing(rxa) ? UNCLEAR : GIVEN;
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

  private static boolean isOfNothing(Segment rxa) {
    return ZERO.matcher(rxa.text(6)).matches();
  }

  /** A table's name without a code or a text, as interfaces fill it in, is no reason. */
  private static boolean isRefused(Segment rxa) {
    return rxa.field(18).repetitions().stream()
        .anyMatch(
            reason -> IntStream.of(1, 2, 4, 5).anyMatch(part -> !reason.text(part).isEmpty()));
  }
}
