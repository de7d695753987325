package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** A panel becomes one measurement a component; members of a group are resources of their own. */
final class ObservationMapper {
  private final Moments moments;

  ObservationMapper(Moments moments) {
    this.moments = moments;
  }

  List<Fact> facts(Observation observation, Notes notes) {
    if (observation.getStatus() == ObservationStatus.ENTEREDINERROR) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    Status status =
        Optional.ofNullable(observation.getStatus())
            .map(ObservationMapper::status)
            .orElse(Status.PRELIMINARY);
    Optional<Interval> taken =
        moments.choice(observation.hasEffective(), observation.getEffective(), "effective", notes);
    List<Fact> facts = new ArrayList<>();
    value(observation, notes)
        .ifPresent(
            result -> add(observation.getCode(), "code", status, result, taken, notes, facts));
    for (ObservationComponentComponent component : observation.getComponent()) {
      if (component.hasModifierExtension()) {
        notes.drop("component", "it carries a modifier extension that we do not understand");
      } else {
        Result result = value(component, notes);
        add(component.getCode(), "component.code", status, result, taken, notes, facts);
      }
    }
    return facts;
  }

  private static void add(
      CodeableConcept code,
      String what,
      Status status,
      Result result,
      Optional<Interval> taken,
      Notes notes,
      List<Fact> facts) {
    List<Code> codes = Codes.of(code, what, notes);
    if (!codes.isEmpty()) {
      facts.add(new Measurement(codes, status, result, taken, notes.source()));
    }
  }

  /** Empty where the observation only holds others together. */
  private static Optional<Result> value(Observation observation, Notes notes) {
    if (observation.hasValue()) {
      return Optional.of(Results.of(observation.getValue(), "value", notes));
    }
    if (observation.hasComponent() || observation.hasHasMember()) {
      return Optional.empty();
    }
    return Optional.of(absent(observation.getDataAbsentReason(), "value", notes));
  }

  private static Result value(ObservationComponentComponent component, Notes notes) {
    return component.hasValue()
        ? Results.of(component.getValue(), "component.value", notes)
        : absent(component.getDataAbsentReason(), "component.value", notes);
  }

  private static Result absent(CodeableConcept reason, String what, Notes notes) {
    return reason.isEmpty()
        ? Results.unusable(what, "the result has no value", notes)
        : Results.absent(reason, what, notes);
  }

  private static Status status(ObservationStatus status) {
    return switch (status) {
      case FINAL, AMENDED, CORRECTED -> Status.FINAL;
      case REGISTERED, PRELIMINARY, UNKNOWN, NULL -> Status.PRELIMINARY;
      case CANCELLED, ENTEREDINERROR -> Status.RETRACTED;
    };
  }
}
