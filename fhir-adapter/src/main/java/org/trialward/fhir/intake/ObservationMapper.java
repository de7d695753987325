package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Type;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * A panel becomes one measurement a component; members of a group are mostly resources of their
 * own; what a gene variant does not hold itself stays a measurement.
 */
final class ObservationMapper {
  /** Names a focus that is not the patient of the record, e.g. the fetus. */
  private static final String FOCUS_CODE =
      "http://hl7.org/fhir/StructureDefinition/observation-focusCode";

  private final Moments moments;

  ObservationMapper(Moments moments) {
    this.moments = moments;
  }

  /** Of it and of those members that are no resources of their own but stand within it. */
  List<Fact> facts(Observation observation, Notes notes) {
    List<Fact> facts = new ArrayList<>();
    List<Observation> panel = new ArrayList<>(List.of(observation));
    for (int i = 0; i < panel.size(); i++) {
      Observation each = panel.get(i);
      if (i > 0 && each.hasModifierExtension()) {
        notes.drop("hasMember", "it carries a modifier extension that we do not understand");
        continue;
      }
      facts.addAll(ofItself(each, notes));
      if (!isTakenBack(each) && !isAboutSomebodyElse(each)) {
        addMembers(each, observation, panel);
      }
    }
    return facts;
  }

  /** Each once, however often it is named. */
  private static void addMembers(Observation of, Observation within, List<Observation> panel) {
    for (Reference to : of.getHasMember()) {
      Targets.within(within, to, Observation.class)
          .filter(member -> !panel.contains(member))
          .ifPresent(panel::add);
    }
  }

  private static boolean isTakenBack(Observation observation) {
    return observation.getStatus() == ObservationStatus.ENTEREDINERROR
        || observation.getStatus() == ObservationStatus.CANCELLED;
  }

  private List<Fact> ofItself(Observation observation, Notes notes) {
    if (observation.getStatus() == ObservationStatus.ENTEREDINERROR) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    if (isAboutSomebodyElse(observation)) {
      notes.drop("focus", "it is about somebody else");
      return List.of();
    }
    if (observation.getStatus() == null) {
      notes.drop("status", "it is missing or not one of FHIR's codes, taken as preliminary");
    }
    Status status =
        Optional.ofNullable(observation.getStatus())
            .map(ObservationMapper::status)
            .orElse(Status.PRELIMINARY);
    Optional<Interval> taken =
        moments.choice(observation.hasEffective(), observation.getEffective(), "effective", notes);
    boolean isVariant = VariantMapper.isVariant(observation);
    Optional<Fact> itself =
        isVariant
            ? VariantMapper.fact(observation, status, taken, notes)
            : whole(observation, status, taken, notes);
    if (observation.getComponent().isEmpty()) {
      return itself.map(List::of).orElseGet(List::of);
    }
    List<Fact> facts = new ArrayList<>();
    itself.ifPresent(facts::add);
    for (ObservationComponentComponent component : observation.getComponent()) {
      if (isUnderstood(component, notes) && (!isVariant || !VariantMapper.holds(component))) {
        part(component, status, taken, notes).ifPresent(facts::add);
      }
    }
    return facts;
  }

  /** A fetus, a donor, a parent; tumours and their stages are focused on, too. */
  private static boolean isAboutSomebodyElse(Observation observation) {
    if (observation.hasExtension(FOCUS_CODE)) {
      return true;
    }
    if (observation.getFocus().isEmpty()) {
      return false;
    }
    Optional<PatientId> patient = References.patient(observation);
    return observation.getFocus().stream()
        .anyMatch(focus ->
            isWithin(observation, focus)
                || References.text(focus)
                    .flatMap(References::relative)
                    .filter(it -> isOther(it, patient))
                    .isPresent());
  }

  /** A person told of only here is not the patient, who has a record. */
  private static boolean isWithin(Observation observation, Reference focus) {
    return Targets.within(observation, focus, RelatedPerson.class).isPresent()
        || Targets.within(observation, focus, Patient.class).isPresent();
  }

  private static boolean isOther(String reference, Optional<PatientId> patient) {
    return reference.startsWith("RelatedPerson/")
        || References.patient(reference).filter(it -> !Optional.of(it).equals(patient)).isPresent();
  }

  private static boolean isUnderstood(ObservationComponentComponent component, Notes notes) {
    if (component.hasModifierExtension()) {
      notes.drop("component", "it carries a modifier extension that we do not understand");
      return false;
    }
    return true;
  }

  private static Optional<Fact> whole(
      Observation observation, Status status, Optional<Interval> taken, Notes notes) {
    return value(observation, notes)
        .flatMap(result -> {
          List<Code> codes = Codes.of(observation.getCode(), "code", notes);
          ReferenceRange normal = ReferenceRanges.of(observation.getReferenceRange(), notes);
          Result believed = VitalSigns.believed(result, codes, "value", notes);
          return measurement(codes, status, believed, normal, taken, notes);
        });
  }

  private static Optional<Fact> part(
      ObservationComponentComponent component,
      Status status,
      Optional<Interval> taken,
      Notes notes) {
    Result result = value(component, notes);
    List<Code> codes = Codes.of(component.getCode(), "component.code", notes);
    ReferenceRange normal = ReferenceRanges.of(component.getReferenceRange(), notes);
    Result believed = VitalSigns.believed(result, codes, "component.value", notes);
    return measurement(codes, status, believed, normal, taken, notes);
  }

  private static Optional<Fact> measurement(
      List<Code> codes,
      Status status,
      Result result,
      ReferenceRange normal,
      Optional<Interval> taken,
      Notes notes) {
    return codes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Measurement(codes, status, result, normal, taken, notes.source()));
  }

  /** Empty where the observation only holds others together. */
  private static Optional<Result> value(Observation observation, Notes notes) {
    if (observation.hasValue()) {
      return Optional.of(
          believed(observation.getValue(), observation.getDataAbsentReason(), "value", notes));
    }
    if (observation.hasComponent() || observation.hasHasMember()) {
      return Optional.empty();
    }
    return Optional.of(absent(observation.getDataAbsentReason(), "value", notes));
  }

  private static Result value(ObservationComponentComponent component, Notes notes) {
    return component.hasValue()
        ? believed(component.getValue(), component.getDataAbsentReason(), "component.value", notes)
        : absent(component.getDataAbsentReason(), "component.value", notes);
  }

  /** A value beside a reason why there is none is no value (obs-6), e.g. 0 for an error. */
  private static Result believed(Type value, CodeableConcept reason, String what, Notes notes) {
    return reason.isEmpty() ? Results.of(value, what, notes) : Results.absent(reason, what, notes);
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
