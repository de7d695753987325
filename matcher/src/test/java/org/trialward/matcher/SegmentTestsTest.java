package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.trial;
import static org.trialward.matcher.Trials.with;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Speaks;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/** What a segment makes of tests and postings answers as the evaluator does. */
class SegmentTestsTest {
  private static final Code SODIUM = Code.of("urn:codes", "sodium");
  private static final LocalDate TODAY = LocalDate.of(2025, 1, 1);

  /** Every way to bound the limits 1 and 2, as a demand and as an exclusion. */
  private static List<Trial> bounded(Silence silence, Optional<Window> window) {
    List<Optional<Bound>> lows = new ArrayList<>(List.of(Optional.empty()));
    List<Optional<Bound>> highs = new ArrayList<>(List.of(Optional.empty()));
    for (boolean included : new boolean[] {true, false}) {
      lows.add(Optional.of(new Bound(Quantity.of("1", "mmol/L"), included)));
      highs.add(Optional.of(new Bound(Quantity.of("2", "mmol/L"), included)));
    }
    List<Trial> trials = new ArrayList<>();
    for (Optional<Bound> low : lows) {
      for (Optional<Bound> high : highs) {
        if (low.isPresent() || high.isPresent()) {
          var measured =
              new Measured(
                  new Measure.Coded(new ValueSet("sodium", Set.of(SODIUM))),
                  new ResultTest.InRange(new QuantityRange(low, high)),
                  window,
                  Choice.LATEST,
                  silence);
          for (Kind kind : Kind.values()) {
            String id = "T" + trials.size();
            trials.add(trial(id, RecruitmentStatus.RECRUITING, kind, measured));
          }
        }
      }
    }
    return trials;
  }

  private static PatientSnapshot withResult(String value, String unit) {
    Fact result =
        new Measurement(
            List.of(SODIUM),
            Measurement.Status.FINAL,
            new Result.Numeric(Comparator.EXACT, Quantity.of(value, unit)),
            ReferenceRange.NOT_REPORTED,
            Optional.of(Interval.on(TODAY.minusDays(20))),
            new Source("Observation", "o", "1"));
    PatientChart nobody = with().chart();
    return new PatientChart(nobody.id(), nobody.demographics(), List.of(result)).asOf(TODAY);
  }

  private static void isAnsweredExactly(List<Trial> trials, PatientSnapshot patient) {
    try (Matcher matcher = new Matcher(trials)) {
      assertThat(matcher.fits(patient).sorted())
          .containsExactlyElementsOf(
              trials.stream()
                  .map(trial -> new Fits.Fit(trial, Eligibility.outcome(trial, patient)))
                  .filter(fit -> fit.outcome() != Outcome.INELIGIBLE)
                  .sorted((a, b) -> a.trial().id().compareTo(b.trial().id()))
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "0.999", "1", "1.0", "1.5", "2", "2.00", "2.001", "1e300"})
  void aResultBelowOnBetweenAndAboveLimitsPassesWhatTheEvaluatorSays(String value) {
    isAnsweredExactly(
        bounded(Silence.MEANS_UNKNOWN, Optional.empty()), withResult(value, "mmol/L"));
  }

  @Test
  void aResultInAUnitThatDoesNotConvertLeavesEveryTestOpen() {
    isAnsweredExactly(bounded(Silence.MEANS_NO, Optional.empty()), withResult("1", "kg"));
  }

  @ParameterizedTest
  @EnumSource(Silence.class)
  void noResultMeansWhatTheTrialSays(Silence silence) {
    isAnsweredExactly(bounded(silence, Optional.empty()), with());
  }

  @ParameterizedTest
  @EnumSource(Silence.class)
  void aResultBeforeTheWindowIsNone(Silence silence) {
    for (int days : List.of(10, 20, 30)) {
      isAnsweredExactly(
          bounded(silence, Optional.of(Window.last(days, CalendarUnit.DAYS))),
          withResult("1.5", "mmol/L"));
    }
  }

  @Test
  void aQuestionThatATrialAsksTwiceIsAnsweredBothTimes() {
    var english = new Speaks(Set.of("en"), Silence.MEANS_NO);
    isAnsweredExactly(
        List.of(including("BOTH", new Not(english), english), including("NOT", new Not(english))),
        with());
  }

  /** Documents are numbered anew after 65,536. */
  @Test
  void trialsBeyondTheFirstBlockOfASegmentAreFoundAndSkippedLikeOthers() {
    int many = 65_536 + 100;
    List<Trial> trials =
        IntStream.range(0, many)
            .mapToObj(number ->
                including(
                    "T" + number, diagnosed(number % 1000 == 7 ? DIABETES : code(number % 10))))
            .toList();
    try (Matcher matcher = new Matcher(trials)) {
      assertThat(matcher.segments()).isEqualTo(1);
      assertThat(found(matcher, with(DIABETES)))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, many).filter(n -> n % 1000 == 7).mapToObj(n -> "T" + n).toList());
      assertThat(found(matcher, with(code(5)))).hasSize(many / 10 + 1).contains("T65635");
      assertThat(found(matcher, with())).isEmpty();
    }
  }

  private static Code code(int number) {
    return Code.of("urn:codes", "c" + number);
  }

  private static List<String> found(Matcher matcher, PatientSnapshot patient) {
    return matcher.fits(patient).sorted().stream()
        .map(fit -> fit.trial().id())
        .map(TrialId::value)
        .toList();
  }
}
