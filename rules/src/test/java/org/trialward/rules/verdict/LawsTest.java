package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
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
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.trial.Trial;

/** What holds for every chart and every characteristic, whatever they say. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LawsTest {

  /** The Gregorian calendar repeats after 400 years, which are whole weeks. */
  private static final long DAYS_OF_400_YEARS = 146_097;

  private static final Pattern CALENDAR_DAY = Pattern.compile("(since|until) \\d{4}");

  @Property(seed = "20261123", tries = 500)
  void theOrderOfTheFactsDoesNotMatter(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf,
      @ForAll Random random) {
    List<Fact> shuffled = new ArrayList<>(chart.facts());
    Collections.shuffle(shuffled, random);
    assertThat(Eligibility.of(trial, Rewriting.withFacts(chart, shuffled).asOf(asOf)))
        .isEqualTo(Eligibility.of(trial, chart.asOf(asOf)));
  }

  @Property(seed = "20261123", tries = 1000)
  void whatIsAskedNoFurtherThanNeededIsWhatAllOfItSays(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf) {
    PatientSnapshot patient = chart.asOf(asOf);
    for (EligibilityCriterion criterion : trial.criteria()) {
      assertThat(Eligibility.truth(criterion.when(), patient))
          .isEqualTo(Eligibility.answer(criterion.when(), patient).truth());
    }
    assertThat(Eligibility.outcome(trial, patient))
        .isEqualTo(Eligibility.of(trial, patient).outcome());
  }

  @Property(seed = "20261123", tries = 500)
  void aFactThatNobodyAskedForChangesNothing(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart chart,
      @ForAll("fact") Fact fact,
      @ForAll("days") LocalDate asOf) {
    // To take part in any study at all may be what is asked.
    Assume.that(!(fact instanceof StudyParticipation));
    Fact elsewhere = Rewriting.coded(fact, List.of(Code.of("urn:elsewhere", "1")));
    assertThat(Eligibility.of(trial, Rewriting.with(chart, elsewhere).asOf(asOf)))
        .isEqualTo(Eligibility.of(trial, chart.asOf(asOf)));
  }

  @Property(seed = "20261123", tries = 500)
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

  @Property(seed = "20261123", tries = 500)
  void atLeastOneIsAnyAndAtLeastAllIsAll(
      @ForAll("parts") List<Characteristic> parts,
      @ForAll("charts") PatientChart chart,
      @ForAll("days") LocalDate asOf) {
    assertThat(truth(new AtLeast(1, parts), chart, asOf))
        .isEqualTo(truth(new AnyOf(parts), chart, asOf));
    assertThat(truth(new AtLeast(parts.size(), parts), chart, asOf))
        .isEqualTo(truth(new AllOf(parts), chart, asOf));
  }

  /** Kleene's tables over answers; each part may be of any kind. */
  @Property(seed = "20261123", tries = 500)
  void allAndAnyOfTwoFollowTheTables(
      @ForAll("question") Questions one,
      @ForAll("question") Questions other,
      @ForAll("days") LocalDate asOf) {
    Truth a = truth(one.asked(), one.chart(), asOf);
    Truth b = truth(other.asked(), one.chart(), asOf);
    List<Characteristic> both = List.of(one.asked(), other.asked());
    assertThat(truth(new AllOf(both), one.chart(), asOf)).isEqualTo(a.and(b));
    assertThat(truth(new AnyOf(both), one.chart(), asOf)).isEqualTo(a.or(b));
    assertThat(truth(new Not(one.asked()), one.chart(), asOf)).isEqualTo(a.not());
  }

  @Property(seed = "20261123", tries = 500)
  void fourHundredYearsLaterEverythingIsTheSame(
      @ForAll("question") Questions question, @ForAll("days") LocalDate asOf) {
    // A window between calendar days stays where it is.
    Assume.that(!CALENDAR_DAY.matcher(question.asked().toString()).find());
    PatientChart later = Rewriting.shifted(question.chart(), DAYS_OF_400_YEARS);
    Answer now = Eligibility.answer(question.asked(), question.chart().asOf(asOf));
    Answer then =
        Eligibility.answer(question.asked(), later.asOf(asOf.plusDays(DAYS_OF_400_YEARS)));
    assertThat(then.truth()).isEqualTo(now.truth());
    assertThat(then.outlook().byTimeFrom())
        .isEqualTo(now.outlook().byTimeFrom().map(day -> day.plusDays(DAYS_OF_400_YEARS)));
  }

  @Property(seed = "20261123", tries = 3000)
  void completingAPartialDateMaySettleAnAnswerButNeverTurnsItOver(
      @ForAll("question") Questions question,
      @ForAll("days") LocalDate asOf,
      @ForAll Random random) {
    assertNeverTurnsOver(
        question, Rewriting.dated(question.chart(), when -> narrowed(when, random)), asOf);
  }

  /** A missing unit, reference range, severity, stage, change or significance. */
  @Property(seed = "20261123", tries = 3000)
  void supplyingWhatAFactLeavesOutMaySettleAnAnswerButNeverTurnsItOver(
      @ForAll("question") Questions question,
      @ForAll("days") LocalDate asOf,
      @ForAll("supplement") Supplement supplied) {
    List<Fact> facts = question.chart().facts().stream().map(supplied::to).toList();
    assertNeverTurnsOver(question, Rewriting.withFacts(question.chart(), facts), asOf);
  }

  private static void assertNeverTurnsOver(
      Questions question, PatientChart precise, LocalDate asOf) {
    Truth before = truth(question.asked(), question.chart(), asOf);
    if (before != Truth.UNKNOWN) {
      assertThat(truth(question.asked(), precise, asOf)).isEqualTo(before);
    }
  }

  /** Where silence says no and not knowing would say otherwise, the evidence admits it. */
  @Property(seed = "20261123", tries = 2000)
  void everyConsequenceOfSilenceIsMarkedAssumed(
      @ForAll("question") Questions question, @ForAll("days") LocalDate asOf) {
    PatientSnapshot patient = question.chart().asOf(asOf);
    Characteristic takingSilenceForNo = new Silenced(Silence.MEANS_NO).of(question.asked());
    Characteristic openToSilence = new Silenced(Silence.MEANS_UNKNOWN).of(question.asked());
    Answer answer = Eligibility.answer(takingSilenceForNo, patient);
    if (Eligibility.answer(openToSilence, patient).truth() != answer.truth()) {
      assertThat(answer.evidence()).anyMatch(Evidence.AssumedAbsent.class::isInstance);
    }
  }

  /** An input that the record does not mention counts as absent: the answer says so. */
  @Property(seed = "20261123", tries = 500)
  void aScoreThatCountsWhatIsNotRecordedSaysSo(
      @ForAll("score") Questions question, @ForAll("days") LocalDate asOf) {
    PatientChart nothing = Rewriting.withFacts(question.chart(), List.of());
    Answer answer = Eligibility.answer(question.asked(), nothing.asOf(asOf));
    if (answer.truth() != Truth.UNKNOWN) {
      assertThat(answer.evidence()).anyMatch(Evidence.AssumedAbsent.class::isInstance);
    }
  }

  @Property(seed = "20261123", tries = 2000)
  void evidenceFitsTheAnswer(
      @ForAll("question") Questions question, @ForAll("days") LocalDate asOf) {
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
  @Property(seed = "20261123", tries = 2000)
  void aBoundedResultPassesWhenEveryNumberItMayBePasses(
      @ForAll("ranges") QuantityRange range, @ForAll("numeric") Result result) {
    var numeric = (Result.Numeric) result;
    Bound bound = range.bounds().findFirst().orElseThrow();
    UcumUnit unit = limit(bound).unit();
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
    assertThat(passes(range, result))
        .isIn(each.size() == 1 ? List.of(each.getFirst(), Truth.UNKNOWN) : List.of(Truth.UNKNOWN));
    if (range.lower().isEmpty() || range.upper().isEmpty()) {
      assertThat(passes(range, result))
          .isEqualTo(each.size() == 1 ? each.getFirst() : Truth.UNKNOWN);
    }
  }

  private static Truth passes(QuantityRange range, Result result) {
    return Results.inRange(range, unit -> Results.read(result, Optional.empty(), unit)).truth();
  }

  private static Quantity limit(Bound bound) {
    return ((QuantityRange.Limit.Fixed) bound.limit()).quantity();
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
    int sign = value.compareTo(limit(bound).value()) * side;
    return sign > 0 || (sign == 0 && bound.included());
  }

  /** Age against the definition: count birthdays one by one. */
  @Property(seed = "20261123", tries = 1000)
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
    PatientChart someone =
        Rewriting.dated(Patients.patient().bornOn("2000").chart(), anyDay -> born);
    assertThat(truth(new Characteristic.Age(range, Optional.empty()), someone, asOf))
        .isEqualTo(expected);
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

  /** What a record may add to a fact that leaves it out. */
  record Supplement(Result result, ReferenceRange normal, List<Code> codes) {
    Fact to(Fact fact) {
      return switch (fact) {
        case Measurement m ->
            new Measurement(
                m.codes(),
                m.status(),
                m.result() instanceof Result.Unusable ? result : m.result(),
                new ReferenceRange(
                    m.normal().low().or(normal::low), m.normal().high().or(normal::high)),
                m.taken(),
                m.source());
        case Diagnosis d ->
            new Diagnosis(
                d.codes(),
                d.status(),
                d.verification(),
                d.onset(),
                d.abatement(),
                d.recorded(),
                orSupplied(d.severity()),
                orSupplied(d.stage()),
                d.source());
        case GeneVariant v when v.finding() == GeneVariant.Finding.PRESENT ->
            new GeneVariant(
                v.genes(),
                orSupplied(v.changes()),
                v.finding(),
                orSupplied(v.significance()),
                v.taken(),
                v.source());
        default -> fact;
      };
    }

    private List<Code> orSupplied(List<Code> recorded) {
      return recorded.isEmpty() ? codes : recorded;
    }
  }

  @Provide
  Arbitrary<Trial> trials() {
    Arbitrary<EligibilityCriterion> criteria =
        Combinators.combine(Characteristics.any(), Arbitraries.of(true, false))
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
  Arbitrary<Questions> question() {
    return Questions.any();
  }

  @Provide
  Arbitrary<Questions> score() {
    return Questions.plain(Characteristics.derived(), 1);
  }

  @Provide
  Arbitrary<Supplement> supplement() {
    return Combinators.combine(Charts.numeric(), Charts.normals(), Charts.codes())
        .as(Supplement::new);
  }

  @Provide
  Arbitrary<List<Characteristic>> parts() {
    return Characteristics.any().list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Result> numeric() {
    return Charts.numeric();
  }

  @Provide
  Arbitrary<QuantityRange> ranges() {
    return Characteristics.ranges();
  }

  @Provide
  Arbitrary<AgeRange> ageRanges() {
    return Characteristics.ageRanges();
  }
}
