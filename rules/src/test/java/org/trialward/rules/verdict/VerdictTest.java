package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.Patients.HBA1C;
import static org.trialward.rules.Patients.TYPE_2_DIABETES;
import static org.trialward.rules.Patients.allergy;
import static org.trialward.rules.Patients.diagnosis;
import static org.trialward.rules.Patients.hba1c;
import static org.trialward.rules.Patients.medication;
import static org.trialward.rules.Patients.on;
import static org.trialward.rules.Patients.patient;
import static org.trialward.rules.Patients.procedure;
import static org.trialward.rules.Patients.rxnorm;
import static org.trialward.rules.Patients.snomed;
import static org.trialward.rules.Trials.age;
import static org.trialward.rules.Trials.atLeast;
import static org.trialward.rules.Trials.atMost;
import static org.trialward.rules.Trials.diagnosed;
import static org.trialward.rules.Trials.exclusion;
import static org.trialward.rules.Trials.inclusion;
import static org.trialward.rules.Trials.last;
import static org.trialward.rules.Trials.measured;
import static org.trialward.rules.Trials.medicated;
import static org.trialward.rules.Trials.set;
import static org.trialward.rules.Trials.trial;
import static org.trialward.rules.Trials.underwent;
import static org.trialward.rules.criterion.CalendarUnit.DAYS;
import static org.trialward.rules.criterion.CalendarUnit.MONTHS;
import static org.trialward.rules.criterion.CalendarUnit.YEARS;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

class VerdictTest {
  private static final Code INSULIN = rxnorm("106892", "Insulin");
  private static final Code BYPASS = snomed("232717009", "Bypass");
  private static final Code PENICILLIN = snomed("91936005", "Penicillin allergy");

  private static final EligibilityCriterion ADULT = inclusion("adult", age(atLeast(18, YEARS)));
  private static final EligibilityCriterion DIABETES =
      inclusion("diabetes", diagnosed(Presence.CURRENT, TYPE_2_DIABETES));
  private static final EligibilityCriterion HIGH_HBA1C =
      inclusion("hba1c", measured(HBA1C, "7.0 %", last(90, DAYS)));
  private static final EligibilityCriterion NO_INSULIN =
      exclusion("insulin", medicated(new Taken.During(last(90, DAYS)), INSULIN));

  /** The example of the house style. */
  private static PatientSnapshot typicalPatient() {
    return patient()
        .bornOn("1980-02-29")
        .female()
        .with(diagnosis("44054006").since("2020"), hba1c("7.2 %", on("2025-01-10")))
        .asOf("2025-03-01");
  }

  @Test
  void aPatientWhoMeetsEverythingIsEligible() {
    Verdict verdict =
        Eligibility.of(trial(ADULT, DIABETES, HIGH_HBA1C, NO_INSULIN), typicalPatient());
    assertThat(verdict.outcome()).isEqualTo(Outcome.ELIGIBLE);
    assertThat(verdict.against()).isEmpty();
    assertThat(verdict.open()).isEmpty();
  }

  @Test
  void everyCriterionIsListedInTheAuthorsOrder() {
    Verdict verdict =
        Eligibility.of(trial(NO_INSULIN, HIGH_HBA1C, ADULT, DIABETES), typicalPatient());
    assertThat(verdict.findings())
        .extracting(f -> f.criterion().id())
        .containsExactly("insulin", "hba1c", "adult", "diabetes");
  }

  @Test
  void anEligiblePatientStaysSoUntilTheFirstAnswerChanges() {
    Verdict verdict = Eligibility.of(trial(ADULT, DIABETES, HIGH_HBA1C), typicalPatient());
    assertThat(verdict.outlook().byTimeFrom()).hasValue(LocalDate.of(2025, 4, 11));
  }

  @Nested
  class WhatIsNotKnown {

    @Test
    void anUnknownInclusionLeavesThePatientPossible() {
      Verdict verdict =
          Eligibility.of(trial(ADULT, HIGH_HBA1C), patient().bornOn("1980").asOf("2025-03-01"));
      assertThat(verdict.outcome()).isEqualTo(Outcome.POSSIBLE);
      assertThat(verdict.open()).extracting(f -> f.criterion().id()).containsExactly("hba1c");
      assertThat(verdict.open().getFirst().evidence())
          .containsExactly(new Evidence.Missing("the-set", "no result in the last 90 days"));
    }

