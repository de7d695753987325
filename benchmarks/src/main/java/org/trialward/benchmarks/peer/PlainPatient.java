package org.trialward.benchmarks.peer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.UcumUnit;

/**
 * A patient whose facts have the plain shapes that the scanning methods know.
 *
 * @param age completed years; {@link #NO_AGE} where the birth date is missing
 * @param sex a bit of {@link #ANY_SEX}; 0 where it is missing
 * @param codes perhaps some of them twice
 */
record PlainPatient(int age, int sex, Map<Kind, List<Code>> codes, List<LabResult> results) {

  static final int NO_AGE = Integer.MIN_VALUE;
  static final int ANY_SEX = 0b111;

  /** As many digits as the exact evaluator compares; a double tells all such numbers apart. */
  private static final MathContext COMPARED = new MathContext(15, RoundingMode.HALF_EVEN);

  /** The only result of a laboratory code. */
  record LabResult(Code lab, UcumUnit unit, double value, int daysAgo) {}

  static PlainPatient of(PatientSnapshot patient) {
    Stream<Fact> facts =
        Stream.of(Diagnosis.class, MedicationUse.class, PerformedProcedure.class, Measurement.class)
            .flatMap(kind -> patient.all(kind).stream());
    return of(patient.demographics(), facts, patient.asOf());
  }

  /** Without the cost of a snapshot, which sorts the facts. */
  static PlainPatient of(PatientChart chart, LocalDate asOf) {
    return of(chart.demographics(), chart.facts().stream(), asOf);
  }

  private static PlainPatient of(Demographics demographics, Stream<Fact> facts, LocalDate asOf) {
    if (!(demographics.death() instanceof Death.NotRecorded)) {
      throw unknown("a patient with a recorded death", demographics.source());
    }
    var reading = new Reading(asOf);
    facts.forEach(reading::add);
    return new PlainPatient(
        demographics.born().map(reading::age).orElse(NO_AGE),
        demographics.sex().map(PlainPatient::bit).orElse(0),
        reading.codes,
        reading.results);
  }

  static int bit(Sex sex) {
    return switch (sex) {
      case FEMALE -> 0b001;
      case MALE -> 0b010;
      case OTHER -> 0b100;
    };
  }

  static double comparable(BigDecimal number) {
    return (number.precision() <= COMPARED.getPrecision() ? number : number.round(COMPARED))
        .doubleValue();
  }

  static IllegalArgumentException unknown(String what, Object shape) {
    return new IllegalArgumentException(
        "The scanning methods do not know this shape, measure without them: %s `%s`."
            .formatted(what, shape));
  }

  /** A patient of whom some facts were read. */
  private static final class Reading {
    private final LocalDate asOf;
    private final Map<Kind, List<Code>> codes = new EnumMap<>(Kind.class);
    private final List<LabResult> results = new ArrayList<>();
    private final Collection<Code> measured = new HashSet<>();

    Reading(LocalDate asOf) {
      this.asOf = asOf;
      for (Kind kind : Kind.values()) {
        codes.put(kind, new ArrayList<>());
      }
    }

    int age(Interval born) {
      if (!born.firstDay().equals(born.lastDay())) {
        throw unknown("a birth date known in part", born);
      }
      return (int) ChronoUnit.YEARS.between(born.firstDay(), asOf);
    }

    void add(Fact fact) {
      switch (fact) {
        case Diagnosis diagnosis ->
            add(Kind.CONDITION, diagnosis, diagnosis.verification() == Verification.CONFIRMED);
        case MedicationUse use ->
            add(
                Kind.MEDICATION,
                use,
                use.status() == MedicationUse.Status.ACTIVE
                    || use.status() == MedicationUse.Status.ENDED);
        case PerformedProcedure procedure ->
            add(Kind.PROCEDURE, procedure, procedure.status() == PerformedProcedure.Status.DONE);
        case Measurement measurement -> add(measurement);
        case Immunization _, Allergy _, GeneVariant _, StudyParticipation _ -> {
          // No trial of a plain shape asks for them.
        }
      }
    }

    private void add(Kind kind, Fact fact, boolean counts) {
      if (!counts) {
        throw unknown("a fact that may not count", fact);
      }
      if (fact.date().isPresent() && daysAgo(fact.date()) < 0) {
        throw unknown("a fact after the reference date", fact);
      }
      codes.getOrDefault(kind, List.of()).addAll(fact.codes());
    }

    private void add(Measurement measurement) {
      if (measurement.status() == Measurement.Status.FINAL
          && measurement.result() instanceof Result.Numeric(var comparator, var quantity)
          && comparator == Comparator.EXACT
          && measurement.codes().size() == 1
          && daysAgo(measurement.taken()) >= 0
          && measured.add(measurement.codes().getFirst())) {
        results.add(
            new LabResult(
                measurement.codes().getFirst(),
                quantity.unit(),
                comparable(quantity.value()),
                daysAgo(measurement.taken())));
      } else {
        throw unknown("a result that is not the only final exact one of its code", measurement);
      }
    }

    /** Below 0 where it is not a day before the reference date. */
    private int daysAgo(Optional<Interval> date) {
      return date.filter(when -> when.firstDay().equals(when.lastDay()))
          .map(when -> (int) ChronoUnit.DAYS.between(when.firstDay(), asOf))
          .orElse(-1);
    }
  }
}
