package org.trialward.workbench.ctms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Stamp;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.ctms.StatusWords.Meaning;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** What a report of the trial office does to a candidate, and what it must not do. */
class StatusIntakeTest {
  private static final String CTMS = "ctms";
  private static final TrialId T1 = new TrialId("T1");
  private static final TrialId T2 = new TrialId("T2");

  /** Whoever takes part in another study is excluded. */
  private static final String NOT_IN_ANOTHER =
      TestTrials.DIABETES_WITHOUT_HEART_ATTACK
          + "  - {id: no-other, kind: exclusion, text: Takes part in another study., when: {participation: now}}\n";

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private final TestDestination log = new TestDestination("log");
  private TestEngine engine;
  private TestAnswers answers;

  @BeforeEach
  void aPatientWhoFitsTwoTrials() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, log);
    answers = new TestAnswers(DATABASE, engine, TestConnector.named(CTMS));
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    TestTrials.write(trialFiles, "T2", "1", "recruiting", NOT_IN_ANOTHER);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private Entry of(TrialId trial) {
    return of(trial, "anna");
  }

  private Entry of(TrialId trial, String patient) {
    return engine.candidates.find(new CandidateKey(trial, new PatientId(patient))).orElseThrow();
  }

  private CandidateState state() {
    return of(T1).candidate().state();
  }

  private long number() {
    return of(T1).candidate().number();
  }

  private StatusChange says(String reported) {
    return new StatusChange(
        new Numbered(number()),
        Optional.of(T1),
        "",
        reported,
        OptionalLong.empty(),
        Optional.empty());
  }

  private StatusChange says(String reported, String day) {
    return new StatusChange(
        new Numbered(number()),
        Optional.of(T1),
        "",
        reported,
        OptionalLong.empty(),
        Optional.of(LocalDate.parse(day)));
  }

  private StatusChange says(String reported, long revision) {
    return new StatusChange(
        new Numbered(number()),
        Optional.of(T1),
        "",
        reported,
        OptionalLong.of(revision),
        Optional.empty());
  }

  private static StatusChange of(String authority, String record, String study, String reported) {
    return new StatusChange(
        new Recorded(authority, record),
        Optional.empty(),
        study,
        reported,
        OptionalLong.empty(),
        Optional.empty());
  }

  private Taken take(StatusChange change) {
    return answers.intake.take(CTMS, change);
  }

  @ParameterizedTest
  @CsvSource({
    // Before the consent our state wins; a contact, a refusal and a consent are news.
    "DETECTED,      On Study,        MOVED,    ENROLLED",
    "DETECTED,      Contacted,       CONFLICT, DETECTED",
    "DETECTED,      Registered,      CONFLICT, DETECTED",
    "IN_REVIEW,     Consented,       MOVED,    CONSENTED",
    "CONFIRMED,     Registered,      SAME,     CONFIRMED",
    "CONFIRMED,     contacted,       MOVED,    CONTACTED",
    "CONFIRMED,     ' consent   REFUSED ', MOVED, DECLINED",
    "CONTACTED,     Registered,      CONFLICT, CONTACTED",
    "CONTACTED,     Consented,       MOVED,    CONSENTED",
    "DECLINED,      Consented,       CONFLICT, DECLINED",
    "REJECTED,      On Study,        CONFLICT, REJECTED",
    "DO_NOT_CONTACT, On Study,       CONFLICT, DO_NOT_CONTACT",
    // After it the CTMS's does, also backwards; but nobody un-consents by a word.
    "CONSENTED,     On Study,        MOVED,    ENROLLED",
    "ENROLLED,      On Study,        SAME,     ENROLLED",
    "ENROLLED,      Consented,       MOVED,    CONSENTED",
    "COMPLETED,     On Study,        MOVED,    ENROLLED",
    "CONSENTED,     Consent Refused, CONFLICT, CONSENTED",
    "CONSENTED,     Registered,      CONFLICT, CONSENTED",
  })
  void beforeTheConsentOurStateWinsAndAfterItTheCtmss(
      CandidateState ours, String reported, Taken taken, CandidateState then) {
    if (ours != CandidateState.DETECTED) {
      answers.put(number(), ours);
    }
    long revision = of(T1).revision();
    assertThat(take(says(reported))).isEqualTo(taken);
    assertThat(state()).isEqualTo(then);
    assertThat(of(T1).revision()).isEqualTo(taken == Taken.MOVED ? revision + 1 : revision);
    assertThat(answers.openTasks())
        .isEqualTo(taken == Taken.CONFLICT ? List.of(Kind.STATUS_CONFLICT) : List.of());
  }

  @Test
  void aStepSaysWhoAndWhyAndGoesOnToTheOthers() {
    take(says("On Study", "2025-02-28"));
    assertThat(of(T1).changedBy()).isEqualTo(CTMS);
    assertThat(of(T1).candidate().reason())
        .contains("reported-by-ctms: ctms says \"On Study\" since 2025-02-28");
    assertThat(engine.audit.about("T1/anna", 1))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo(CTMS);
          assertThat(entry.action()).isEqualTo("DECIDED");
          assertThat(entry.detail()).startsWith("DETECTED -> ENROLLED");
        });
    engine.deliveries.drain();
    assertThat(log.states()).contains("ENROLLED@2");
  }

  @Test
  void aConflictNamesBothSidesAndIsGoneWhenBothSayTheSame() {
    answers.put(number(), CandidateState.DECLINED);
    take(says("Consented"));
    assertThat(answers.tasks.open())
        .singleElement()
        .satisfies(task -> {
          assertThat(task.candidate()).contains(number());
          assertThat(task.words()).contains("CONSENTED", "DECLINED", "Nothing was changed");
        });
    answers.put(number(), CandidateState.CONTACTED);
    assertThat(take(says("Consent Refused"))).isEqualTo(Taken.MOVED);
    assertThat(answers.openTasks()).isEmpty();
  }

  @Test
  void aConflictThatAPersonSettledIsNotOpenedAgainByARepeat() {
    answers.put(number(), CandidateState.DECLINED);
    take(says("Consented"));
    answers.desk.settle(answers.tasks.open().getFirst().id(), "cora");
    assertThat(take(says("Consented"))).isEqualTo(Taken.REPEATED);
    assertThat(answers.openTasks()).isEmpty();
    assertThat(engine.audit.about("T1/anna", 1))
        .extracting(entry -> entry.action() + " by " + entry.who())
        .containsExactly("TASK_CLOSED by cora");
  }

  @Nested
  class Repeats {

    @Test
    void theSameReportTwiceHasOneEffect() {
      assertThat(take(says("Consented"))).isEqualTo(Taken.MOVED);
      answers.put(number(), CandidateState.ELIGIBLE);
      assertThat(take(says("Consented"))).isEqualTo(Taken.REPEATED);
      assertThat(take(says("CONSENTED "))).isEqualTo(Taken.REPEATED);
      assertThat(state()).isEqualTo(CandidateState.ELIGIBLE);
    }

    @Test
    void whoeverReadsHowThingsStandMayReadTheSameAgainAfterSomethingElse() {
      take(says("On Study"));
      take(says("Off Study"));
      assertThat(take(says("On Study"))).isEqualTo(Taken.MOVED);
      assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    }

    @Test
    void anEventOfOneDayHappensOnceHoweverOftenItIsTold() {
      take(says("On Study", "2025-01-10"));
      take(says("Off Study", "2025-02-10"));
      assertThat(take(says("On Study", "2025-01-10"))).isEqualTo(Taken.REPEATED);
      assertThat(state()).isEqualTo(CandidateState.COMPLETED);
    }

    @Test
    void whatLiesInThePastDoesNotMoveBack() {
      take(says("On Study", "2025-02-10"));
      assertThat(take(says("Consented", "2025-01-10"))).isEqualTo(Taken.OVERTAKEN);
      assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    }

    @Test
    void whoHasSeenAnOlderRevisionOfOursIsOvertaken() {
      take(says("On Study", 5));
      assertThat(take(says("Consented", 3))).isEqualTo(Taken.OVERTAKEN);
      assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    }

    @Test
    void twoAtTheSameTimeHaveOneEffect() throws Exception {
      StatusChange change = says("Consented");
      CountDownLatch start = new CountDownLatch(1);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<Taken>> all =
            IntStream.range(0, 4)
                .mapToObj(i ->
                    threads.submit(() -> {
                      start.await();
                      return take(change);
                    }))
                .toList();
        start.countDown();
        List<Taken> taken = new ArrayList<>();
        for (Future<Taken> each : all) {
          taken.add(each.get());
        }
        assertThat(taken)
            .containsExactlyInAnyOrder(Taken.MOVED, Taken.REPEATED, Taken.REPEATED, Taken.REPEATED);
      }
      assertThat(of(T1).revision()).isEqualTo(2);
    }
  }

  @Nested
  class UnknownWords {

    @Test
    void waitForAPersonOneTaskAWordAndAreTakenOnceMapped() {
      engine.changed(diabetic("bert"));
      StatusChange ofBert =
          new StatusChange(
              new Numbered(of(T1, "bert").candidate().number()),
              Optional.of(T1),
              "",
              "megacompleted study PROTOCOL",
              OptionalLong.empty(),
              Optional.empty());
      assertThat(take(says("MegaCompleted Study Protocol"))).isEqualTo(Taken.UNKNOWN_STATUS);
      assertThat(take(ofBert)).isEqualTo(Taken.UNKNOWN_STATUS);
      assertThat(state()).isEqualTo(CandidateState.DETECTED);
      assertThat(answers.desk.open())
          .singleElement()
          .satisfies(line -> {
            assertThat(line.task().kind()).isEqualTo(Kind.STATUS_UNKNOWN);
            assertThat(line.word()).contains("megacompleted study protocol");
            assertThat(line.candidates())
                .containsExactly(number(), of(T1, "bert").candidate().number());
          });

      long task = answers.tasks.open().getFirst().id();
      int left = answers.desk.say(task, new Meaning.Is(CandidateState.COMPLETED), "cora");
      assertThat(left).isZero();
      assertThat(state()).isEqualTo(CandidateState.COMPLETED);
      assertThat(of(T1, "bert").candidate().state()).isEqualTo(CandidateState.COMPLETED);
      assertThat(answers.openTasks()).isEmpty();
      assertThat(engine.audit.about("statuses/" + CTMS, 1))
          .extracting(entry -> entry.who() + ": " + entry.detail())
          .containsExactly("cora: \"megacompleted study protocol\": unknown -> COMPLETED");

      assertThat(take(ofBert)).isEqualTo(Taken.REPEATED);
    }

    @Test
    void areNotTakenWhereALaterWordWasTakenMeanwhile() {
      take(says("Odd state"));
      take(says("On Study"));
      answers.desk.say(
          answers.tasks.open().getFirst().id(), new Meaning.Is(CandidateState.CONSENTED), "cora");
      assertThat(state()).isEqualTo(CandidateState.ENROLLED);
      assertThat(answers.openTasks()).isEmpty();
    }

    @Test
    void mayMeanNothing() {
      take(says("Budget approved"));
      answers.desk.say(answers.tasks.open().getFirst().id(), new Meaning.Nothing(), "cora");
      assertThat(state()).isEqualTo(CandidateState.DETECTED);
      assertThat(answers.openTasks()).isEmpty();
      take(says("On Study"));
      assertThat(take(says("budget approved"))).isEqualTo(Taken.IGNORED);
    }

    @Test
    void areWhatTheSiteSaysEvenWhereTheDefaultSaysOtherwise() {
      answers.words.say(CTMS, "Consented", new Meaning.Is(CandidateState.ELIGIBLE), "cora");
      take(says("Consented"));
      assertThat(state()).isEqualTo(CandidateState.ELIGIBLE);
      answers.words.forget(CTMS, "consented", "cora");
      assertThat(answers.words.meaning(CTMS, "CONSENTED"))
          .isEqualTo(new Meaning.Is(CandidateState.CONSENTED));
    }
  }

  @Nested
  class Subjects {

    @Test
    void whoIsNamedUnderAnotherTrialIsNobody() {
      StatusChange change =
          new StatusChange(
              new Numbered(number()),
              Optional.of(T2),
              "",
              "On Study",
              OptionalLong.empty(),
              Optional.empty());
      assertThat(take(change)).isEqualTo(Taken.UNKNOWN_SUBJECT);
      assertThat(state()).isEqualTo(CandidateState.DETECTED);
      assertThat(answers.openTasks()).containsExactly(Kind.SUBJECT_UNKNOWN);
    }

    @Test
    void areFoundByTheRecordNumberWhereTheSiteKnowsNoAuthorities() {
      assertThat(take(of("1.2.840.114350", "MRN-anna", "T1", "On Study"))).isEqualTo(Taken.MOVED);
      assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    }

    @Test
    void ofTwoStudiesInOneMessageAreTwoCandidates() {
      take(of("", "MRN-anna", "T1", "Off Study"));
      take(of("", "MRN-anna", "T2", "Consented"));
      assertThat(state()).isEqualTo(CandidateState.COMPLETED);
      assertThat(of(T2).candidate().state()).isEqualTo(CandidateState.CONSENTED);
    }

    @Test
    void ofAnAuthorityThatWeKnowAreNotGuessedByTheNumberAlone() {
      engine.records.adopt(new RecordKey("HOSP", "1"), new PatientId("somebody"));
      assertThat(take(of("HOSP", "MRN-anna", "T1", "On Study"))).isEqualTo(Taken.UNKNOWN_SUBJECT);
      engine.records.adopt(new RecordKey("HOSP", "77"), new PatientId("anna"));
      assertThat(take(of("hosp", "77", "T1", "On Study"))).isEqualTo(Taken.MOVED);
    }

    @Test
    void whoseRecordWasMergedAreTheSurvivor() {
      engine.changed(diabetic("anna-old"));
      RecordKey retired = new RecordKey("HOSP", "old");
      RecordKey survivor = new RecordKey("HOSP", "new");
      engine.records.adopt(retired, new PatientId("anna-old"));
      engine.records.adopt(survivor, new PatientId("anna"));
      engine.records.merge(survivor, retired, new Stamp(Instant.EPOCH, "m1"));
      assertThat(take(of("HOSP", "old", "T1", "Consented"))).isEqualTo(Taken.MOVED);
      assertThat(state()).isEqualTo(CandidateState.CONSENTED);
      assertThat(of(T1, "anna-old").candidate().state()).isEqualTo(CandidateState.DETECTED);
    }

    @Test
    void whoseNumberOfOursWasMergedAreTheSurvivor() {
      engine.changed(diabetic("anna-old"));
      long old = of(T1, "anna-old").candidate().number();
      engine
          .jdbc
          .sql("update candidate set merged_into = 'anna', state = 'LAPSED' where number = :n")
          .param("n", old)
          .update();
      StatusChange change =
          new StatusChange(
              new Numbered(old),
              Optional.of(T1),
              "",
              "Consented",
              OptionalLong.empty(),
              Optional.empty());
      assertThat(take(change)).isEqualTo(Taken.MOVED);
      assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    }

    @Test
    void whomNobodyKnowsWaitUntilSomebodyDoes() {
      assertThat(take(of("", "MRN-carl", "T1", "Consented"))).isEqualTo(Taken.UNKNOWN_SUBJECT);
      assertThat(answers.desk.open())
          .singleElement()
          .satisfies(line -> {
            assertThat(line.records()).containsExactly("MRN-carl");
            assertThat(line.task().words()).doesNotContain("MRN-carl");
          });
      answers.intake.retry();
      assertThat(answers.openTasks()).containsExactly(Kind.SUBJECT_UNKNOWN);
      engine.changed(diabetic("carl"));
      answers.intake.retry();
      assertThat(of(T1, "carl").candidate().state()).isEqualTo(CandidateState.CONSENTED);
      assertThat(answers.openTasks()).isEmpty();
    }
  }

  /** A CTMS of the whole hospital tells of everybody, and we know a few. */
  @Test
  void whoeverWaitsHasTheirTurnHoweverManyWaitBefore() {
    engine
        .jdbc
        .sql(
            """
            insert into status_report (connector, said_authority, said_record, study, reported, received_at, taken)
            select 'ctms', '', 'MRN-' || n, 'T1', 'consented', now(), 'UNKNOWN_SUBJECT'
            from generate_series(1, 1000) n
            """)
        .update();
    take(of("", "MRN-carl", "T1", "Consented"));
    engine.changed(diabetic("carl"));
    answers.intake.retry();
    answers.intake.retry();
    assertThat(of(T1, "carl").candidate().state()).isEqualTo(CandidateState.CONSENTED);
  }

  @Test
  void whoIsOnStudyInOneTrialIsNoCandidateOfAnotherThatAsksForThat() {
    assertThat(of(T2).candidate().state()).isEqualTo(CandidateState.DETECTED);
    take(says("On Study"));
    engine.work.drain();
    assertThat(of(T2).candidate().state()).isEqualTo(CandidateState.LAPSED);
    assertThat(of(T2).candidate().reason()).contains("criteria-against: no-other");
    assertThat(state()).isEqualTo(CandidateState.ENROLLED);

    take(says("Off Study"));
    engine.work.drain();
    assertThat(of(T2).candidate().state()).isEqualTo(CandidateState.DETECTED);
  }
}