    @Test
    void anUnknownExclusionLeavesThePatientPossible() {
      EligibilityCriterion notTooHigh =
          exclusion("too-high", measured(HBA1C, "10 %", last(90, DAYS)));
      Verdict verdict =
          Eligibility.of(trial(ADULT, notTooHigh), patient().bornOn("1980").asOf("2025-03-01"));
      assertThat(verdict.outcome()).isEqualTo(Outcome.POSSIBLE);
      assertThat(verdict.open()).extracting(f -> f.criterion().id()).containsExactly("too-high");
    }

    @Test
    void oneCriterionAgainstOutweighsEverythingOpen() {
      Verdict verdict =
          Eligibility.of(
              trial(HIGH_HBA1C, ADULT, inclusion("judgement", new NeedsAPerson("asked"))),
              patient().bornOn("2010-01-01").asOf("2025-03-01"));
      assertThat(verdict.outcome()).isEqualTo(Outcome.INELIGIBLE);
      assertThat(verdict.against()).extracting(f -> f.criterion().id()).containsExactly("adult");
      assertThat(verdict.open())
          .extracting(f -> f.criterion().id())
          .containsExactly("hba1c", "judgement");
    }
  }

  @Nested
  class APatientWhoDied {

    private Verdict verdict(PatientSnapshot patient) {
      return Eligibility.of(trial(ADULT), patient);
    }

    @Test
    void isIneligibleForEveryTrialAndForEver() {
      Verdict verdict = verdict(patient().bornOn("1950").diedOn("2025-02-01").asOf("2025-03-01"));
      assertThat(verdict.outcome()).isEqualTo(Outcome.INELIGIBLE);
      assertThat(verdict.outlook()).isEqualTo(Outlook.FINAL);
      Finding implied = verdict.against().getFirst();
      assertThat(implied.criterion().id()).isEqualTo("deceased");
      assertThat(implied.truth()).isEqualTo(Truth.TRUE);
      assertThat(implied.evidence().getFirst().toString()).contains("deceased", "2025-02-01");
      assertThat(verdict.findings()).hasSize(2);
    }

    @Test
    void needsNoDateOfDeath() {
      assertThat(verdict(patient().bornOn("1950").died().asOf("2025-03-01")).outcome())
          .isEqualTo(Outcome.INELIGIBLE);
    }

    @Test
    void wasStillAliveBefore() {
      Verdict verdict = verdict(patient().bornOn("1950").diedOn("2025-03-02").asOf("2025-03-01"));
      assertThat(verdict.outcome()).isEqualTo(Outcome.ELIGIBLE);
      assertThat(verdict.findings()).hasSize(1);
    }
  }

  @Nested
  class AnIneligiblePatient {

    private Outlook outlook(EligibilityCriterion criterion, PatientSnapshot patient) {
      Verdict verdict = Eligibility.of(trial(criterion), patient);
      assertThat(verdict.outcome()).isEqualTo(Outcome.INELIGIBLE);
      assertThat(verdict.against()).extracting(Finding::criterion).containsExactly(criterion);
      return verdict.outlook();
    }

    @Test
    void isToldWhenTheWashoutEnds() {
      Outlook outlook =
          outlook(
              NO_INSULIN,
              patient()
                  .with(
                      medication(INSULIN)
                          .status(MedicationUse.Status.ENDED)
                          .since("2025-01-15")
                          .until("2025-02-20"))
                  .asOf("2025-03-01"));
      assertThat(outlook.byTimeFrom()).hasValue(LocalDate.of(2025, 5, 22));
      assertThat(outlook.byNewResult()).isTrue();
    }

    @Test
    void isToldTheEighteenthBirthday() {
      Outlook outlook = outlook(ADULT, patient().bornOn("2007-06-30").asOf("2025-03-01"));
      assertThat(outlook).isEqualTo(new Outlook(Optional.of(LocalDate.of(2025, 6, 30)), false));
    }

    @Test
    void isToldWhenTheLowResultGoesStale() {
      Outlook outlook =
          outlook(HIGH_HBA1C, patient().with(hba1c("6.0 %", on("2025-01-10"))).asOf("2025-03-01"));
      assertThat(outlook).isEqualTo(new Outlook(Optional.of(LocalDate.of(2025, 4, 11)), true));
    }

    @Test
    void isToldWhenTheProcedureLiesFarEnoughBack() {
      Outlook outlook =
          outlook(
              exclusion("bypass", underwent(BYPASS, last(6, MONTHS))),
              patient().with(procedure(BYPASS).performed("2025-01-31")).asOf("2025-03-01"));
      assertThat(outlook.byTimeFrom()).hasValue(LocalDate.of(2025, 8, 1));
    }

