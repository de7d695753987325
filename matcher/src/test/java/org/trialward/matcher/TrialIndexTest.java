package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.ASTHMA;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.GOUT;
import static org.trialward.matcher.Trials.atLeast;
import static org.trialward.matcher.Trials.below;
import static org.trialward.matcher.Trials.bornOn;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.excluding;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.measured;
import static org.trialward.matcher.Trials.with;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/** Which trials the index finds, which it skips, and at which stage. */
class TrialIndexTest {

  /** At which stage of the index one trial is decided. */
  private enum Stage {
    SKIPPED_BY_CLAUSES,
    SKIPPED_BY_EXCLUSIONS,
    SKIPPED_BY_TESTS,
    /** By the exact evaluator. */
    REFUSED,
    FOUND
  }

  private static Stage stage(Trial trial, PatientSnapshot patient) {
    try (Matcher matcher = new Matcher(List.of(trial))) {
      Matcher.Funnel funnel = matcher.funnel(patient, TrialFilter.RECRUITING);
      assertThat(funnel.filtered()).isEqualTo(1);
      assertThat(matcher.fits(patient).size()).isEqualTo(funnel.fit());
      return funnel.clauses() == 0
          ? Stage.SKIPPED_BY_CLAUSES
          : funnel.notExcluded() == 0
              ? Stage.SKIPPED_BY_EXCLUSIONS
              : funnel.fit() == 1
                  ? Stage.FOUND
                  : funnel.askedExactly() == 0 ? Stage.SKIPPED_BY_TESTS : Stage.REFUSED;
    }
  }

  private static boolean finds(Trial trial, PatientSnapshot patient) {
    return stage(trial, patient) == Stage.FOUND;
  }

  private static List<String> matched(Matcher matcher, PatientSnapshot patient) {
    return matcher.match(patient).stream().map(match -> match.trial().value()).toList();
  }

  @Nested
  class WhatAbsenceSettles {

    @Test
    void aTrialThatNeedsADiagnosisIsSkippedForWhoDoesNotHaveIt() {
      Trial trial = including("T", diagnosed(DIABETES));
      assertThat(finds(trial, with(DIABETES))).isTrue();
      assertThat(stage(trial, with(ASTHMA))).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
      assertThat(stage(trial, with())).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
    }

