package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.trialward.rules.Patients;
import org.trialward.rules.Trials;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Charts.Question;

/** What holds for every chart and every characteristic, whatever they say. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LawsTest {

  /** The Gregorian calendar repeats after 400 years, which are whole weeks. */
  private static final long DAYS_OF_400_YEARS = 146_097;

  @Property(tries = 500)
  void theOrderOfTheFactsDoesNotMatter(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf,
      @ForAll Random random) {
    List<Fact> shuffled = new ArrayList<>(chart.facts());
    Collections.shuffle(shuffled, random);
    assertThat(Eligibility.of(trial, Charts.withFacts(chart, shuffled).asOf(asOf)))
        .isEqualTo(Eligibility.of(trial, chart.asOf(asOf)));
  }

  @Property(tries = 500)
  void aFactThatNobodyAskedForChangesNothing(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart chart,
      @ForAll("fact") Fact fact,
      @ForAll("days") LocalDate asOf) {
    List<Fact> facts = new ArrayList<>(chart.facts());
    facts.add(Charts.coded(fact, List.of(Code.of("urn:elsewhere", "1"))));
    assertThat(Eligibility.of(trial, Charts.withFacts(chart, facts).asOf(asOf)))
        .isEqualTo(Eligibility.of(trial, chart.asOf(asOf)));
  }

  @Property(tries = 500)
  void deMorganHoldsOverEveryKindOfCharacteristic(
      @ForAll("parts") List<Characteristic> parts,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf) {
    List<Characteristic> negated = parts.stream().<Characteristic>map(Not::new).toList();
    assertThat(truth(new Not(new AnyOf(parts)), chart, asOf))
        .isEqualTo(truth(new AllOf(negated), chart, asOf));
    assertThat(truth(new Not(new AllOf(parts)), chart, asOf))
        .isEqualTo(truth(new AnyOf(negated), chart, asOf));
  }

  @Property(tries = 500)
  void atLeastOneIsAnyAndAtLeastAllIsAll(
      @ForAll("parts") List<Characteristic> parts,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf) {
    assertThat(truth(new AtLeast(1, parts), chart, asOf))
        .isEqualTo(truth(new AnyOf(parts), chart, asOf));
    assertThat(truth(new AtLeast(parts.size(), parts), chart, asOf))
        .isEqualTo(truth(new AllOf(parts), chart, asOf));
  }

  @Property(tries = 500)
  void fourHundredYearsLaterEverythingIsTheSame(
      @ForAll("questions") Question question, @ForAll("days") LocalDate asOf) {
    Characteristic asked = question.asked();
    PatientChart chart = question.chart();
    PatientChart later = Charts.rewritten(chart, when -> Charts.shifted(when, DAYS_OF_400_YEARS));
    Answer now = Eligibility.answer(asked, chart.asOf(asOf));
    Answer then = Eligibility.answer(asked, later.asOf(asOf.plusDays(DAYS_OF_400_YEARS)));
    assertThat(then.truth()).isEqualTo(now.truth());
    assertThat(then.outlook().byTimeFrom())
        .isEqualTo(now.outlook().byTimeFrom().map(day -> day.plusDays(DAYS_OF_400_YEARS)));
  }

  @Property(tries = 3000)
  void completingAPartialDateMaySettleAnAnswerButNeverTurnsItOver(
      @ForAll("questions") Question question,
      @ForAll("days") LocalDate asOf,
      @ForAll Random random) {
    Characteristic asked = question.asked();
    PatientChart chart = question.chart();
    PatientChart completed = Charts.rewritten(chart, when -> narrowed(when, random));
    Truth before = truth(asked, chart, asOf);
    if (before != Truth.UNKNOWN) {
      assertThat(truth(asked, completed, asOf)).isEqualTo(before);
    }
  }

  @Property(tries = 2000)
  void supplyingAMissingUnitMaySettleAnAnswerButNeverTurnsItOver(
      @ForAll("measuredQuestion") Question question,
      @ForAll("days") LocalDate asOf,
      @ForAll("numeric") Result supplied) {
    Characteristic asked = question.asked();
    PatientChart chart = question.chart();
    List<Fact> repaired = chart.facts().stream().map(f -> repaired(f, supplied)).toList();
    Truth before = truth(asked, chart, asOf);
    if (before != Truth.UNKNOWN) {
      assertThat(truth(asked, Charts.withFacts(chart, repaired), asOf)).isEqualTo(before);
    }
  }

  @Property(tries = 1500)
  void anAnswerStandsUntilTheDayItsOutlookNames(
      @ForAll("questions") Question question, @ForAll("days") LocalDate asOf) {
    Characteristic asked = question.asked();
    PatientChart chart = Charts.upTo(asOf, question.chart());
    Answer answer = Eligibility.answer(asked, chart.asOf(asOf));
    LocalDate until = answer.outlook().byTimeFrom().orElse(asOf.plusYears(3));
    assertThat(until).isAfter(asOf);
    LocalDate daily = asOf.plusMonths(14);
    LocalDate day = asOf;
    while (day.isBefore(until)) {
      if (truth(asked, chart, day) != answer.truth()) {
        fail("%s was %s on %s but not on %s", asked, answer.truth(), asOf, day);
      }
      day = day.plusDays(day.isBefore(daily) ? 1 : 9);
    }
    assertThat(truth(asked, chart, until.minusDays(1))).isEqualTo(answer.truth());
  }

  @Property(tries = 300)
  void aVerdictStandsUntilTheDayItsOutlookNames(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart everything,
      @ForAll("days") LocalDate asOf) {
    PatientChart chart = withoutLaterDeath(asOf, Charts.upTo(asOf, everything));
    Verdict verdict = Eligibility.of(trial, chart.asOf(asOf));
    LocalDate until = verdict.outlook().byTimeFrom().orElse(asOf.plusYears(2));
    for (LocalDate day = asOf; day.isBefore(until); day = day.plusDays(3)) {
      assertThat(Eligibility.of(trial, chart.asOf(day)).outcome()).isEqualTo(verdict.outcome());
    }
  }

  /** With one fact at most, the day of a settled answer is not only safe but exact. */
  @Property(tries = 2000)
  void theDayOfAPlainQuestionIsTheDayItChanges(
      @ForAll("plainQuestion") Question question, @ForAll("days") LocalDate asOf) {
    Characteristic asked = question.asked();
    PatientChart chart = Charts.upTo(asOf, question.chart());
    Answer answer = Eligibility.answer(asked, chart.asOf(asOf));
    Optional<LocalDate> changes = answer.outlook().byTimeFrom();
    boolean staysNoWhenStale =
        asked instanceof Characteristic.Measured && answer.truth() == Truth.FALSE;
    boolean settled = answer.truth() != Truth.UNKNOWN || asked instanceof Characteristic.Age;
    if (changes.isPresent() && settled && !staysNoWhenStale) {
      assertThat(truth(asked, chart, changes.get())).isNotEqualTo(answer.truth());
    }
  }

  @Property(tries = 2000)
  void evidenceFitsTheAnswer(
      @ForAll("questions") Question question, @ForAll("days") LocalDate asOf) {
    Answer answer = Eligibility.answer(question.asked(), question.chart().asOf(asOf));
    if (answer.truth() == Truth.UNKNOWN) {
      assertThat(answer.evidence()).anyMatch(LawsTest::saysWhy);
    } else {
      assertThat(answer.evidence()).isNotEmpty().noneMatch(LawsTest::saysWhy);
    }
  }

  private static boolean saysWhy(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Inconclusive(_, var why) -> !why.isBlank();
      case Evidence.Missing(_, var why) -> !why.isBlank();
      case Evidence.PersonNeeded(var why) -> !why.isBlank();
      case Evidence.Unsupported(var what) -> !what.isBlank();
      case Evidence.Supporting _, Evidence.Opposing _, Evidence.AssumedAbsent _ -> false;
    };
  }

  /** A bounded result against every number it may stand for. */
  @Property(tries = 2000)
  void aBoundedResultPassesWhenEveryNumberItMayBePasses(
      @ForAll("ranges") QuantityRange range, @ForAll("numeric") Result result) {
    var numeric = (Result.Numeric) result;
    UcumUnit unit = range.lower().or(range::upper).orElseThrow().limit().unit();
    if (!numeric.quantity().unit().equals(unit)) {
      return;
    }
    // Halves between and beyond the whole limits stand for all numbers there.
    List<Truth> each =
        IntStream.rangeClosed(-4, 20)
            .mapToObj(half -> BigDecimal.valueOf(half * 5L, 1))
            .filter(value -> mayBe(value, numeric))
            .map(value -> Truth.of(isIn(value, range)))
            .distinct()
            .toList();
    assertThat(ResultTests.apply(new ResultTest.InRange(range), result).truth())
        .isIn(each.size() == 1 ? List.of(each.getFirst(), Truth.UNKNOWN) : List.of(Truth.UNKNOWN));
    if (range.lower().isEmpty() || range.upper().isEmpty()) {
      assertThat(ResultTests.apply(new ResultTest.InRange(range), result).truth())
          .isEqualTo(each.size() == 1 ? each.getFirst() : Truth.UNKNOWN);
    }
  }

  private static boolean mayBe(BigDecimal value, Result.Numeric result) {
    int sign = value.compareTo(result.quantity().value());
    return switch (result.comparator()) {
      case EXACT -> sign == 0;
      case BELOW -> sign < 0;
      case AT_MOST -> sign <= 0;
      case AT_LEAST -> sign >= 0;
      case ABOVE -> sign > 0;
    };
  }

  private static boolean isIn(BigDecimal value, QuantityRange range) {
    return range.lower().map(b -> isOn(1, value, b)).orElse(true)
        && range.upper().map(b -> isOn(-1, value, b)).orElse(true);
  }

  private static boolean isOn(int side, BigDecimal value, Bound bound) {
    int sign = value.compareTo(bound.limit().value()) * side;
    return sign > 0 || (sign == 0 && bound.included());
  }

  /** Age against the definition: count birthdays one by one. */
  @Property(tries = 1000)
  void anAgeIsUnknownExactlyWhenTheBirthDatesInsideDisagree(
      @ForAll("ageRanges") AgeRange range,
      @ForAll("intervals") Interval born,
      @ForAll("days") LocalDate asOf) {
    List<Truth> each = new ArrayList<>();
    for (LocalDate d = born.firstDay(); !d.isAfter(born.lastDay()); d = d.plusDays(1)) {
      LocalDate birth = d;
      boolean oldEnough =
          range.from().map(a -> a.unit().completed(birth, asOf) >= a.length()).orElse(true);
      boolean youngEnough =
          range.below().map(a -> a.unit().completed(birth, asOf) < a.length()).orElse(true);
      each.add(Truth.of(oldEnough && youngEnough));
    }
    Truth expected = each.stream().distinct().count() == 1 ? each.getFirst() : Truth.UNKNOWN;
    PatientChart chart = Patients.patient().chart();
    var who = chart.demographics();
    PatientChart withBirth =
        new PatientChart(
            chart.id(),
            new Demographics(Optional.of(born), who.sex(), who.death(), who.source()),
            List.of());
    assertThat(truth(new Characteristic.Age(range), withBirth, asOf)).isEqualTo(expected);
  }

  private static Truth truth(Characteristic asked, PatientChart chart, LocalDate asOf) {
    return Eligibility.answer(asked, chart.asOf(asOf)).truth();
  }

  private static Interval narrowed(Interval when, Random random) {
    LocalDate first = when.firstDay();
    int days = (int) (when.lastDay().toEpochDay() - first.toEpochDay());
    if (days == 0 || random.nextInt(4) == 0) {
      return when;
    }
    int a = random.nextInt(days + 1);
    int b = random.nextBoolean() ? a : random.nextInt(days + 1);
    return Interval.between(first.plusDays(Math.min(a, b)), first.plusDays(Math.max(a, b)));
  }

  private static Fact repaired(Fact fact, Result supplied) {
    return fact instanceof Measurement m && m.result() instanceof Result.Unusable
        ? new Measurement(m.codes(), m.status(), supplied, m.taken(), m.source())
        : fact;
  }

  private static PatientChart withoutLaterDeath(LocalDate asOf, PatientChart chart) {
    var who = chart.demographics();
    boolean later =
        who.death() instanceof Death.Died(var when)
            && when.isPresent()
            && when.get().firstDay().isAfter(asOf);
    return later
        ? new PatientChart(
            chart.id(),
            new Demographics(who.born(), who.sex(), new Death.NotRecorded(), who.source()),
            chart.facts())
        : chart;
  }

  @Provide
  Arbitrary<Trial> trials() {
    Arbitrary<EligibilityCriterion> criteria =
        Combinators.combine(Charts.characteristics(), Arbitraries.of(true, false))
            .as((when, in) -> in ? Trials.inclusion("in", when) : Trials.exclusion("ex", when));
    return criteria
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> Trials.trial(list.toArray(EligibilityCriterion[]::new)));
  }

  @Provide
  Arbitrary<PatientChart> charts() {
    return Charts.charts();
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Charts.referenceDates();
  }

  @Provide
  Arbitrary<Fact> fact() {
    return Charts.facts();
  }

  @Provide
  Arbitrary<Interval> intervals() {
    return Charts.intervals();
  }

  @Provide
  Arbitrary<Question> questions() {
    return Charts.questions();
  }

  @Provide
  Arbitrary<Question> plainQuestion() {
    return Charts.plainQuestions(1);
  }

  @Provide
  Arbitrary<Question> measuredQuestion() {
    return Charts.plainQuestions(4).filter(q -> q.asked() instanceof Characteristic.Measured);
  }

  @Provide
  Arbitrary<List<Characteristic>> parts() {
    return Charts.characteristics().list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Result> numeric() {
    return Charts.numeric();
  }

  @Provide
  Arbitrary<QuantityRange> ranges() {
    return Charts.ranges();
  }

  @Provide
  Arbitrary<AgeRange> ageRanges() {
    return Charts.ageRanges();
  }
}
