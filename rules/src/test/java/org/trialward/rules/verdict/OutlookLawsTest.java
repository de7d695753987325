package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.trialward.rules.Trials;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;

/** What an outlook promises, for every chart and every characteristic. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class OutlookLawsTest {

  /** A question, and the same chart with one more fact of its kind. */
  record WithMore(Questions question, Fact fact) {}

  @Property(seed = "20261123", tries = 1500)
  void anAnswerStandsUntilTheDayItsOutlookNames(
      @ForAll("question") Questions question, @ForAll("days") LocalDate asOf) {
    Characteristic asked = question.asked();
    PatientChart chart = withoutLaterDeath(asOf, Rewriting.upTo(asOf, question.chart()));
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

  @Property(seed = "20261123", tries = 2000)
  void anAnswerThatNoNewEntryCanChangeIsNotChangedByOne(
      @ForAll("more") WithMore more, @ForAll("days") LocalDate asOf) {
    Questions question = more.question();
    Answer answer = Eligibility.answer(question.asked(), question.chart().asOf(asOf));
    if (!answer.outlook().byNewResult()) {
      assertThat(truth(question.asked(), Rewriting.with(question.chart(), more.fact()), asOf))
          .isEqualTo(answer.truth());
    }
  }

  @Property(seed = "20261123", tries = 300)
  void aVerdictStandsUntilTheDayItsOutlookNames(
      @ForAll("trials") Trial trial,
      @ForAll("charts") PatientChart everything,
      @ForAll("days") LocalDate asOf) {
    PatientChart chart = withoutLaterDeath(asOf, Rewriting.upTo(asOf, everything));
    Verdict verdict = Eligibility.of(trial, chart.asOf(asOf));
    LocalDate until = verdict.outlook().byTimeFrom().orElse(asOf.plusYears(2));
    for (LocalDate day = asOf; day.isBefore(until); day = day.plusDays(3)) {
      assertThat(Eligibility.of(trial, chart.asOf(day)).outcome()).isEqualTo(verdict.outcome());
    }
  }

  /** With one fact at most, the day of a settled answer is not only safe but exact. */
  @Property(seed = "20261123", tries = 2000)
  void theDayOfAPlainQuestionIsTheDayItChanges(
      @ForAll("plainQuestion") Questions question, @ForAll("days") LocalDate asOf) {
    Characteristic asked = question.asked();
    PatientChart chart = Rewriting.upTo(asOf, question.chart());
    Answer answer = Eligibility.answer(asked, chart.asOf(asOf));
    Optional<LocalDate> changes = answer.outlook().byTimeFrom();
    if (changes.isPresent() && answer.truth() != Truth.UNKNOWN && isExact(asked, answer)) {
      assertThat(truth(asked, chart, changes.get())).isNotEqualTo(answer.truth());
    }
  }

  private static final Set<Choice> OF_ONE_RESULT =
      EnumSet.of(Choice.LATEST, Choice.EARLIEST, Choice.ANY, Choice.ALL);

  /** The day of a count, an order, a summary of results, or a derived measure may be too early. */
  private static boolean isExact(Characteristic asked, Answer answer) {
    return switch (asked) {
      case Characteristic.Measured m ->
          answer.truth() == Truth.TRUE
              && m.of() instanceof Characteristic.Measure.Coded
              && OF_ONE_RESULT.contains(m.choice());
      case Characteristic.VariantFound _ -> answer.truth() == Truth.TRUE;
      case Characteristic.Age(_, var at) -> at.isEmpty();
      case Characteristic.Occurred _, Characteristic.Followed _ -> false;
      default -> true;
    };
  }

  private static Truth truth(Characteristic asked, PatientChart chart, LocalDate asOf) {
    return Eligibility.answer(asked, chart.asOf(asOf)).truth();
  }

  private static PatientChart withoutLaterDeath(LocalDate asOf, PatientChart chart) {
    boolean later =
        chart.demographics().death() instanceof Death.Died(var when)
            && when.isPresent()
            && when.get().firstDay().isAfter(asOf);
    return later ? Rewriting.withDeath(chart, new Death.NotRecorded()) : chart;
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
  Arbitrary<Questions> question() {
    return Questions.any();
  }

  @Provide
  Arbitrary<Questions> plainQuestion() {
    return Questions.plain(1);
  }

  @Provide
  Arbitrary<WithMore> more() {
    return Questions.plain(2)
        .flatMap(question ->
            Questions.about(question.asked(), 1)
                .map(List::getFirst)
                .map(fact -> new WithMore(question, fact)));
  }
}
