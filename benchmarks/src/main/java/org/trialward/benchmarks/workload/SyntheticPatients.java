package org.trialward.benchmarks.workload;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Interval;

/** Patients: who they are and what their charts hold. */
final class SyntheticPatients {
  /** 105 years. */
  private static final int OLDEST = 38_325;

  /** Days of which a chart has facts: 20 years. */
  private static final int HISTORY = 7_305;

  /** Days over which the results before the last contact are spread. */
  private static final int RESULTS = 1_095;

  private final LocalDate asOf;
  private final Concepts conditions;
  private final Concepts medications;
  private final Concepts procedures;
  private final Laboratory laboratory;

  /** By days before the reference date. */
  private final List<Optional<Interval>> daysAgo;

  SyntheticPatients(
      LocalDate asOf,
      Concepts conditions,
      Concepts medications,
      Concepts procedures,
      Laboratory laboratory) {
    this.asOf = asOf;
    this.conditions = conditions;
    this.medications = medications;
    this.procedures = procedures;
    this.laboratory = laboratory;
    this.daysAgo =
        IntStream.rangeClosed(0, HISTORY)
            .mapToObj(days -> Optional.of(Interval.on(asOf.minusDays(days))))
            .toList();
  }

  PatientChart patient(int number, SplittableRandom random) {
    String id = "p-" + SyntheticWorkload.sixDigits(number);
    int age = age(random);
    Demographics demographics =
        new Demographics(
            isKnown(random) ? Optional.of(Interval.on(asOf.minusDays(age))) : Optional.empty(),
            isKnown(random) ? Optional.of(sex(random)) : Optional.empty(),
            new Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            new Source("Patient", id, ""));
    return new PatientChart(new PatientId(id), demographics, facts(id, age, random));
  }

  /** In days; the mean of three equally distributed numbers, which is bell-shaped. */
  private static int age(SplittableRandom random) {
    return (random.nextInt(OLDEST) + random.nextInt(OLDEST) + random.nextInt(OLDEST)) / 3;
  }

  private static Sex sex(SplittableRandom random) {
    return random.nextBoolean() ? Sex.FEMALE : Sex.MALE;
  }

  /** All but 0.5 %. */
  private static boolean isKnown(SplittableRandom random) {
    return random.nextInt(200) != 0;
  }

  private List<Fact> facts(String id, int age, SplittableRandom random) {
    List<Fact> facts = new ArrayList<>();
    int history = Math.min(age, HISTORY);
    for (int condition : conditions.ofPatient(between(20, 150, random), random)) {
      Optional<Interval> day = day(history, random);
      facts.add(
          new Diagnosis(
              List.of(conditions.code(condition)),
              ClinicalStatus.ACTIVE,
              Verification.CONFIRMED,
              day,
              Optional.empty(),
              day,
              List.of(),
              List.of(),
              source("Condition", id, facts.size())));
    }
    for (int medication : medications.ofPatient(between(10, 60, random), random)) {
      facts.add(
          new MedicationUse(
              List.of(medications.code(medication)),
              MedicationUse.Status.ACTIVE,
              day(history, random),
              Optional.empty(),
              source("MedicationRequest", id, facts.size())));
    }
    for (int procedure : procedures.ofPatient(between(5, 40, random), random)) {
      facts.add(
          new PerformedProcedure(
              List.of(procedures.code(procedure)),
              PerformedProcedure.Status.DONE,
              day(history, random),
              source("Procedure", id, facts.size())));
    }
    results(id, history, facts, random);
    return facts;
  }

  private Optional<Interval> day(int history, SplittableRandom random) {
    return daysAgo.get(random.nextInt(history + 1));
  }

  /** The latest of each code, of all that were taken until the last contact. */
  private void results(String id, int history, List<Fact> facts, SplittableRandom random) {
    int[] latest = new int[Laboratory.CODES];
    Arrays.fill(latest, Integer.MAX_VALUE);
    int contact = contact(random);
    for (int left = between(20, 200, random); left > 0; left--) {
      int lab = laboratory.concepts().ofPatient(random);
      latest[lab] = Math.min(latest[lab], contact + untilContact(random));
    }
    for (int lab = 0; lab < latest.length; lab++) {
      if (latest[lab] != Integer.MAX_VALUE) {
        facts.add(
            new Measurement(
                List.of(laboratory.concepts().code(lab)),
                Measurement.Status.FINAL,
                new Result.Numeric(Comparator.EXACT, laboratory.result(lab, random)),
                ReferenceRange.NOT_REPORTED,
                daysAgo.get(Math.min(latest[lab], history)),
                source("Observation", id, facts.size())));
      }
    }
  }

  /** Days since the last contact; at most 30 for one half. */
  private static int contact(SplittableRandom random) {
    return random.nextBoolean() ? random.nextInt(31) : between(31, 365, random);
  }

  /** Days from a result to the last contact; half of the results are of its last ten weeks. */
  private static int untilContact(SplittableRandom random) {
    double part = random.nextDouble();
    return (int) (RESULTS * part * part * part * part);
  }

  private static Source source(String type, String patient, int number) {
    return new Source(type, patient + "-" + number, "");
  }

  private static int between(int least, int most, SplittableRandom random) {
    return least + random.nextInt(most - least + 1);
  }
}
