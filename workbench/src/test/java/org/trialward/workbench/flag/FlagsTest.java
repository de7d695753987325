package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.flag.TestFlagSettings.card;
import static org.trialward.workbench.flag.TestFlagSettings.onCards;
import static org.trialward.workbench.flag.TestFlagSettings.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.settings.TrialwardSettings.Flags.Show;

/** Which candidates stand on a card, and which rule keeps the others off it. */
class FlagsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PatientId ANNA = new PatientId("anna");
  private static final String CARDIOLOGY = "http://snomed.info/sct|394579002";
  private static final String NEUROLOGY = "http://snomed.info/sct|394591006";
  private static final Viewer DORA = new Viewer("Practitioner/7", Set.of(CARDIOLOGY), true);
  private static final Viewer EMIL = new Viewer("Practitioner/8", Set.of(NEUROLOGY), true);

  @TempDir Path trialFiles;
  private TestEngine engine;
  private Impressions impressions;
  private Answers answers;
  private Flags flags;

  @BeforeEach
  void annaMayTakePart() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.DETECTION);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    impressions = new Impressions(engine.jdbc, engine.clock.site());
    answers =
        DATABASE.transactional(
            Answers.class,
            new Answers(engine.jdbc, engine.decisions, engine.audit, engine.clock.site()));
    flags = flags(onCards());
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private Flags flags(FlagPolicy policy) {
    return new Flags(engine.jdbc, engine.candidates, policy, engine.clock.site());
  }

  private Entry anna() {
    return engine.candidate("anna");
  }

  private long number() {
    return anna().candidate().number();
  }

  private Optional<Withheld> why(Flags asked, Viewer viewer) {
    List<Flags.Judgement> judgements = asked.judge(viewer, ANNA);
    assertThat(judgements).hasSize(1);
    Optional<Withheld> withheld = judgements.getFirst().withheld();
    assertThat(asked.shownTo(viewer, ANNA))
        .isEqualTo(withheld.isEmpty() ? List.of(anna()) : List.of());
    return withheld;
  }

  private Optional<Withheld> why(Viewer viewer) {
    return why(flags, viewer);
  }

  private void shown(Viewer viewer, String hook) {
    impressions.shown(UUID.randomUUID(), viewer, CARDIOLOGY, hook, List.of(anna()));
  }

  private void answer(Kind kind, Viewer viewer, Optional<Instant> until) {
    answers.give(
        new Answer(
            number(),
            viewer.practitioner(),
            kind,
            Optional.empty(),
            Optional.empty(),
            until,
            "card"));
  }

  @Test
  void whoTreatsThePatientOfATrialOnCardsIsShownTheCandidate() {
    assertThat(why(DORA)).isEmpty();
    assertThat(flags.shownTo(DORA, ANNA)).containsExactly(anna());
  }

  @Test
  void ofAPatientWhomNoTrialFitsNothingIsShown() {
    assertThat(flags.judge(DORA, new PatientId("nobody"))).isEmpty();
  }

  @Nested
  class TheTrial {
    @Test
    void isForTheQueueUntilTheSiteSaysOtherwise() {
      assertThat(
              why(flags(new FlagPolicy(settings(Show.QUEUE, 5, Map.of()), Moment.DETECTION)), DORA))
          .contains(Withheld.QUEUE_ONLY);
    }

    @Test
    void isOnCardsWhereAllAreButItself() {
      var policy = new FlagPolicy(settings(Show.CARD, 5, Map.of()), Moment.DETECTION);
      assertThat(why(flags(policy), DORA)).isEmpty();
    }

    @Test
    void isFoundWhateverTheCapitalsOfItsIdInTheSettings() {
      var policy = new FlagPolicy(settings(Show.QUEUE, 5, Map.of("t1", card())), Moment.DETECTION);
      assertThat(why(flags(policy), DORA)).isEmpty();
    }

    @Test
    void whoseCardsStoppedIsNotShown() {
      engine
          .jdbc
          .sql("insert into flag_step_down (trial, since, why) values ('T1', now(), 'x')")
          .update();
      assertThat(why(DORA)).contains(Withheld.STEPPED_DOWN);
      engine.jdbc.sql("update flag_step_down set lifted_at = now(), lifted_by = 'cora'").update();
      assertThat(why(DORA)).isEmpty();
    }
  }

  @Nested
  class TheViewer {
    @Test
    void whoDoesNotTreatThePatientIsShownNothing() {
      assertThat(why(new Viewer("Practitioner/7", Set.of(CARDIOLOGY), false)))
          .contains(Withheld.NOT_TREATING);
    }

    @Test
    void whoIsOfAnotherSpecialtyOrOfNoneThatIsKnownIsShownNothing() {
      Flags forHearts =
          flags(
              new FlagPolicy(
                  settings(Show.QUEUE, 5, Map.of("T1", card(CARDIOLOGY))), Moment.DETECTION));
      assertThat(why(forHearts, DORA)).isEmpty();
      assertThat(why(forHearts, EMIL)).contains(Withheld.OTHER_SPECIALTY);
      assertThat(why(forHearts, new Viewer("Practitioner/9", Set.of(), true)))
          .contains(Withheld.OTHER_SPECIALTY);
    }
  }

  @Nested
  class Answering {
    @ParameterizedTest
    @EnumSource(
        value = Kind.class,
        names = {"REFERRED", "NOT_SUITABLE", "WAVED_AWAY"})
    void endsTheCardsForEverybody(Kind kind) {
      answer(kind, DORA, Optional.empty());
      if (kind == Kind.NOT_SUITABLE) { // The coordinator thinks otherwise: still nobody is asked.
        engine.decisions.decide(
            number(), anna().revision(), CandidateState.CONFIRMED, Actor.COORDINATOR, "", "cora");
      }
      assertThat(why(DORA)).contains(Withheld.ANSWERED);
      assertThat(why(EMIL)).contains(Withheld.ANSWERED);
    }

    @Test
    void byOpeningTheDetailsIsNone() {
      answer(Kind.SEEN, DORA, Optional.empty());
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void notNowSilencesForEverybodyUntilTheDay() {
      Instant until = Snooze.DAYS_30.until(engine.clock.instant());
      answer(Kind.SNOOZED, DORA, Optional.of(until));
      assertThat(why(EMIL)).contains(Withheld.SNOOZED);
      engine.clock.advance(Duration.ofDays(30).minusMillis(1));
      assertThat(why(DORA)).contains(Withheld.SNOOZED);
      engine.clock.advance(Duration.ofMillis(1));
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void neverThisTrialSilencesForThatPhysicianAloneAndForAllPatients() {
      answer(Kind.NEVER_THIS_TRIAL, DORA, Optional.empty());
      assertThat(why(DORA)).contains(Withheld.NEVER_THIS_TRIAL);
      assertThat(why(EMIL)).isEmpty();
      engine.changed(diabetic("bea"));
      assertThat(flags.shownTo(DORA, new PatientId("bea"))).isEmpty();
      assertThat(flags.shownTo(EMIL, new PatientId("bea"))).hasSize(1);
    }

    @Test
    void forARecordThatWasMergedIntoThePatientsSilencesToo() {
      engine.changed(diabetic("old"));
      long old = engine.candidate("old").candidate().number();
      answers.give(
          new Answer(
              old,
              "Practitioner/8",
              Kind.WAVED_AWAY,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              "card"));
      engine
          .jdbc
          .sql("update candidate set merged_into = 'between' where number = " + old)
          .update();
      assertThat(why(DORA)).isEmpty();
      engine
          .jdbc
          .sql(
              """
              insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict, chart_revision,
                shared_files, revision, changed_by, detected_at, changed_at, merged_into)
              select trial, 'between', state, outcome, trial_version, as_of, verdict, chart_revision,
                shared_files, revision, changed_by, detected_at, changed_at, 'anna' from candidate where number = %d
              """
                  .formatted(old))
          .update();
      assertThat(why(DORA)).contains(Withheld.ANSWERED);
    }
  }

  @Nested
  class Showing {
    @Test
    void isDoneOnceADayToEachPhysician() {
      shown(DORA, "patient-view");
      engine.clock.advance(FlagPolicy.SAME_OPENING.plusMillis(1));
      assertThat(why(DORA)).contains(Withheld.SHOWN_TODAY);
      assertThat(why(EMIL)).isEmpty();
      engine.clock.set("2025-03-02T00:00:00Z");
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void staysWhileTheChartIsStillTheSameOpening() {
      shown(DORA, "patient-view");
      engine.clock.advance(FlagPolicy.SAME_OPENING.minusMillis(1));
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void onTheDetailsPageIsNoCard() {
      for (int i = 0; i < 9; i++) {
        shown(DORA, "details-page");
      }
      engine.clock.advance(Duration.ofHours(1));
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void endsForTheWeekWithTheFifthCardAndOnlyForThatPhysician() {
      engine.changed(diabetic("bea"));
      Entry bea = engine.candidate("bea");
      for (int day = 0; day < 4; day++) {
        impressions.shown(UUID.randomUUID(), DORA, "", "patient-view", List.of(bea));
        engine.clock.advance(Duration.ofDays(1));
      }
      assertThat(why(DORA)).isEmpty();
      impressions.shown(UUID.randomUUID(), DORA, "", "patient-view", List.of(bea));
      assertThat(why(DORA)).contains(Withheld.WEEKLY_CAP);
      assertThat(why(EMIL)).isEmpty();
      engine.clock.advance(Duration.ofDays(3));
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void ofTheSameCardOnTheSameDayCountsOnceHoweverManyTrialsStandOnIt() {
      engine.changed(diabetic("bea"));
      UUID card = UUID.randomUUID();
      for (int i = 0; i < 9; i++) {
        impressions.shown(card, DORA, "", "patient-view", List.of(engine.candidate("bea")));
      }
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void goesOnWithinTheLastAllowedCard() {
      for (int i = 0; i < 5; i++) {
        shown(DORA, "patient-view");
      }
      assertThat(why(DORA)).isEmpty();
      engine.clock.advance(Duration.ofDays(1));
      assertThat(why(DORA)).contains(Withheld.WEEKLY_CAP);
    }
  }

  @Nested
  class ThePatient {
    @Test
    void whoDoesNotWantToBeAskedSilencesEverything() {
      new OptOuts(engine.jdbc, engine.clock.site())
          .record(ANNA, new OptOut("Consent/1", Optional.empty()));
      assertThat(why(DORA)).contains(Withheld.OPTED_OUT);
    }

    @Test
    void isAskedAgainOnceTheRefusalHasEnded() {
      new OptOuts(engine.jdbc, engine.clock.site())
          .record(ANNA, new OptOut("Consent/1", Optional.empty()));
      engine
          .jdbc
          .sql("update opt_out set holds_until = :yesterday")
          .param("yesterday", engine.clock.site().asOf().minusDays(1))
          .update();
      assertThat(why(DORA)).isEmpty();
    }

    @Test
    void saidSoAlsoWhereTheyWereKnownUnderARecordThatWasMerged() {
      engine.changed(diabetic("old"));
      engine.jdbc.sql("update candidate set merged_into = 'anna' where patient = 'old'").update();
      new OptOuts(engine.jdbc, engine.clock.site())
          .record(new PatientId("old"), new OptOut("Consent/1", Optional.empty()));
      assertThat(why(DORA)).contains(Withheld.OPTED_OUT);
    }
  }

  @Nested
  class TheCandidate {
    @ParameterizedTest
    @CsvSource({
      "DETECTED, true, false",
      "IN_REVIEW, true, false",
      "CONFIRMED, true, true",
      "REFERRED, true, false",
      "CONTACTED, false, false",
      "DECLINED, false, false",
      "CONSENTED, false, false",
      "ELIGIBLE, false, false",
      "SCREEN_FAILED, false, false",
      "ENROLLED, false, false",
      "FOLLOW_UP, false, false",
      "COMPLETED, false, false",
      "WITHDRAWN, false, false",
      "DIED, false, false",
      "REJECTED, false, false",
      "LAPSED, false, false",
      "DO_NOT_CONTACT, false, false",
    })
    void isShownBeforeContactAndWhereTheSiteWaitsForItAfterConfirmation(
        CandidateState state, boolean onDetection, boolean onConfirmation) {
      engine.jdbc.sql("update candidate set state = ?").param(state.name()).update();
      assertThat(why(DORA))
          .isEqualTo(onDetection ? Optional.empty() : Optional.of(Withheld.NOT_NOW));
      Flags waits = flags(new FlagPolicy(settings(Show.CARD, 5, Map.of()), Moment.CONFIRMATION));
      assertThat(why(waits, DORA))
          .isEqualTo(onConfirmation ? Optional.empty() : Optional.of(Withheld.NOT_NOW));
    }

    @Test
    void whomACriterionSpeaksAgainstIsNotShown() {
      engine.jdbc.sql("update candidate set outcome = 'INELIGIBLE'").update();
      assertThat(why(DORA)).contains(Withheld.DOES_NOT_FIT);
    }
  }
}
