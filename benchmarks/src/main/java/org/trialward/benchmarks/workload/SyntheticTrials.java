package org.trialward.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** Trials: whom they ask for, whom they exclude, which results they want. */
record SyntheticTrials(
    Concepts conditions, Concepts medications, Concepts procedures, Laboratory laboratory) {

  /** Years; 0 stands for no bound. */
  private static final int[] YOUNGEST = {18, 18, 18, 18, 18, 18, 18, 18, 50, 60};

  private static final int[] OLDEST = {0, 0, 0, 0, 85, 80, 75, 75, 70, 65};

  /** Days; 0 stands for any time. */
  private static final int[] WINDOWS = {14, 30, 90, 180, 365, 0};

  Trial trial(int number, SplittableRandom random) {
    var criteria = new Criteria();
    criteria.include("The age is right.", age(random));
    sex(random, criteria);
    for (int left = requiredSets(random); left > 0; left--) {
      ValueSet set = set(conditions, random);
      criteria.include("A diagnosis of " + set.name() + ".", diagnosed(set));
    }
    for (int left = between(3, 8, random); left > 0; left--) {
      exclusion(random, criteria);
    }
    for (int left = between(2, 6, random); left > 0; left--) {
      criteria.include("The result is in range.", measured(random));
    }
    for (int left = between(0, 3, random); left > 0; left--) {
      criteria.include("Only text says it.", new NeedsAPerson("free text"));
    }
    return new Trial(
        new TrialId("BENCH-" + SyntheticWorkload.sixDigits(number)),
        "1",
        "Synthetic trial " + number,
        "synthetic",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        criteria.inOrder());
  }

  private static Characteristic age(SplittableRandom random) {
    int from = YOUNGEST[random.nextInt(YOUNGEST.length)];
    int to = OLDEST[random.nextInt(OLDEST.length)];
    return new Age(
        new AgeRange(years(from), to == 0 ? Optional.empty() : years(to + 1)), Optional.empty());
  }

  private static Optional<Span> years(int years) {
    return Optional.of(new Span(years, CalendarUnit.YEARS));
  }

  /** 86 % of the trials take everybody. */
  private static void sex(SplittableRandom random, Criteria criteria) {
    int percent = random.nextInt(100);
    if (percent >= 86) {
      criteria.include("The sex is right.", new SexIs(percent < 93 ? Sex.FEMALE : Sex.MALE));
    }
  }

  private static int requiredSets(SplittableRandom random) {
    int percent = random.nextInt(100);
    return percent < 60 ? 1 : percent < 88 ? 2 : 3;
  }

  private void exclusion(SplittableRandom random, Criteria criteria) {
    int percent = random.nextInt(100);
    if (percent < 55) {
      ValueSet set = set(conditions, random);
      criteria.exclude("A diagnosis of " + set.name() + ".", diagnosed(set));
    } else if (percent < 90) {
      ValueSet set = set(medications, random);
      criteria.exclude("Medication " + set.name() + ".", medicated(set));
    } else {
      ValueSet set = set(procedures, random);
      criteria.exclude(
          "Procedure " + set.name() + ".", new Underwent(set, Optional.empty(), Silence.MEANS_NO));
    }
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

  private static Characteristic medicated(ValueSet set) {
    return new Medicated(
        set, new Taken.Ever(), Optional.empty(), Optional.empty(), Silence.MEANS_NO);
  }

  private Characteristic measured(SplittableRandom random) {
    int lab = laboratory.concepts().ofPatient(random);
    int days = WINDOWS[random.nextInt(WINDOWS.length)];
    return new Measured(
        new Measure.Coded(laboratory.set(lab)),
        new ResultTest.InRange(laboratory.threshold(lab, random)),
        days == 0 ? Optional.empty() : Optional.of(Window.last(days, CalendarUnit.DAYS)),
        Choice.LATEST,
        Silence.MEANS_UNKNOWN);
  }

  /** A concept with its descendants, or, one time in five, those of two. */
  private static ValueSet set(Concepts concepts, SplittableRandom random) {
    int concept = concepts.ofTrial(random);
    return random.nextInt(5) == 0
        ? concepts.union(concept, concepts.ofTrial(random))
        : concepts.closure(concept);
  }

  private static int between(int least, int most, SplittableRandom random) {
    return least + random.nextInt(most - least + 1);
  }

  /** Criteria as they come, numbered. */
  private static final class Criteria {
    private final List<EligibilityCriterion> criteria = new ArrayList<>();

    void include(String text, Characteristic when) {
      add(Kind.INCLUSION, text, when);
    }

    void exclude(String text, Characteristic when) {
      add(Kind.EXCLUSION, text, when);
    }

    List<EligibilityCriterion> inOrder() {
      return criteria;
    }

    private void add(Kind kind, String text, Characteristic when) {
      criteria.add(
          new EligibilityCriterion("c" + (criteria.size() + 1), kind, text, List.of(), when));
    }
  }
}
