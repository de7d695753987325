package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.ASTHMA;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.GOUT;
import static org.trialward.matcher.Trials.atLeast;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.excluding;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.measured;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.Trial;

/** What becomes of each criterion in the form that both indexes ask. */
class TrialFormsTest {
  private static final String LEFT_OPEN = "c0: what is missing from the record leaves it open";

  private static TrialForm form(Trial trial) {
    return new TrialForms(new Tables()).of(trial);
  }

  private static Set<Term> ever(Code... codes) {
    return Stream.of(codes)
        .map(code -> new Term(Diagnosis.class, code, Ask.EVER))
        .collect(Collectors.toSet());
  }

  /** The kinds of the tests, in the order in which they are asked. */
  private static List<Integer> tests(TrialForm form) {
    List<Integer> kinds = new ArrayList<>();
    long[] row = form.tests();
    for (int at = 0; at < row.length; at += Tests.length(row[at])) {
      kinds.add(Tests.kind(row[at]));
    }
    return kinds;
  }

  private static Underwent operatedInTheLastYear(Code code) {
    return new Underwent(
        new ValueSet("set", Set.of(code)),
        Optional.of(Window.last(1, CalendarUnit.YEARS)),
        Silence.MEANS_NO);
  }

  @Nested
  class Clauses {

    @Test
    void aDiagnosisThatSilenceDeniesIsAClauseAndNothingElse() {
      TrialForm form = form(including("T", diagnosed(DIABETES, GOUT)));
      assertThat(form.clauses()).containsExactly(ever(DIABETES, GOUT));
      assertThat(tests(form)).isEmpty();
      assertThat(form.excluded()).isEmpty();
      assertThat(form.touched()).isEmpty();
      assertThat(form.letThrough()).isEmpty();
    }

