package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.trialward.rules.Trials;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;

/** What is looked up once for many trials must be what each of them would find. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class AssessmentTest {

  /** Questions that repeat themselves, and a chart with something to say about one of them. */
  record Page(List<Trial> trials, PatientChart chart) {}

  @Property(seed = "20261123", tries = 500)
  void eachOfManyTrialsIsAnsweredAsIfItWereAlone(
      @ForAll("pages") Page page, @ForAll("days") LocalDate asOf) {
    assertThat(new Assessment(page.chart().asOf(asOf)).of(page.trials()))
        .isEqualTo(
            page.trials().stream()
                .map(trial -> Eligibility.of(trial, page.chart().asOf(asOf)))
                .toList());
  }

  @Property(seed = "20261123", tries = 500)
  void eachCriterionIsAnsweredAsIfItWereAlone(
      @ForAll("pages") Page page, @ForAll("days") LocalDate asOf) {
    Assessment assessment = new Assessment(page.chart().asOf(asOf));
    for (Trial trial : page.trials()) {
      List<Finding> findings = assessment.of(trial).findings();
      assertThat(findings.stream().filter(f -> trial.criteria().contains(f.criterion())))
          .isNotEmpty()
          .allSatisfy(f ->
              assertThat(new Answer(f.truth(), f.evidence(), f.outlook()))
                  .isEqualTo(Eligibility.answer(f.criterion().when(), page.chart().asOf(asOf))));
    }
  }

  @Provide
  Arbitrary<Page> pages() {
    return Questions.any().list().ofMinSize(1).ofMaxSize(4).flatMap(AssessmentTest::page);
  }

  private static Arbitrary<Page> page(List<Questions> questions) {
    Arbitrary<EligibilityCriterion> criteria =
        Combinators.combine(
                Arbitraries.of(questions), Arbitraries.of(EligibilityCriterion.Kind.values()))
            .as((question, kind) ->
                new EligibilityCriterion("c", kind, "", List.of(), question.asked()));
    return criteria
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(list -> Trials.trial(list.toArray(EligibilityCriterion[]::new)))
        .list()
        .ofMinSize(2)
        .ofMaxSize(5)
        .map(trials -> new Page(trials, questions.getFirst().chart()));
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Charts.referenceDates();
  }
}
