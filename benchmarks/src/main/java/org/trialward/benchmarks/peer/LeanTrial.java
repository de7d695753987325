package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.trial.Trial;

/**
 * A trial of the synthetic workload in flat arrays.
 *
 * @param from the least age in completed years
 * @param below the least age that is too old
 * @param required sets of code numbers, of each of which one must be there
 * @param excluded sets of code numbers, of which none may be there
 * @param tests what latest results must pass
 * @param needsPerson whether a criterion is left to a person
 */
record LeanTrial(
    int from,
    int below,
    Optional<Sex> sex,
    List<int[]> required,
    List<int[]> excluded,
    List<Test> tests,
    boolean needsPerson) {

  /** The least age of a trial that asks none: not even 0, which needs a birth date. */
  static final int ANY_AGE = -1;

  static final int NO_GREATEST_AGE = Integer.MAX_VALUE;

  LeanTrial {
    required = List.copyOf(required);
    excluded = List.copyOf(excluded);
    tests = List.copyOf(tests);
  }

  /**
   * What the latest result of a laboratory code must pass.
   *
   * @param least the least number that passes
   * @param most the greatest number that passes
   * @param days the age of the oldest result that counts
   */
  record Test(int lab, double least, double most, int days) {
    static final int ANY_TIME = Integer.MAX_VALUE;
  }

  boolean asksAge() {
    return from > ANY_AGE;
  }

  LeanTrial rarestFirst(Rarity rarity) {
    return new LeanTrial(
        from, below, sex, rarity.rarestFirst(required), excluded, tests, needsPerson);
  }

  /** The same without what an index has already settled. */
  LeanTrial without(int settledRequired) {
    List<int[]> open =
        required.subList(Math.min(settledRequired, required.size()), required.size());
    return new LeanTrial(from, below, sex, open, List.of(), tests, needsPerson);
  }

  /** Codes that are new get numbers. */
  static LeanTrial of(Trial trial, CodeNumbers codes, LabNumbers labs) {
    return new Reading(trial, codes::numbers, labs::in).trial();
  }

  /** Codes that no patient carries are left out. */
  static LeanTrial ofKnown(Trial trial, CodeNumbers codes, LabNumbers labs) {
    return new Reading(trial, codes::known, labs::in).trial();
  }

  private interface Sets {
    int[] numbers(Class<? extends Fact> kind, ValueSet set);
  }

  private interface Labs {
    LabNumbers.Lab in(UcumUnit unit, Code code);
  }

  private static final class Reading {
    private final Trial source;
    private final Sets sets;
    private final Labs labs;
    private int from = ANY_AGE;
    private int below = NO_GREATEST_AGE;
    private Optional<Sex> sex = Optional.empty();
    private final List<int[]> required = new ArrayList<>();
    private final List<int[]> excluded = new ArrayList<>();
    private final List<Test> tests = new ArrayList<>();
    private boolean needsPerson;

    Reading(Trial source, Sets sets, Labs labs) {
      this.source = source;
      this.sets = sets;
      this.labs = labs;
    }

    LeanTrial trial() {
      source.criteria().forEach(this::read);
      return new LeanTrial(from, below, sex, required, excluded, tests, needsPerson);
    }

    private void read(EligibilityCriterion criterion) {
      boolean inclusion = criterion.kind() == Kind.INCLUSION;
      Optional<int[]> set = set(criterion.when());
      if (set.isPresent()) {
        (inclusion ? required : excluded).add(set.get());
        return;
      }
      switch (criterion.when()) {
        case Age(AgeRange range, var at) when inclusion && at.isEmpty() -> readAge(range);
        case SexIs(var asked) when inclusion && sex.isEmpty() -> sex = Optional.of(asked);
        case Measured measured when inclusion -> tests.add(test(measured));
        case NeedsAPerson _ -> needsPerson = true;
        default -> throw unreadable(criterion.when());
      }
    }

    private Optional<int[]> set(Characteristic when) {
      return switch (when) {
        case Diagnosed asked when isPlain(asked) ->
            Optional.of(sets.numbers(Diagnosis.class, asked.of()));
        case Medicated asked when isPlain(asked) ->
            Optional.of(sets.numbers(MedicationUse.class, asked.of()));
        case Underwent asked when asked.within().isEmpty() && asked.silence() == Silence.MEANS_NO ->
            Optional.of(sets.numbers(PerformedProcedure.class, asked.of()));
        default -> Optional.empty();
      };
    }

    private static boolean isPlain(Diagnosed asked) {
      return asked.presence() == Presence.EVER
          && asked.certainty() == Certainty.CONFIRMED
          && asked.onset().isEmpty()
          && asked.recorded().isEmpty()
          && asked.severity().isEmpty()
          && asked.stage().isEmpty()
          && asked.silence() == Silence.MEANS_NO;
    }

    private static boolean isPlain(Medicated asked) {
      return asked.taken() instanceof Taken.Ever
          && asked.started().isEmpty()
          && asked.atLeastFor().isEmpty()
          && asked.silence() == Silence.MEANS_NO;
    }

    private void readAge(AgeRange range) {
      from = Math.max(from, range.from().map(this::years).orElse(0));
      below = Math.min(below, range.below().map(this::years).orElse(NO_GREATEST_AGE));
    }

    private int years(Span age) {
      if (age.unit() != CalendarUnit.YEARS) {
        throw unreadable(age);
      }
      return age.length();
    }

    private Test test(Measured asked) {
      if (asked.of() instanceof Measure.Coded(var set)
          && set.codes().size() == 1
          && set.analyte().isEmpty()
          && asked.test() instanceof ResultTest.InRange(var range)
          && asked.choice() == Choice.LATEST
          && asked.silence() == Silence.MEANS_UNKNOWN) {
        LabNumbers.Lab lab = labs.in(unit(range), set.codes().iterator().next());
        return new Test(
            lab.number(),
            range.lower().map(this::least).orElse(Double.NEGATIVE_INFINITY),
            range.upper().map(this::most).orElse(Double.POSITIVE_INFINITY),
            asked.within().map(this::days).orElse(Test.ANY_TIME));
      }
      throw unreadable(asked);
    }

    private UcumUnit unit(QuantityRange range) {
      List<UcumUnit> units =
          range.bounds().map(bound -> fixed(bound).quantity().unit()).distinct().toList();
      if (units.size() != 1) {
        throw unreadable(range);
      }
      return units.getFirst();
    }

    private Limit.Fixed fixed(Bound bound) {
      if (bound.limit() instanceof Limit.Fixed limit) {
        return limit;
      }
      throw unreadable(bound);
    }

    private double least(Bound bound) {
      double limit = Doubles.of(fixed(bound).quantity().value());
      return bound.included() ? limit : Math.nextUp(limit);
    }

    private double most(Bound bound) {
      double limit = Doubles.of(fixed(bound).quantity().value());
      return bound.included() ? limit : Math.nextDown(limit);
    }

    private int days(Window window) {
      if (window.first() instanceof Window.Edge.Ago(var span)
          && span.unit() == CalendarUnit.DAYS
          && window.last() instanceof Window.Edge.Open) {
        return span.length();
      }
      throw unreadable(window);
    }

    private IllegalArgumentException unreadable(Object shape) {
      return new IllegalArgumentException(
          "The trial `%s` asks `%s`, which the flat form cannot hold; measure on the synthetic workload."
              .formatted(source.id(), shape));
    }
  }
}
