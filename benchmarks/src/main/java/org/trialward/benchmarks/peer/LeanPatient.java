package org.trialward.benchmarks.peer;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;

/** A patient of the synthetic workload in flat arrays. */
final class LeanPatient {
  static final int NO_AGE = -1;

  /** In completed years, or {@link #NO_AGE}. */
  final int age;

  final Optional<Sex> sex;

  /** Ascending. */
  final int[] codes;

  /** The latest result by laboratory number; not a number where there is none to compare. */
  final double[] values;

  /** The days since that result was taken. */
  final int[] daysAgo;

  private final long[] carried;

  private LeanPatient(PatientSnapshot patient, int[] codes, List<Latest> latest) {
    this.age = age(patient);
    this.sex = patient.demographics().sex();
    this.codes = codes;
    int labs = latest.stream().mapToInt(result -> result.lab() + 1).max().orElse(0);
    this.values = new double[labs];
    this.daysAgo = new int[labs];
    Arrays.fill(values, Double.NaN);
    Arrays.fill(daysAgo, Integer.MAX_VALUE);
    latest.forEach(this::keep);
    this.carried = new long[codes.length == 0 ? 0 : (codes[codes.length - 1] >> 6) + 1];
    for (int code : codes) {
      carried[code >> 6] |= 1L << code;
    }
  }

  private record Latest(int lab, double value, int daysAgo) {}

  /** Codes and laboratories that no trial asks for are left out. */
  static LeanPatient ofKnown(PatientSnapshot patient, CodeNumbers codes, LabNumbers labs) {
    return new LeanPatient(
        patient,
        codes(patient, (kind, code) -> codes.known(kind, code).stream()),
        latest(patient, (code, quantity) -> labs.known(code)));
  }

  /** Codes and laboratories that are new get numbers. */
  static LeanPatient of(PatientSnapshot patient, CodeNumbers codes, LabNumbers labs) {
    return new LeanPatient(
        patient,
        codes(patient, (kind, code) -> IntStream.of(codes.number(kind, code))),
        latest(patient, (code, quantity) -> Optional.of(labs.in(quantity.unit(), code))));
  }

  boolean carriesOneOf(int[] set) {
    for (int code : set) {
      int word = code >> 6;
      if (word < carried.length && (carried[word] & 1L << code) != 0) {
        return true;
      }
    }
    return false;
  }

  private static int[] codes(
      PatientSnapshot patient, BiFunction<Class<? extends Fact>, Code, IntStream> numbers) {
    return Stream.of(Diagnosis.class, MedicationUse.class, PerformedProcedure.class)
        .flatMapToInt(kind ->
            patient.all(kind).stream()
                .peek(LeanPatient::demandPlain)
                .flatMapToInt(
                    fact -> fact.codes().stream().flatMapToInt(code -> numbers.apply(kind, code))))
        .sorted()
        .distinct()
        .toArray();
  }

  private static List<Latest> latest(
      PatientSnapshot patient, BiFunction<Code, Quantity, Optional<LabNumbers.Lab>> labs) {
    return patient.all(Measurement.class).stream()
        .flatMap(measurement -> {
          int daysAgo = daysAgo(measurement, patient);
          Quantity quantity = quantity(measurement);
          return measurement.codes().stream()
              .flatMap(code -> labs.apply(code, quantity).stream())
              .map(lab -> new Latest(lab.number(), value(quantity, lab), daysAgo));
        })
        .toList();
  }

  private static double value(Quantity quantity, LabNumbers.Lab lab) {
    return quantity.in(lab.unit()).map(it -> Doubles.of(it.value())).orElse(Double.NaN);
  }

  private void keep(Latest result) {
    int lab = result.lab();
    if (result.daysAgo() == daysAgo[lab]) {
      throw new IllegalArgumentException(
          "A laboratory code has two results of one day, which the flat form cannot hold; keep one.");
    }
    if (result.daysAgo() < daysAgo[lab]) {
      daysAgo[lab] = result.daysAgo();
      values[lab] = result.value();
    }
  }

  private static int age(PatientSnapshot patient) {
    if (!(patient.demographics().death() instanceof Death.NotRecorded)) {
      throw unreadable(patient.demographics().death());
    }
    return patient
        .demographics()
        .born()
        .map(born -> (int) CalendarUnit.YEARS.completed(day(born), patient.asOf()))
        .orElse(NO_AGE);
  }

  private static void demandPlain(Fact fact) {
    boolean plain =
        switch (fact) {
          case Diagnosis diagnosis -> diagnosis.verification() == Verification.CONFIRMED;
          case MedicationUse use -> use.status() == MedicationUse.Status.ACTIVE;
          case PerformedProcedure done -> done.status() == PerformedProcedure.Status.DONE;
          default -> false;
        };
    if (!plain) {
      throw unreadable(fact);
    }
    fact.date().ifPresent(LeanPatient::day);
  }

  private static Quantity quantity(Measurement measurement) {
    if (measurement.status() == Measurement.Status.FINAL
        && measurement.result() instanceof Result.Numeric(var comparator, var quantity)
        && comparator == Comparator.EXACT) {
      return quantity;
    }
    throw unreadable(measurement);
  }

  private static int daysAgo(Measurement measurement, PatientSnapshot patient) {
    return measurement
        .taken()
        .map(taken -> (int) DAYS.between(day(taken), patient.asOf()))
        .orElseThrow(() -> unreadable(measurement));
  }

  private static LocalDate day(Interval moment) {
    if (!moment.firstDay().equals(moment.lastDay())) {
      throw unreadable(moment);
    }
    return moment.firstDay();
  }

  private static IllegalArgumentException unreadable(Object shape) {
    return new IllegalArgumentException(
        "A patient has `%s`, which the flat form cannot hold; measure on the synthetic workload."
            .formatted(shape));
  }
}
