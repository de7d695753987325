package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Immunization.Status;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** RXA of a vaccination record (VXU). */
final class Vaccinations {

  /** CVX's "no vaccine administered", which carries forecasts. */
  private static final String NO_VACCINE = "998";

  private final Times times;
  private final Codings codings;

  Vaccinations(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  /**
   * Reads one.
   *
   * @param told the day of the message: what lies behind it cannot have been given
   */
  Stated of(Segment rxa, Order order, RecordKey record, String message, Optional<LocalDate> told) {
    List<String> number = order.filler();
    String id =
        number.isEmpty()
            ? Names.of(record, "VXU", Codings.written(rxa.first(5)), rxa.text(3))
            : Names.of(record, "VXU", number.get(0), number.get(1));
    var notes = new Notes(new Source("RXA", id, message));
    if (rxa.text(21).equalsIgnoreCase("D")) {
      return Stated.retracted("RXA/" + id, notes);
    }
    if (rxa.text(5).equals(NO_VACCINE)) {
      return Stated.nothing(notes);
    }
    List<Code> codes = codings.of(rxa.first(5), "RXA-5", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Optional<Interval> given = times.of(rxa.first(3));
    if (given.isEmpty() && rxa.field(3).saysSomething()) {
      notes.drop("RXA-3", "it is not a time of the form YYYYMMDDHHMM");
    }
    if (Times.isFarAhead(given, told)) {
      notes.drop("RXA-3", "it lies ahead of the message: planned, not given");
      return Stated.retracted("RXA/" + id, notes);
    }
    return switch (Completion.of(rxa, order)) {
      case GIVEN -> stated(id, codes, Status.GIVEN, given, notes);
      case NOT_GIVEN -> stated(id, codes, Status.NOT_GIVEN, given, notes);
      case UNCLEAR -> {
        notes.drop("RXA-20", "it does not say whether the vaccine was given (HL7 table 0322)");
        yield Stated.nothing(notes);
      }
    };
  }

  private static Stated stated(
      String id, List<Code> codes, Status status, Optional<Interval> given, Notes notes) {
    return Stated.facts(
        "RXA/" + id, List.of(new Immunization(codes, status, given, notes.source())), notes);
  }
}
