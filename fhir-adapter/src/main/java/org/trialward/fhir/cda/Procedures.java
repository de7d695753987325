package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.PerformedProcedure.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Procedure activities: procedures, observations and acts alike. */
final class Procedures {
  private final Values values;
  private final Times times;

  Procedures(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  List<Fact> facts(Entry entry, Notes notes) {
    Element act = entry.act();
    List<Code> codes = values.codes(act.child("code"), "code", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Element time = act.child("effectiveTime");
    Optional<Interval> performed = times.whole(time);
    if (Times.isSaid(time) && performed.isEmpty()) {
      notes.drop("effectiveTime", "it is not a date");
    }
    return List.of(new PerformedProcedure(codes, status(entry), performed, notes.source()));
  }

  /** What was aborted was begun, as FHIR's {@code stopped}. */
  private static Status status(Entry entry) {
    if (entry.isNegated()) {
      return Status.NOT_DONE;
    }
    return switch (entry.status()) {
      case "completed", "active", "aborted" -> Status.DONE;
      case "cancelled", "new" -> Status.NOT_DONE;
      default -> Status.UNCLEAR;
    };
  }
}
