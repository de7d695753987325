package org.trialward.benchmarks.peer;

import java.util.Optional;
import org.trialward.benchmarks.peer.LeanTrial.Test;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Sex;

/**
 * Whether a trial of the synthetic workload fits a patient: the same three values as the exact
 * evaluator's, without evidence, and no further than the first no.
 */
final class LeanCheck {
  private LeanCheck() {}

  static Truth of(LeanTrial trial, LeanPatient patient) {
    Truth person = ageAndSex(trial, patient.age, patient.sex);
    if (person == Truth.FALSE || !hasRequired(trial, patient) || hasExcluded(trial, patient)) {
      return Truth.FALSE;
    }
    return person.and(results(trial, patient));
  }

  /** Whether a result passes; not a number, or one too old, leaves it open. */
  static Truth passes(Test test, double value, int daysAgo) {
    if (daysAgo > test.days() || Double.isNaN(value)) {
      return Truth.UNKNOWN;
    }
    return Truth.of(value >= test.least() && value <= test.most());
  }

  /** TRUE is eligible, UNKNOWN possible. */
  static void note(int number, Truth fits, Answer answer) {
    switch (fits) {
      case TRUE -> answer.eligible().set(number);
      case UNKNOWN -> answer.possible().set(number);
      case FALSE -> {}
    }
  }

  static Truth ageAndSex(LeanTrial trial, int age, Optional<Sex> sex) {
    Truth rightAge = Truth.TRUE;
    if (trial.asksAge()) {
      rightAge =
          age == LeanPatient.NO_AGE
              ? Truth.UNKNOWN
              : Truth.of(age >= trial.from() && age < trial.below());
    }
    if (trial.sex().isEmpty()) {
      return rightAge;
    }
    return rightAge.and(sex.isEmpty() ? Truth.UNKNOWN : Truth.of(sex.equals(trial.sex())));
  }

  private static boolean hasRequired(LeanTrial trial, LeanPatient patient) {
    for (int[] set : trial.required()) {
      if (!patient.carriesOneOf(set)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasExcluded(LeanTrial trial, LeanPatient patient) {
    for (int[] set : trial.excluded()) {
      if (patient.carriesOneOf(set)) {
        return true;
      }
    }
    return false;
  }

  private static Truth results(LeanTrial trial, LeanPatient patient) {
    Truth all = Truth.of(!trial.needsPerson()).or(Truth.UNKNOWN);
    for (Test test : trial.tests()) {
      if (all == Truth.FALSE) {
        return all;
      }
      int lab = test.lab();
      all =
          all.and(
              lab < patient.values.length
                  ? passes(test, patient.values[lab], patient.daysAgo[lab])
                  : Truth.UNKNOWN);
    }
    return all;
  }
}
