package org.trialward.fhir.hl7;

import java.util.Locale;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.patient.Measurement.Status;

/** What OBX-11, else OBR-25, says of a result (HL7 tables 0085 and 0123). */
enum Standing {
  FINAL,
  CORRECTED,
  PRELIMINARY,
  RETRACTED,
  /** Not asked for, or only described: says nothing of the patient. */
  NO_RESULT;

  /** A result that stands in an order that was cancelled may be taken back yet. */
  static Standing of(Segment obx, Order order, Notes notes) {
    Standing said = said(obx, order, notes);
    if (said == FINAL && order.isCancelled()) {
      notes.drop("OBX-11", "its order was cancelled, but the result was not: taken as preliminary");
      return PRELIMINARY;
    }
    return said;
  }

  private static Standing said(Segment obx, Order order, Notes notes) {
    String said = obx.text(11).toUpperCase(Locale.ROOT);
    String status = said.isEmpty() ? order.obr().map(obr -> obr.text(25)).orElse("") : said;
    return switch (status.toUpperCase(Locale.ROOT)) {
      case "F", "A", "B", "V" -> FINAL;
      case "U" -> obx.field(5).isEmpty() ? NO_RESULT : FINAL;
      case "C" -> CORRECTED;
      case "P", "R", "S", "I" -> PRELIMINARY;
      case "D", "W", "X" -> RETRACTED;
      case "N", "O" -> NO_RESULT;
      default -> {
        notes.drop("OBX-11", "it does not say whether the result is final: taken as preliminary");
        yield PRELIMINARY;
      }
    };
  }

  Status status() {
    return this == PRELIMINARY ? Status.PRELIMINARY : Status.FINAL;
  }
}
