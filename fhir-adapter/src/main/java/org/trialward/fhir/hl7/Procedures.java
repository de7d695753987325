package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** PR1, which reports what was done, and before an admission also what will be. */
final class Procedures {
  private final Times times;
  private final Codings codings;

  Procedures(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  /**
   * Reads one.
   *
   * @param told the day of the message: what lies behind it cannot have been done
   */
  Stated of(Segment pr1, RecordKey record, String message, Optional<LocalDate> told) {
    String id = Names.of(record, "PR1", Codings.written(pr1.first(3)), pr1.text(5));
    var notes = new Notes(new Source("PR1", id, message));
    if (pr1.text(20).equalsIgnoreCase("D")) {
      return Stated.retracted("PR1/" + id, notes);
    }
    List<Code> codes = codings.ofProcedure(pr1.first(3), pr1.text(2), "PR1-3", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Optional<Interval> performed = times.of(pr1.first(5));
    if (performed.isEmpty() && pr1.field(5).saysSomething()) {
      notes.drop("PR1-5", "it is not a time of the form YYYYMMDDHHMM");
    }
    if (Times.isAhead(performed, told)) {
      notes.drop("PR1-5", "it lies ahead of the message: planned, not done");
      return Stated.retracted("PR1/" + id, notes);
    }
    return Stated.facts(
        "PR1/" + id,
        List.of(
            new PerformedProcedure(
                codes, PerformedProcedure.Status.DONE, performed, notes.source())),
        notes);
  }
}
