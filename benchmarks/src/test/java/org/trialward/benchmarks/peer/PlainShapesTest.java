package org.trialward.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Alive;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

class PlainShapesTest {
  private static final LocalDate TODAY = LocalDate.of(2025, 6, 30);
  private static final Code LAB = Code.of("urn:lab", "1");

  @Test
  void aTrialOfAnotherShapeIsRefusedByName() {
    Trial trial = trial(Kind.INCLUSION, new Alive());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlatScan.of(Stream.of(trial)))
        .withMessageContaining("Alive");
  }

  @Test
  void anExclusionInAWindowIsRefused() {
    ValueSet set = new ValueSet("bypass", Set.of(Code.of("urn:procedure", "1")));
    Trial trial =
        trial(
            Kind.EXCLUSION,
            new Underwent(set, Optional.of(Window.last(3, CalendarUnit.DAYS)), Silence.MEANS_NO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectScan.of(Stream.of(trial)))
        .withMessageContaining("bypass");
  }

  @Test
  void aResultInAnotherUnitIsRefused() {
    FlatScan scan = FlatScan.of(Stream.of(trial(Kind.INCLUSION, between("1", "2", true))));
    PatientChart patient = chart(result("1.5", "mmol/L", TODAY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scan.prepare(patient.asOf(TODAY)))
        .withMessageContaining("two units");
  }

  @Test
  void aSecondResultOfACodeIsRefused() {
    PatientChart patient =
        chart(result("1", "mg/dL", TODAY), result("2", "mg/dL", TODAY.minusDays(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> PlainPatient.of(patient.asOf(TODAY)));
  }

  @Test
  void anAgeInMonthsIsRefused() {
    Trial trial =
        trial(
            Kind.INCLUSION,
            new Age(
                new AgeRange(Optional.of(new Span(6, CalendarUnit.MONTHS)), Optional.empty()),
                Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlatScan.of(Stream.of(trial)))
        .withMessageContaining("6 months");
  }

  @Test
  void boundsHoldExactlyWhereTheyAreIncludedAndNotWhereTheyAreNot() {
    for (boolean included : List.of(true, false)) {
      for (String value : List.of("0.99", "1", "1.00", "1.01", "2.1", "2.10", "2.11")) {
        agrees(between("1.0", "2.1", included), result(value, "mg/dL", TODAY));
      }
    }
  }

  @Test
  void aWindowHoldsItsFirstDayAndNotTheDayBefore() {
    for (int days : List.of(0, 29, 30, 31)) {
      agrees(between("1", "2", true), result("1.5", "mg/dL", TODAY.minusDays(days)));
    }
  }

  @Test
  void aPatientWithoutBirthDateIsPossibleOnlyWhereTheAgeIsAsked() {
    assertThat(
            outcome(
                trial(Kind.INCLUSION, between("1", "2", true)),
                chart(result("1.5", "mg/dL", TODAY))))
        .isEqualTo(Outcome.ELIGIBLE);
    agrees(
        new Age(
            new AgeRange(Optional.of(new Span(18, CalendarUnit.YEARS)), Optional.empty()),
            Optional.empty()),
        result("1.5", "mg/dL", TODAY));
    agrees(new Characteristic.SexIs(Sex.FEMALE), result("1.5", "mg/dL", TODAY));
  }

  private static void agrees(Characteristic asked, Fact fact) {
    Trial trial = trial(Kind.INCLUSION, asked);
    PatientChart patient = chart(fact);
    assertThat(outcome(trial, patient))
        .as("%s of %s", asked, fact)
        .isEqualTo(Eligibility.of(trial, patient.asOf(TODAY)).outcome());
  }

  /** What all three say. */
  private static Outcome outcome(Trial trial, PatientChart patient) {
    Answer objects = answer(ObjectScan.of(Stream.of(trial)), patient);
    Answer flat = answer(FlatScan.of(Stream.of(trial)), patient);
    FlatPatientScan patients = FlatPatientScan.of(Stream.of(patient), TODAY);
    Answer ofTrial = new Answer();
    patients.ask(patients.prepare(trial), ofTrial);
    assertThat(List.of(objects, ofTrial)).containsOnly(flat);
    if (flat.possible().get(0)) {
      return Outcome.POSSIBLE;
    }
    return flat.eligible().get(0) ? Outcome.ELIGIBLE : Outcome.INELIGIBLE;
  }

  private static <P> Answer answer(TrialsOfPatient<P> method, PatientChart patient) {
    Answer answer = new Answer();
    method.ask(method.prepare(patient.asOf(TODAY)), answer);
    return answer;
  }

  private static Characteristic between(String low, String high, boolean included) {
    return new Measured(
        new Measure.Coded(new ValueSet("lab", Set.of(LAB))),
        new ResultTest.InRange(
            new QuantityRange(
                Optional.of(new Bound(Quantity.of(low, "mg/dL"), included)),
                Optional.of(new Bound(Quantity.of(high, "mg/dL"), included)))),
        Optional.of(Window.last(30, CalendarUnit.DAYS)),
        Choice.LATEST,
        Silence.MEANS_UNKNOWN);
  }

  private static Measurement result(String value, String unit, LocalDate day) {
    return new Measurement(
        List.of(LAB),
        Measurement.Status.FINAL,
        new Result.Numeric(Comparator.EXACT, Quantity.of(value, unit)),
        ReferenceRange.NOT_REPORTED,
        Optional.of(Interval.on(day)),
        new Source("Observation", value + day, ""));
  }

  private static PatientChart chart(Fact... facts) {
    return new PatientChart(
        new PatientId("p"),
        new Demographics(
            Optional.empty(),
            Optional.empty(),
            new Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            new Source("Patient", "p", "")),
        List.of(facts));
  }

  private static Trial trial(Kind kind, Characteristic asked) {
    return new Trial(
        new TrialId("T"),
        "1",
        "One criterion",
        "none",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        List.of(new EligibilityCriterion("c1", kind, "asked", List.of(), asked)));
  }
}
