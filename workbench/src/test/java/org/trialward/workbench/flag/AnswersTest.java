package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Merges;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** What becomes of a physician's answer. */
class AnswersTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private TestEngine engine;
  private Answers answers;

  @BeforeEach
  void annaMayTakePart() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.DETECTION);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    answers =
        DATABASE.transactional(
            Answers.class,
            new Answers(engine.jdbc, engine.decisions, engine.audit, engine.clock.site()));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private long anna() {
    return engine.candidate("anna").candidate().number();
  }

  private static Answer answer(long candidate, Kind kind, String via) {
    return new Answer(
        candidate,
        "Practitioner/7",
        kind,
        Optional.of("patient-ineligible"),
        Optional.empty(),
        Optional.empty(),
        via);
  }

  private static Answer answer(long candidate, Kind kind) {
    return answer(candidate, kind, "details-page");
  }

  private CandidateState give(Kind kind) {
    return give(kind, "details-page");
  }

  private CandidateState give(Kind kind, String via) {
    return answers.give(answer(anna(), kind, via)).candidate().state();
  }

  private void coordinatorSays(CandidateState state) {
    engine.decisions.decide(
        anna(), engine.candidate("anna").revision(), state, Actor.COORDINATOR, "", "cora");
  }

  private List<String> stored() {
    return engine
        .jdbc
        .sql("select candidate || ' ' || kind from answer order by id")
        .query(Rows.text())
        .list();
  }

  @Test
  void aPhysicianRefersAndTheStateAndTheReasonAreTheirs() {
    assertThat(give(Kind.REFERRED)).isEqualTo(CandidateState.REFERRED);
    Entry entry = engine.candidate("anna");
    assertThat(entry.changedBy()).isEqualTo("Practitioner/7");
    assertThat(entry.candidate().reason()).contains("patient-ineligible");
  }

  @Test
  void whoChangesTheirMindAnswersAgainAndTheLastWordSetsTheState() {
    assertThat(give(Kind.NOT_SUITABLE)).isEqualTo(CandidateState.REJECTED);
    assertThat(give(Kind.REFERRED)).isEqualTo(CandidateState.REFERRED);
    assertThat(give(Kind.NOT_SUITABLE)).isEqualTo(CandidateState.REJECTED);
    assertThat(stored()).hasSize(2);
  }

  @Test
  void feedbackThatTheEmrSendsAgainDoesNotOverruleWhatWasDecidedMeanwhile() {
    assertThat(give(Kind.NOT_SUITABLE, "card")).isEqualTo(CandidateState.REJECTED);
    coordinatorSays(CandidateState.CONFIRMED);
    assertThat(give(Kind.NOT_SUITABLE, "card")).isEqualTo(CandidateState.CONFIRMED);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void whoSaysItAgainOnTheDetailsPageMeansIt() {
    assertThat(give(Kind.NOT_SUITABLE)).isEqualTo(CandidateState.REJECTED);
    coordinatorSays(CandidateState.CONFIRMED);
    assertThat(give(Kind.NOT_SUITABLE)).isEqualTo(CandidateState.REJECTED);
  }

  @Test
  void whatDecidesNothingLeavesTheState() {
    for (Kind kind : List.of(Kind.SEEN, Kind.WAVED_AWAY, Kind.SNOOZED, Kind.NEVER_THIS_TRIAL)) {
      assertThat(give(kind)).isEqualTo(CandidateState.DETECTED);
    }
    assertThat(stored()).hasSize(4);
  }

  @Test
  void everyAnswerStandsInTheAuditOnceAlsoWhereItTakesNoStep() {
    for (int twice = 0; twice < 2; twice++) {
      give(Kind.WAVED_AWAY, "card");
      give(Kind.NEVER_THIS_TRIAL);
      give(Kind.REFERRED);
    }
    assertThat(engine.audit.about(engine.candidate("anna").key().toString(), 20))
        .filteredOn(entry -> entry.who().equals("Practitioner/7"))
        .extracting(entry -> entry.action() + " " + entry.detail())
        .containsExactly(
            "DECIDED DETECTED -> REFERRED (ELIGIBLE, rules 1): patient-ineligible",
            "ANSWERED NEVER_THIS_TRIAL by details-page: patient-ineligible",
            "ANSWERED WAVED_AWAY by card: patient-ineligible");
  }

  @Test
  void anAnswerThatComesTooLateIsKeptAndChangesNothing() {
    coordinatorSays(CandidateState.CONTACTED);
    assertThat(give(Kind.NOT_SUITABLE)).isEqualTo(CandidateState.CONTACTED);
    assertThat(stored()).containsExactly(anna() + " NOT_SUITABLE");
  }

  @Test
  void theSameAnswerFromEightSidesAtOnceCountsOnce() throws Exception {
    long candidate = anna();
    CyclicBarrier together = new CyclicBarrier(8);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService sides = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        all.add(
            sides.submit(() -> {
              together.await();
              return answers.give(answer(candidate, Kind.REFERRED));
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(stored()).containsExactly(candidate + " REFERRED");
    assertThat(engine.candidate("anna").revision()).isEqualTo(2);
  }

  @Test
  void anotherDayOfSilenceIsAnotherAnswer() {
    for (Snooze snooze : Snooze.values()) {
      Instant until = snooze.until(engine.clock.instant());
      for (int twice = 0; twice < 2; twice++) {
        answers.give(
            new Answer(
                anna(),
                "Practitioner/7",
                Kind.SNOOZED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(until),
                "details-page"));
      }
    }
    assertThat(stored()).hasSize(2);
  }

  @Test
  void aboutARecordThatWasMergedTheSurvivorsCandidateIsMeant() {
    engine.changed(diabetic("old"));
    long old = engine.candidate("old").candidate().number();
    merge("old", "anna");
    Entry meant = answers.give(answer(old, Kind.REFERRED));
    assertThat(meant.key().patient()).isEqualTo(new PatientId("anna"));
    assertThat(meant.candidate().state()).isEqualTo(CandidateState.REFERRED);
    assertThat(engine.candidate("old").candidate().state()).isEqualTo(CandidateState.LAPSED);
    assertThat(stored()).containsExactly(anna() + " REFERRED");
  }

  @Test
  void whereTheSurvivorHasNoSuchCandidateTheAnswerIsKeptAsItWasGiven() {
    long candidate = anna();
    engine.jdbc.sql("update candidate set merged_into = 'nobody', state = 'LAPSED'").update();
    assertThat(answers.give(answer(candidate, Kind.REFERRED)).candidate().state())
        .isEqualTo(CandidateState.LAPSED);
    assertThat(stored()).containsExactly(candidate + " REFERRED");
  }

  private void merge(String retired, String survivor) {
    Merges merges = new Merges(engine.candidates, engine.outbox, engine.optOuts, engine.audit);
    DATABASE
        .transaction()
        .executeWithoutResult(
            status -> merges.merge(new PatientId(retired), new PatientId(survivor)));
  }
}