    @Test
    void eitherOfTwoDiagnosesIsEnoughForAny() {
      Trial trial = including("T", new AnyOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA))));
      assertThat(finds(trial, with(DIABETES))).isTrue();
      assertThat(finds(trial, with(ASTHMA))).isTrue();
      assertThat(stage(trial, with(GOUT))).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
    }

    @Test
    void anyWithAPartThatOnlyAPersonKnowsIsFound() {
      var any = new AnyOf(List.of(diagnosed(DIABETES), new NeedsAPerson("judgement")));
      assertThat(finds(including("T", any), with(GOUT))).isTrue();
    }

    @Test
    void everyPartOfAllMustBeShown() {
      Trial trial = including("T", new AllOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA))));
      assertThat(stage(trial, with(DIABETES))).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
      assertThat(stage(trial, with(ASTHMA))).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
      assertThat(finds(trial, with(ASTHMA, DIABETES))).isTrue();
    }

    @Test
    void twoOfThreeWithOneThatOnlyAPersonKnowsStillNeedOneOfTheOthers() {
      var parts =
          List.<Characteristic>of(
              diagnosed(DIABETES), diagnosed(ASTHMA), new NeedsAPerson("judgement"));
      Trial trial = including("T", new AtLeast(2, parts));
      assertThat(stage(trial, with(GOUT))).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
      assertThat(finds(trial, with(DIABETES))).isTrue();
      assertThat(finds(trial, with(ASTHMA))).isTrue();
    }

    @Test
    void oneOfTwoWithOneThatOnlyAPersonKnowsIsFound() {
      var parts = List.<Characteristic>of(diagnosed(DIABETES), new NeedsAPerson("judgement"));
      assertThat(finds(including("T", new AtLeast(1, parts)), with(GOUT))).isTrue();
    }

    @Test
    void whereSilenceLeavesADiagnosisOpenTheTrialIsFound() {
      Trial trial = including("T", diagnosed(Silence.MEANS_UNKNOWN, DIABETES));
      assertThat(finds(trial, with(GOUT))).isTrue();
    }

    @Test
    void aMissingResultIsSkippedOnlyWhereSilenceMeansNo() {
      assertThat(finds(including("T", measured(Silence.MEANS_UNKNOWN, GOUT)), with())).isTrue();
      assertThat(stage(including("T", measured(Silence.MEANS_NO, GOUT)), with()))
          .isEqualTo(Stage.SKIPPED_BY_TESTS);
    }

    @Test
    void theSameCodeAsAnotherKindOfFactIsNotIt() {
      assertThat(finds(including("T", measured(Silence.MEANS_NO, GOUT)), with(GOUT))).isFalse();
    }

    @Test
    void whoSurelyMeetsAnExclusionIsSkippedByIt() {
      for (Trial trial :
          List.of(
              excluding("E", diagnosed(DIABETES)), including("N", new Not(diagnosed(DIABETES))))) {
        assertThat(finds(trial, with())).isTrue();
        assertThat(finds(trial, with(ASTHMA))).isTrue();
        assertThat(stage(trial, with(DIABETES))).isEqualTo(Stage.SKIPPED_BY_EXCLUSIONS);
      }
    }

    @Test
    void whoMayMeetAnExclusionThatAsksForMoreIsLeftToTheEvaluator() {
      var both = new AllOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA)));
      Trial trial = excluding("E", both);
      assertThat(stage(trial, with(DIABETES, ASTHMA))).isEqualTo(Stage.REFUSED);
      assertThat(finds(trial, with(DIABETES))).isTrue();
      assertThat(finds(trial, with(ASTHMA))).isTrue();
    }

    @Test
    void aTrialWithMoreNeedsThanTheIndexHoldsIsFoundByWhoShowsAll() {
      Code[] codes =
          IntStream.range(0, 7).mapToObj(i -> Code.of("urn:codes", "c" + i)).toArray(Code[]::new);
      Characteristic[] needs =
          Stream.of(codes)
              .map(code -> (Characteristic) diagnosed(code))
              .toArray(Characteristic[]::new);
      Trial trial = including("T", needs);
      assertThat(finds(trial, with(codes))).isTrue();
      assertThat(stage(trial, with())).isEqualTo(Stage.SKIPPED_BY_CLAUSES);
      for (int missing = 0; missing < codes.length; missing++) {
        Code without = codes[missing];
        Code[] others = Stream.of(codes).filter(c -> !c.equals(without)).toArray(Code[]::new);
        assertThat(finds(trial, with(others))).as("without %s", without).isFalse();
      }
    }

    /** Lucene refuses terms of more than 32,766 bytes. */
    @Test
    void aCodeTooLongForTheIndexIsLeftToTheEvaluator() {
      Code endless = Code.of("urn:codes", "x".repeat(40_000));
      assertThat(finds(including("T", diagnosed(endless)), with())).isFalse();
      assertThat(finds(including("T", diagnosed(endless)), with(endless))).isTrue();
    }
  }

  @Nested
  class Ages {

    @ParameterizedTest
    @CsvSource({
      // born, first day of being 18
      "2007-03-15, 2025-03-15",
      "2007-01-01, 2025-01-01",
      "2004-02-29, 2022-03-01",
      "2006-02-28, 2024-02-28",
      "2006-03-01, 2024-03-01"
    })
    void onThe18thBirthdayOneIsOldEnoughAndThatDayNoLongerAChild(String born, String birthday) {
      LocalDate dayBefore = LocalDate.parse(birthday).minusDays(1);
      Trial adults = including("A", atLeast(18, CalendarUnit.YEARS));
      Trial children = including("C", below(18, CalendarUnit.YEARS));
      try (Matcher matcher = new Matcher(List.of(adults, children))) {
        assertThat(matched(matcher, bornOn(born, birthday))).containsExactly("A");
        assertThat(matched(matcher, bornOn(born, dayBefore.toString()))).containsExactly("C");
      }
    }

    @ParameterizedTest
    @CsvSource({
      // unit, born, first day of being 6 units old
      "DAYS, 2025-02-26, 2025-03-04",
      "WEEKS, 2025-02-26, 2025-04-09",
      "MONTHS, 2024-08-31, 2025-03-01",
      "MONTHS, 2024-09-28, 2025-03-28",
      "MONTHS, 2025-02-28, 2025-08-28"
    })
    void sixDaysWeeksOrMonthsAreCountedToTheDay(CalendarUnit unit, String born, String day) {
      Trial older = including("A", atLeast(6, unit));
      Trial younger = including("C", below(6, unit));
      try (Matcher matcher = new Matcher(List.of(older, younger))) {
        assertThat(matched(matcher, bornOn(born, day))).containsExactly("A");
        assertThat(matched(matcher, bornOn(born, LocalDate.parse(day).minusDays(1).toString())))
            .containsExactly("C");
      }
    }

    @Test
    void ofSeveralAgesTheNarrowestRangeCounts() {
      Trial trial = including("T", atLeast(1, CalendarUnit.YEARS), atLeast(18, CalendarUnit.YEARS));
      assertThat(stage(trial, bornOn("2010-01-01", "2025-01-01")))
          .isEqualTo(Stage.SKIPPED_BY_TESTS);
      assertThat(finds(trial, bornOn("2007-01-01", "2025-01-01"))).isTrue();
    }

    @Test
    void whoIsTooYoungOrTooOldIsSkippedWithoutTheEvaluator() {
      Trial adults = including("A", atLeast(18, CalendarUnit.YEARS));
      assertThat(stage(adults, bornOn("2015", "2025-01-01"))).isEqualTo(Stage.SKIPPED_BY_TESTS);
      Trial upTo75 = including("B", below(76, CalendarUnit.YEARS));
      assertThat(stage(upTo75, bornOn("1930", "2025-01-01"))).isEqualTo(Stage.SKIPPED_BY_TESTS);
    }

    @Test
    void whoseBirthDateIsNotKnownIsFound() {
      assertThat(finds(including("A", atLeast(18, CalendarUnit.YEARS)), with())).isTrue();
    }

    @Test
    void whoWasBornInAYearThatMayOrMayNotFitIsFound() {
      Trial adults = including("A", atLeast(18, CalendarUnit.YEARS));
      assertThat(finds(adults, bornOn("2007", "2025-06-30"))).isTrue();
    }

    @Test
    void aBirthDateInTheFutureIsReadAsTheEvaluatorReadsIt() {
      for (Trial trial :
          List.of(
              including("A", atLeast(18, CalendarUnit.YEARS)),
              including("C", below(18, CalendarUnit.YEARS)))) {
        PatientSnapshot unborn = bornOn("2031", "2025-01-01");
        assertThat(finds(trial, unborn))
            .isEqualTo(Eligibility.outcome(trial, unborn) != Outcome.INELIGIBLE);
      }
    }

    /** Many days of birth, each with an age that is reached on or just after the reference date. */
    @ParameterizedTest
    @EnumSource(CalendarUnit.class)
    void everyAgeIsReachedOnTheDayOnWhichTheCalendarCompletesIt(CalendarUnit unit) {
      LocalDate asOf = LocalDate.of(2024, 2, 29);
      for (LocalDate born = asOf.minusYears(100); born.isBefore(asOf); born = born.plusDays(97)) {
        int completed = (int) unit.completed(born, asOf);
        PatientSnapshot patient = bornOn(born.toString(), asOf.toString());
        try (Matcher matcher =
            new Matcher(
                List.of(
                    including("reached", atLeast(Math.max(1, completed), unit)),
                    including("not-yet", atLeast(completed + 1, unit)),
                    including("still-below", below(completed + 1, unit))))) {
          assertThat(matched(matcher, patient))
              .as("born %s, %d %s", born, completed, unit)
              .containsExactlyElementsOf(
                  completed == 0 ? List.of("still-below") : List.of("reached", "still-below"));
        }
      }
    }
  }
}
