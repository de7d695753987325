package org.trialward.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
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
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * Trials and patients of all shapes of the synthetic workload over so few codes, ages and values
 * that every edge is met often.
 */
public record SmallWorld(List<Trial> trials, List<PatientChart> patients) implements Workload {
  public static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  private static final String SYSTEM = "urn:trialward:bench:";
  private static final int CODES = 7;
  private static final int LABS = 4;

  public static SmallWorld of(long seed, int trials, int patients) {
    Random random = new Random(seed);
    return new SmallWorld(
        IntStream.range(0, trials).mapToObj(number -> trial(number, random)).toList(),
        IntStream.range(0, patients).mapToObj(number -> patient(number, random)).toList());
  }

  @Override
  public String description() {
    return "small";
  }

  @Override
  public LocalDate asOf() {
    return AS_OF;
  }

  @Override
  public Trial trial(int number) {
    return trials.get(number);
  }

  @Override
  public PatientChart patient(int number) {
    return patients.get(number);
  }

  private static Trial trial(int number, Random random) {
    List<EligibilityCriterion> criteria = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      add(criteria, Kind.INCLUSION, new Age(ages(random), Optional.empty()));
    }
    if (random.nextInt(3) == 0) {
      add(criteria, Kind.INCLUSION, new SexIs(sex(random)));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      add(criteria, Kind.INCLUSION, diagnosed(set("condition", random)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      add(criteria, Kind.EXCLUSION, excluded(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      add(criteria, Kind.INCLUSION, measured(random));
    }
    if (criteria.isEmpty() || random.nextInt(3) == 0) {
      add(criteria, Kind.INCLUSION, new NeedsAPerson("Reads a text."));
    }
    return new Trial(
        new TrialId("BENCH-%06d".formatted(number)),
        "1",
        "A trial",
        "none",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        criteria);
  }

  private static void add(
      List<EligibilityCriterion> criteria, Kind kind, Characteristic characteristic) {
    String id = "c" + criteria.size();
    criteria.add(new EligibilityCriterion(id, kind, id, List.of(), characteristic));
  }

  /** As in the workloads; what other means is for the exact evaluator alone, not for its peers. */
  private static Sex sex(Random random) {
    return random.nextBoolean() ? Sex.FEMALE : Sex.MALE;
  }

  private static AgeRange ages(Random random) {
    Optional<Span> from = Optional.of(new Span(random.nextInt(4), CalendarUnit.YEARS));
    Optional<Span> below = Optional.of(new Span(2 + random.nextInt(4), CalendarUnit.YEARS));
    return switch (random.nextInt(3)) {
      case 0 -> new AgeRange(from, Optional.empty());
      case 1 -> new AgeRange(Optional.empty(), below);
      default -> new AgeRange(from, below);
    };
  }

  private static Characteristic diagnosed(ValueSet set) {
    return new Diagnosed(
        set,
        Presence.EVER,
        Certainty.CONFIRMED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Silence.MEANS_NO);
  }

  private static Characteristic excluded(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> diagnosed(set("condition", random));
      case 1 ->
          new Medicated(
              set("medication", random),
              new Taken.Ever(),
              Optional.empty(),
              Optional.empty(),
              Silence.MEANS_NO);
      default -> new Underwent(set("procedure", random), Optional.empty(), Silence.MEANS_NO);
    };
  }

  private static ValueSet set(String kind, Random random) {
    Set<Code> codes = new HashSet<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      codes.add(code(kind, random.nextInt(CODES)));
    }
    return new ValueSet(kind + codes, codes);
  }

  private static Characteristic measured(Random random) {
    Optional<Bound> lower = bound(random, 1);
    Optional<Bound> upper = bound(random, 3);
    QuantityRange range =
        switch (random.nextInt(3)) {
          case 0 -> new QuantityRange(lower, Optional.empty());
          case 1 -> new QuantityRange(Optional.empty(), upper);
          default -> new QuantityRange(lower, upper);
        };
    return new Measured(
        new Measure.Coded(new ValueSet("lab", Set.of(code("result", random.nextInt(LABS))))),
        new ResultTest.InRange(range),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Window.last(1 + random.nextInt(3), CalendarUnit.DAYS)),
        Choice.LATEST,
        Silence.MEANS_UNKNOWN);
  }

  private static Optional<Bound> bound(Random random, int from) {
    return Optional.of(new Bound(amount(from + random.nextInt(2)), random.nextBoolean()));
  }

  /** 7.1, 7.2 and so on, which are no exact doubles. */
  private static Quantity amount(int tenths) {
    return Quantity.of("7." + tenths, "mmol/L");
  }

  private static PatientChart patient(int number, Random random) {
    Source source = new Source("Patient", "p-%06d".formatted(number), "");
    Demographics who =
        new Demographics(
            random.nextInt(8) == 0
                ? Optional.empty()
                : Optional.of(
                    Interval.on(
                        AS_OF.minusYears(random.nextInt(6)).plusDays(random.nextInt(3) - 1L))),
            random.nextInt(8) == 0 ? Optional.empty() : Optional.of(sex(random)),
            new Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            source);
    List<Fact> facts = new ArrayList<>();
    for (int code = 0; code < CODES; code++) {
      if (random.nextInt(3) == 0) {
        facts.add(diagnosis(code, number, random));
      }
      if (random.nextInt(4) == 0) {
        facts.add(medication(code, number, random));
      }
      if (random.nextInt(5) == 0) {
        facts.add(procedure(code, number, random));
      }
    }
    for (int lab = 0; lab < LABS; lab++) {
      if (random.nextInt(4) > 0) {
        facts.add(measurement(lab, number, random));
      }
    }
    return new PatientChart(new PatientId(source.id()), who, facts);
  }

  private static Fact diagnosis(int code, int patient, Random random) {
    Optional<Interval> day = day(random);
    return new Diagnosis(
        List.of(code("condition", code)),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        day,
        Optional.empty(),
        day,
        List.of(),
        List.of(),
        source("Condition", patient, code));
  }

  private static Fact medication(int code, int patient, Random random) {
    return new MedicationUse(
        List.of(code("medication", code)),
        MedicationUse.Status.ACTIVE,
        day(random),
        Optional.empty(),
        source("MedicationRequest", patient, code));
  }

  private static Fact procedure(int code, int patient, Random random) {
    return new PerformedProcedure(
        List.of(code("procedure", code)),
        PerformedProcedure.Status.DONE,
        day(random),
        source("Procedure", patient, code));
  }

  private static Fact measurement(int lab, int patient, Random random) {
    return new Measurement(
        List.of(code("result", lab)),
        Measurement.Status.FINAL,
        new Result.Numeric(Comparator.EXACT, amount(random.nextInt(6))),
        ReferenceRange.NOT_REPORTED,
        day(random),
        source("Observation", patient, lab));
  }

  private static Source source(String type, int patient, int number) {
    return new Source(type, "p%d-%d".formatted(patient, number), "");
  }

  private static Optional<Interval> day(Random random) {
    return Optional.of(Interval.on(AS_OF.minusDays(random.nextInt(5))));
  }

  private static Code code(String kind, int number) {
    return Code.of(SYSTEM + kind, Integer.toString(number));
  }
}