    @Test
    void eachPartOfAllIsAClauseAndAnyOfSeveralIsOne() {
      var all = new AllOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA)));
      assertThat(form(including("T", all)).clauses())
          .containsExactlyInAnyOrder(ever(DIABETES), ever(ASTHMA));
      var any = new AnyOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA)));
      assertThat(form(including("T", any)).clauses()).containsExactly(ever(DIABETES, ASTHMA));
    }

    @Test
    void whatAsksMoreThanCodesIsAClauseAndStillATest() {
      TrialForm form = form(including("T", operatedInTheLastYear(GOUT)));
      assertThat(form.clauses())
          .containsExactly(Set.of(new Term(PerformedProcedure.class, GOUT, Ask.MENTION)));
      assertThat(tests(form)).containsExactly(Tests.LEAF);
      TrialForm twice = form(including("T", new Occurred(2, diagnosed(DIABETES))));
      assertThat(twice.clauses()).containsExactly(ever(DIABETES));
      assertThat(tests(twice)).containsExactly(Tests.LEAF);
    }

    @Test
    void ofManyClausesTheSmallestAreKeptAndTheOthersAreTests() {
      TrialForm form =
          form(
              including(
                  "T",
                  diagnosed(DIABETES, ASTHMA, GOUT),
                  diagnosed(DIABETES),
                  diagnosed(ASTHMA),
                  diagnosed(DIABETES, GOUT)));
      assertThat(form.clauses())
          .containsExactly(ever(DIABETES), ever(ASTHMA), ever(DIABETES, GOUT));
      assertThat(tests(form)).containsExactly(Tests.LEAF);
    }

    /** Lucene refuses terms of more than 32,766 bytes. */
    @Test
    void aCodeTooLongForAnIndexIsATest() {
      TrialForm form = form(including("T", diagnosed(Code.of("urn:codes", "x".repeat(40_000)))));
      assertThat(form.clauses()).isEmpty();
      assertThat(tests(form)).containsExactly(Tests.LEAF);
      assertThat(form.letThrough()).containsExactly(LEFT_OPEN);
    }
  }

  @Nested
  class Exclusions {

    @Test
    void aPlainDiagnosisExcludesByItsTermsAlone() {
      for (Trial trial :
          List.of(
              excluding("T", diagnosed(DIABETES)), including("T", new Not(diagnosed(DIABETES))))) {
        TrialForm form = form(trial);
        assertThat(form.excluded()).isEqualTo(ever(DIABETES));
        assertThat(form.clauses()).isEmpty();
        assertThat(form.touched()).isEmpty();
        assertThat(tests(form)).isEmpty();
        assertThat(form.letThrough()).isEmpty();
      }
    }

    @Test
    void eachOfAnyExcludes() {
      var any = new AnyOf(List.of(diagnosed(DIABETES), diagnosed(ASTHMA)));
      assertThat(form(excluding("T", any)).excluded()).isEqualTo(ever(DIABETES, ASTHMA));
    }

    @Test
    void whereSilenceLeavesAnExclusionOpenNobodyIsSurelyEligible() {
      TrialForm form = form(excluding("T", diagnosed(Silence.MEANS_UNKNOWN, DIABETES)));
      assertThat(form.excluded()).isEqualTo(ever(DIABETES));
      assertThat(tests(form)).containsExactly(Tests.UNSETTLED);
    }

    @Test
    void anExclusionThatAsksMoreThanCodesIsOnlyTouched() {
      TrialForm form = form(excluding("T", operatedInTheLastYear(GOUT)));
      assertThat(form.touched())
          .containsExactly(new Term(PerformedProcedure.class, GOUT, Ask.MENTION));
      assertThat(form.excluded()).isEmpty();
      assertThat(tests(form)).isEmpty();
    }

    @Test
    void anExclusionByAllOfSeveralIsTouchedByTheFewestCodes() {
      var all = new AllOf(List.of(diagnosed(DIABETES, ASTHMA), diagnosed(GOUT)));
      assertThat(form(excluding("T", all)).touched()).isEqualTo(ever(GOUT));
    }
  }

  @Nested
  class WhatSurvivorsAreAsked {

    @Test
    void ageAndSexAreFoundAmongThePartsOfAll() {
      var all =
          new AllOf(
              List.of(atLeast(18, CalendarUnit.YEARS), new AllOf(List.of(new SexIs(Sex.FEMALE)))));
      TrialForm form = form(including("T", all));
      assertThat(tests(form)).containsExactly(Tests.SEX, Tests.AGE);
      assertThat(form.letThrough()).isEmpty();
    }

    @Test
    void bothEndsOfAnAgeRangeAreTests() {
      assertThat(tests(form(including("T", age(18, 76))))).containsExactly(Tests.AGE, Tests.AGE);
    }

    @Test
    void notToBeBetweenTwoAgesIsNoConjunctionAndLeftToTheEvaluator() {
      TrialForm form = form(excluding("T", age(18, 76)));
      assertThat(tests(form)).containsExactly(Tests.LEAF);
      assertThat(form.letThrough()).containsExactly(LEFT_OPEN);
    }

    @Test
    void aBoundOfTheLatestResultIsATestWhateverSilenceMeans() {
      for (Silence silence : Silence.values()) {
        TrialForm form = form(including("T", measured(silence, GOUT)));
        assertThat(tests(form)).containsExactly(Tests.RESULT);
        assertThat(form.clauses()).isEmpty();
        assertThat(form.letThrough()).isEmpty();
      }
    }

    @Test
    void theCheapestComeFirst() {
      TrialForm form =
          form(
              including(
                  "T",
                  new Characteristic.Alive(),
                  measured(Silence.MEANS_NO, GOUT),
                  atLeast(18, CalendarUnit.YEARS),
                  new SexIs(Sex.MALE)));
      assertThat(tests(form)).containsExactly(Tests.SEX, Tests.AGE, Tests.RESULT, Tests.LEAF);
    }

    @Test
    void aTrialWithEffectiveDatesIsAskedWhetherItIsInForce() {
      Trial plain = including("T", diagnosed(DIABETES));
      var protocol =
          new Protocol(Optional.empty(), Optional.of(LocalDate.of(2025, 1, 1)), Optional.empty());
      Dossier dossier =
          new Dossier(
              Optional.empty(),
              Optional.of(protocol),
              List.of(),
              Optional.empty(),
              Optional.empty());
      Trial dated =
          new Trial(
              plain.id(),
              plain.version(),
              plain.title(),
              plain.area(),
              plain.status(),
              dossier,
              plain.registry(),
              plain.criteria());
      assertThat(tests(form(plain))).isEmpty();
      assertThat(tests(form(dated))).containsExactly(Tests.IN_FORCE);
    }

    private static Age age(int from, int below) {
      return new Age(
          new AgeRange(
              Optional.of(new Span(from, CalendarUnit.YEARS)),
              Optional.of(new Span(below, CalendarUnit.YEARS))),
          Optional.empty());
    }
  }

  @Nested
  class WhatIsLetThrough {

    @Test
    void aQuestionThatSilenceLeavesOpenIsLetThroughWithThatReason() {
      TrialForm form = form(including("T", diagnosed(Silence.MEANS_UNKNOWN, DIABETES)));
      assertThat(form.clauses()).isEmpty();
      assertThat(tests(form)).containsExactly(Tests.LEAF);
      assertThat(form.letThrough()).containsExactly(LEFT_OPEN);
    }

    @Test
    void whatOnlyAPersonKnowsIsLetThroughAndLeavesTheTrialUnsettled() {
      for (Characteristic open :
          List.of(new NeedsAPerson("judgement"), new NotYetSupported("a genome"))) {
        TrialForm form = form(including("T", diagnosed(DIABETES), open));
        assertThat(form.clauses()).containsExactly(ever(DIABETES));
        assertThat(tests(form)).containsExactly(Tests.UNSETTLED);
        assertThat(form.letThrough()).containsExactly("c1: no computer decides it");
      }
    }

    @Test
    void anyWithAPartThatOnlyAPersonKnowsIsLetThrough() {
      var any = new AnyOf(List.of(diagnosed(DIABETES), new NeedsAPerson("judgement")));
      TrialForm form = form(including("T", any));
      assertThat(form.clauses()).isEmpty();
      assertThat(form.letThrough()).containsExactly(LEFT_OPEN);
    }
  }

  @Nested
  class Burden {

    @Test
    void anOrdinaryTrialHasNone() {
      assertThat(form(including("T", diagnosed(DIABETES))).burden()).isEmpty();
    }

    @Test
    void manyCriteriaAreNamed() {
      Characteristic[] many =
          Stream.generate(() -> diagnosed(DIABETES)).limit(201).toArray(Characteristic[]::new);
      assertThat(form(including("T", many)).burden()).containsExactly("201 criteria");
    }

    @Test
    void manyCodesAreNamed() {
      Code[] codes =
          IntStream.rangeClosed(0, 50_000)
              .mapToObj(i -> Code.of("urn:codes", "c" + i))
              .toArray(Code[]::new);
      assertThat(form(including("T", diagnosed(codes))).burden()).containsExactly("50001 codes");
    }

    @Test
    void deepNestingIsNamed() {
      Characteristic nested = diagnosed(DIABETES);
      for (int depth = 0; depth < 21; depth++) {
        nested = new AnyOf(List.of(nested));
      }
      assertThat(form(including("T", nested)).burden()).containsExactly("21 levels of nesting");
    }
  }
}
