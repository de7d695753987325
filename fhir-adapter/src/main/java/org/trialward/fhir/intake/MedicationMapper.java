package org.trialward.fhir.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

final class MedicationMapper {
  /** Of supplies nobody hands out more at once. */
  private static final BigDecimal MOST_DAYS = BigDecimal.valueOf(3_660);

  /** Beginning of an extension's address; profiles write its end with a dot or a dash. */
  private static final String PERIOD_OF_USE =
      "http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval";

  private static final Set<String> DAYS = Set.of("d", "day", "days");

  private final Moments moments;

  MedicationMapper(Moments moments) {
    this.moments = moments;
  }

  List<Fact> facts(MedicationRequest request, Surroundings around, Notes notes) {
    MedicationRequestStatus said = request.getStatus();
    if (said == MedicationRequestStatus.ENTEREDINERROR) {
      return enteredInError(notes);
    }
    boolean told = isTold(request);
    if (isPlanned(request) && !told) {
      notes.drop("intent", "it is only proposed or planned, not ordered");
      return List.of();
    }
    List<Code> codes =
        MedicationCodes.of(
            request, request.hasMedication(), request.getMedication(), around, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Status ordered =
        Boolean.TRUE.equals(request.getDoNotPerformElement().getValue())
            ? Status.NEVER
            : Optional.ofNullable(said)
                .map(MedicationMapper::status)
                .orElseGet(() -> unclear(notes));
    boolean unsure = told || isOfUnknownIntent(request, notes);
    Status status = unsure && ordered != Status.NEVER ? Status.UNCLEAR : ordered;
    Optional<Interval> start = start(request);
    var use =
        new MedicationUse(
            codes,
            status,
            start,
            ended(status, start, end(request, status), request),
            notes.source());
    return List.of(Adherence.of(request, use, moments, notes));
  }

  private Optional<Interval> ended(
      Status status, Optional<Interval> start, Optional<Interval> end, Resource said) {
    if (status != Status.ENDED) {
      return end;
    }
    return moments
        .of(said.getMeta().getLastUpdatedElement())
        .map(when -> PlannedEnd.corrected(start, end, when.latest()))
        .orElse(end);
  }

  private static boolean isPlanned(MedicationRequest request) {
    return switch (request.getIntent()) {
      case PROPOSAL, PLAN, OPTION -> true;
      case null, default -> false;
    };
  }

  /** It may be no order. */
  private static boolean isOfUnknownIntent(MedicationRequest request, Notes notes) {
    boolean unknown = request.hasIntent() && request.getIntent() == null;
    if (unknown) {
      notes.drop("intent", "it is not one of FHIR's codes, taken as unclear");
    }
    return unknown;
  }

  /**
   * US Core's way to write what patients take on their own: a plan that they or others tell of, not
   * an order.
   */
  private static boolean isTold(MedicationRequest request) {
    return request.getIntent() == MedicationRequestIntent.PLAN
        && (request.hasReportedReference()
            || (request.hasReportedBooleanType()
                && Boolean.TRUE.equals(request.getReportedBooleanType().getValue()))
            || References.text(request.getRequester())
                .filter(who -> who.contains("Patient/") || who.contains("RelatedPerson/"))
                .isPresent());
  }

  private static List<Fact> enteredInError(Notes notes) {
    notes.drop("the resource", "it was entered in error");
    return List.of();
  }

  private static Status unclear(Notes notes) {
    notes.drop("status", "it is missing or not one of FHIR's codes, taken as unclear");
    return Status.UNCLEAR;
  }

  private static Status status(MedicationRequestStatus status) {
    return switch (status) {
      case ACTIVE -> Status.ACTIVE;
      case COMPLETED, STOPPED -> Status.ENDED;
      case ONHOLD, DRAFT, UNKNOWN, NULL -> Status.UNCLEAR;
      case CANCELLED, ENTEREDINERROR -> Status.NEVER;
    };
  }

  /**
   * When it was ordered; an order without that date begins with its dosage, else when it may be
   * dispensed.
   */
  private Optional<Interval> start(MedicationRequest request) {
    return periodOfUse(request)
        .flatMap(moments::start)
        .or(() -> moments.of(request.getAuthoredOnElement()))
        .or(() -> firstStart(request.getDosageInstruction()))
        .or(() -> moments.start(request.getDispenseRequest().getValidityPeriod()));
  }

  /**
   * When the last of its dosages ends. The time within which it may be dispensed says nothing of an
   * order that is still active.
   */
  private Optional<Interval> end(MedicationRequest request, Status status) {
    if (areBounded(request.getDosageInstruction())) {
      return lastEnd(request.getDosageInstruction());
    }
    Optional<Interval> used = periodOfUse(request).flatMap(moments::end);
    return used.isEmpty() && status == Status.ENDED
        ? moments.end(request.getDispenseRequest().getValidityPeriod())
        : used;
  }

  /** Dutch agreements say there for how long they hold. */
  private static Optional<Period> periodOfUse(MedicationRequest request) {
    return request.getExtension().stream()
        .filter(extension -> extension.hasUrl() && extension.getUrl().startsWith(PERIOD_OF_USE))
        .map(Extension::getValue)
        .filter(Period.class::isInstance)
        .map(Period.class::cast)
        .findFirst();
  }

  private Optional<Interval> firstStart(List<Dosage> dosages) {
    return bounds(dosages)
        .flatMap(period -> moments.start(period).stream())
        .min(Comparator.comparing(Interval::earliest));
  }

  private static boolean areBounded(List<Dosage> dosages) {
    return !dosages.isEmpty() && bounds(dosages).count() == dosages.size();
  }

  /** Where every dosage has an end. */
  private Optional<Interval> lastEnd(List<Dosage> dosages) {
    List<Optional<Interval>> ends = bounds(dosages).map(moments::end).toList();
    return areBounded(dosages) && ends.stream().allMatch(Optional::isPresent)
        ? ends.stream().flatMap(Optional::stream).max(Comparator.comparing(Interval::latest))
        : Optional.empty();
  }

  private static Stream<Period> bounds(List<Dosage> dosages) {
    return dosages.stream()
        .filter(dosage -> !dosage.hasModifierExtension())
        .map(Dosage::getTiming)
        .map(timing -> timing.getRepeat())
        .filter(repeat -> repeat.hasBoundsPeriod())
        .map(repeat -> repeat.getBoundsPeriod());
  }

  List<Fact> facts(MedicationStatement statement, Surroundings around, Notes notes) {
    MedicationStatementStatus said = statement.getStatus();
    if (said == MedicationStatementStatus.ENTEREDINERROR) {
      return enteredInError(notes);
    }
    List<Code> codes =
        MedicationCodes.of(
            statement, statement.hasMedication(), statement.getMedication(), around, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Status status =
        Optional.ofNullable(said).map(MedicationMapper::status).orElseGet(() -> unclear(notes));
    Optional<Interval> start =
        statement.hasEffective()
            ? begin(true, statement.getEffective(), notes)
            : firstStart(statement.getDosage());
    var use =
        new MedicationUse(
            codes, status, start, ended(status, start, end(statement), statement), notes.source());
    return List.of(Adherence.of(statement, use, moments, notes));
  }

  /** As it says itself; where it has no time of its own (CH EMED), as its dosages do. */
  private Optional<Interval> end(MedicationStatement statement) {
    if (!statement.hasEffective()) {
      return lastEnd(statement.getDosage());
    }
    return statement.hasEffectivePeriod()
        ? moments.end(statement.getEffectivePeriod())
        : Optional.empty();
  }

  private static Status status(MedicationStatementStatus status) {
    return switch (status) {
      case ACTIVE -> Status.ACTIVE;
      case COMPLETED, STOPPED -> Status.ENDED;
      case INTENDED, ONHOLD, UNKNOWN, NULL -> Status.UNCLEAR;
      case NOTTAKEN, ENTEREDINERROR -> Status.NEVER;
    };
  }

  List<Fact> facts(MedicationAdministration given, Surroundings around, Notes notes) {
    MedicationAdministrationStatus said = given.getStatus();
    if (said == MedicationAdministrationStatus.ENTEREDINERROR) {
      return enteredInError(notes);
    }
    List<Code> codes =
        MedicationCodes.of(given, given.hasMedication(), given.getMedication(), around, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Status status =
        Optional.ofNullable(said).map(MedicationMapper::status).orElseGet(() -> unclear(notes));
    return List.of(
        new MedicationUse(
            codes,
            status,
            begin(given.hasEffective(), given.getEffective(), notes),
            lastGiven(given, status),
            notes.source()));
  }

  private static Status status(MedicationAdministrationStatus status) {
    return switch (status) {
      case INPROGRESS -> Status.ACTIVE;
      case COMPLETED, STOPPED -> Status.ENDED;
      case ONHOLD, UNKNOWN, NULL -> Status.UNCLEAR;
      case NOTDONE, ENTEREDINERROR -> Status.NEVER;
    };
  }

  /** A dose that was given at one moment also ended then. */
  private Optional<Interval> lastGiven(MedicationAdministration given, Status status) {
    if (given.hasEffectivePeriod()) {
      return moments.end(given.getEffectivePeriod());
    }
    return status == Status.ENDED && given.hasEffectiveDateTimeType()
        ? moments.of(given.getEffectiveDateTimeType())
        : Optional.empty();
  }

  List<Fact> facts(MedicationDispense dispense, Surroundings around, Notes notes) {
    MedicationDispenseStatus said = dispense.getStatus();
    if (said == MedicationDispenseStatus.ENTEREDINERROR) {
      return enteredInError(notes);
    }
    List<Code> codes =
        MedicationCodes.of(
            dispense, dispense.hasMedication(), dispense.getMedication(), around, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Optional<Interval> start =
        moments
            .of(dispense.getWhenHandedOverElement())
            .or(() -> moments.of(dispense.getWhenPreparedElement()));
    Status status = said == null ? unclear(notes) : status(said, dispense, start);
    Optional<Interval> end =
        status == Status.NEVER
            ? Optional.empty()
            : start.map(from -> usedUp(from, dispense, notes));
    return List.of(new MedicationUse(codes, status, start, end, notes.source()));
  }

  /**
   * Where an order is named, it tells for certain whether and since when the medicine is taken; the
   * dispense only leaves that open while the supply lasts.
   */
  private static Status status(
      MedicationDispenseStatus status, MedicationDispense dispense, Optional<Interval> start) {
    return switch (status) {
      case COMPLETED -> namesOrder(dispense) || start.isEmpty() ? Status.UNCLEAR : Status.ACTIVE;
      case PREPARATION, INPROGRESS, ONHOLD, STOPPED, UNKNOWN, NULL -> Status.UNCLEAR;
      case CANCELLED, DECLINED, ENTEREDINERROR -> Status.NEVER;
    };
  }

  /** Whether its order is a resource of its own: no other can tell, for no other is read. */
  private static boolean namesOrder(MedicationDispense dispense) {
    return dispense.getAuthorizingPrescription().stream()
        .flatMap(order -> References.text(order).stream())
        .anyMatch(order -> !order.startsWith("#"));
  }

  /** When the supply is used up: where its days are not said, at some time within a year. */
  private static Interval usedUp(Interval start, MedicationDispense dispense, Notes notes) {
    return daysSupply(dispense, notes)
        .map(days -> new Interval(start.earliest().plusDays(days), start.latest().plusDays(days)))
        .orElseGet(() -> new Interval(start.earliest(), start.latest().plusYears(1)));
  }

  private static Optional<Integer> daysSupply(MedicationDispense dispense, Notes notes) {
    if (!dispense.hasDaysSupply()) {
      return Optional.empty();
    }
    Quantity supply = dispense.getDaysSupply();
    Optional<Integer> days =
        Optional.ofNullable(supply.getValue())
            .filter(value -> value.signum() > 0 && value.compareTo(MOST_DAYS) <= 0)
            .filter(value -> countsDays(supply))
            .map(value -> value.setScale(0, RoundingMode.CEILING).intValueExact());
    if (days.isEmpty()) {
      notes.drop("daysSupply", "it is not a number of days");
    }
    return days;
  }

  private static boolean countsDays(Quantity supply) {
    return !Units.isNamed(supply)
        || Stream.of(Codes.text(supply.getCode()), Codes.text(supply.getUnit()))
            .flatMap(Optional::stream)
            .anyMatch(unit -> DAYS.contains(unit.toLowerCase(Locale.ROOT)));
  }

  private Optional<Interval> begin(boolean present, Type effective, Notes notes) {
    if (!present) {
      return Optional.empty();
    }
    Optional<Interval> begin =
        switch (effective) {
          case DateTimeType when -> moments.of(when);
          case Period period -> moments.start(period);
          default -> Optional.empty();
        };
    if (begin.isEmpty()) {
      notes.drop("effective", "it says no start");
    }
    return begin;
  }
}