    @Test
    void isToldThatNothingWillChange() {
      assertThat(
              outlook(
                  inclusion("female", new Characteristic.SexIs(Sex.FEMALE)),
                  patient().male().asOf("2025-03-01")))
          .isEqualTo(Outlook.FINAL);
      assertThat(
              outlook(
                  inclusion("young", age(atMost(75, YEARS))),
                  patient().bornOn("1940").asOf("2025-03-01")))
          .isEqualTo(Outlook.FINAL);
    }

    @Test
    void whoFailsTwiceWaitsForBoth() {
      PatientSnapshot patient =
          patient()
              .bornOn("2007-06-30")
              .with(
                  medication(INSULIN)
                      .status(MedicationUse.Status.ENDED)
                      .since("2025-01-15")
                      .until("2025-02-20"))
              .asOf("2025-03-01");
      Verdict verdict = Eligibility.of(trial(ADULT, NO_INSULIN), patient);
      assertThat(verdict.against()).hasSize(2);
      assertThat(verdict.outlook().byTimeFrom()).hasValue(LocalDate.of(2025, 6, 30));
    }

    @Test
    void whoFailsOnceForEverStaysOutWhateverElseChanges() {
      PatientSnapshot patient = patient().bornOn("2007-06-30").male().asOf("2025-03-01");
      Verdict verdict =
          Eligibility.of(
              trial(ADULT, inclusion("female", new Characteristic.SexIs(Sex.FEMALE))), patient);
      assertThat(verdict.outlook()).isEqualTo(Outlook.FINAL);
    }
  }

  @Nested
  class TheEvidence {

    private List<Evidence> evidence(Characteristic asked, PatientSnapshot patient) {
      return Eligibility.of(trial(inclusion("x", asked)), patient).findings().getFirst().evidence();
    }

    @Test
    void namesTheResourceItsVersionTheValueTheUnitAndTheDate() {
      assertThat(evidence(HIGH_HBA1C.when(), typicalPatient()))
          .singleElement()
          .satisfies(one ->
              assertThat(one.toString())
                  .contains("HbA1c (4548-4)", "7.2 %", "2025-01-10", "Observation/2/_history/1"));
    }

    @Test
    void isOnlyOfWhatDecided() {
      PatientSnapshot patient = patient().asOf("2025-03-01");
      assertThat(evidence(new AllOf(List.of(HIGH_HBA1C.when(), DIABETES.when())), patient))
          .containsExactly(new Evidence.AssumedAbsent("the-set", "current diagnosis"));
      assertThat(evidence(new AnyOf(List.of(HIGH_HBA1C.when(), DIABETES.when())), typicalPatient()))
          .hasSize(2)
          .allMatch(one -> one instanceof Evidence.Supporting);
    }

    @Test
    void marksEveryConsequenceOfSilenceAsAssumed() {
      List<Characteristic> silent =
          List.of(
              DIABETES.when(),
              NO_INSULIN.when(),
              underwent(BYPASS, last(6, MONTHS)),
              new AllergicTo(set(PENICILLIN), Silence.MEANS_NO));
      for (Characteristic asked : silent) {
        assertThat(evidence(asked, patient().asOf("2025-03-01")))
            .singleElement()
            .isInstanceOf(Evidence.AssumedAbsent.class);
      }
    }

    @Test
    void isNotAssumedWhereTheRecordSpeaks() {
      assertThat(
              evidence(
                  new AllergicTo(set(PENICILLIN), Silence.MEANS_NO),
                  patient().with(allergy(PENICILLIN)).asOf("2025-03-01")))
          .singleElement()
          .isInstanceOf(Evidence.Supporting.class);
    }

    @Test
    void ofAgeNeverShowsTheBirthDate() {
      assertThat(evidence(ADULT.when(), typicalPatient()))
          .singleElement()
          .satisfies(one -> assertThat(one.toString()).contains("45 years").doesNotContain("1980"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1980-02-29", "1980-02", "1980"})
  void theSameSnapshotGivesTheSameVerdictForEver(String born) {
    Trial trial = trial(ADULT, DIABETES, HIGH_HBA1C, NO_INSULIN);
    PatientSnapshot patient = patient().bornOn(born).asOf("2025-03-01");
    assertThat(Eligibility.of(trial, patient)).isEqualTo(Eligibility.of(trial, patient));
  }
}
