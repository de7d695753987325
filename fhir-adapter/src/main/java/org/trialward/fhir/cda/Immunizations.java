package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Immunization.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Immunization activities. */
final class Immunizations {
  private final Values values;
  private final Times times;

  Immunizations(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  List<Fact> facts(Entry entry, Notes notes) {
    Optional<Status> status = status(entry);
    if (status.isEmpty()) {
      notes.drop("statusCode", "it does not say whether the vaccine was given");
      return List.of();
    }
    List<Code> codes =
        values.codes(Medications.product(entry.act()), "manufacturedMaterial.code", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Element time = entry.act().child("effectiveTime");
    Optional<Interval> given = times.whole(time);
    if (Times.isSaid(time) && given.isEmpty()) {
      notes.drop("effectiveTime", "it is not a date");
    }
    return List.of(new Immunization(codes, status.get(), given, notes.source()));
  }

  private static Optional<Status> status(Entry entry) {
    if (entry.isNegated()) {
      return Optional.of(Status.NOT_GIVEN);
    }
    return switch (entry.status()) {
      case "completed" -> Optional.of(Status.GIVEN);
      case "aborted", "cancelled" -> Optional.of(Status.NOT_GIVEN);
      default -> Optional.empty();
    };
  }
}
