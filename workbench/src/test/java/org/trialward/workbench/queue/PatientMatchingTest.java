package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.diagnosis;
import static org.trialward.workbench.TestCharts.hba1c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** A chart, a day or a trial changed: what becomes of the candidates. */
class PatientMatchingTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Fact HEART_ATTACK = diagnosis("22298006", "mi");

  @TempDir Path trialFiles;
  private final TestDestination log = new TestDestination("log");
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, log);
    trial("1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private void trial(String version, String status, String rules) {
    TestTrials.write(trialFiles, "T1", version, status, rules);
    engine.trialsChanged();
  }

  private void decide(CandidateState decision, String reason) {
    Entry entry = engine.candidate("anna");
    engine.decisions.decide(
        entry.candidate().number(), entry.revision(), decision, Actor.COORDINATOR, reason, "carla");
  }

  private List<String> deliveries() {
    engine.deliveries.drain();
    return log.states();
  }

  private List<String> told() {
    return engine.audit.about("T1/anna", 100).reversed().stream()
        .map(AuditLog.Entry::action)
        .toList();
  }

  private static void assertStands(
      Entry entry, CandidateState state, Outcome outcome, long revision) {
    assertThat(entry.candidate().state()).isEqualTo(state);
    assertThat(entry.candidate().outcome()).isEqualTo(outcome);
    assertThat(entry.revision()).isEqualTo(revision);
  }

  /** The second one is asked for within a week only. */
  private static final String TWO_RESULTS =
      TestTrials.WITH_HBA1C
          + """
            - {id: hba1c-high, kind: inclusion, text: A fresh HbA1c of 8 % or more., when: {measurement: {of: hba1c, value: {at-least: 8 %}, within: 7 days}}}
          """;

  @Nested
  class Detecting {

    @Test
    void whoFitsBecomesACandidateWithTheVerdict() {
      engine.changed(diabetic("anna"));
      Entry entry = engine.candidate("anna");
      assertStands(entry, CandidateState.DETECTED, Outcome.ELIGIBLE, 1);
      assertThat(entry.changedBy()).isEqualTo("engine");
      assertThat(entry.verdict().asOf()).isEqualTo("2025-03-01");
      assertThat(entry.verdict().trialVersion()).isEqualTo("1");
      assertThat(entry.verdict().criteria())
          .extracting(c -> c.id())
          .containsExactly("diabetes", "no-heart-attack");
      assertThat(entry.verdict().criteria().getFirst().evidence().getFirst())
          .isInstanceOf(Evidence.Supporting.class);
      assertThat(told()).containsExactly("CANDIDATE_DETECTED");
      assertThat(engine.inbox.backlog().done()).isPositive();
    }

    @Test
    void whoDoesNotFitIsNoCandidate() {
      engine.changed(chart("anna"));
      engine.changed(diabetic("bert", HEART_ATTACK));
      assertThat(engine.candidates.countsByTrial()).isEmpty();
    }

    @Test
    void byDefaultNobodyIsToldBeforeTheConfirmation() {
      engine.changed(diabetic("anna"));
      assertThat(deliveries()).isEmpty();
      decide(CandidateState.CONFIRMED, "");
      assertThat(deliveries()).containsExactly("CONFIRMED@2");
    }

    @Test
    void aSiteThatAsksForItIsToldOnDetection() {
      try (TestEngine eager = new TestEngine(DATABASE, trialFiles, Moment.DETECTION, log)) {
        eager.trials.reload("test");
        eager.changed(diabetic("anna"));
        eager.deliveries.drain();
      }
      assertThat(log.states()).containsExactly("DETECTED@1");
      assertThat(log.taken().getFirst().trial().id().value()).isEqualTo("T1");
      assertThat(log.taken().getFirst().verdict().findings()).hasSize(2);
    }

    @Test
    void whatWasMadeFromTheSameChartOnTheSameDayIsNotMadeAgain() {
      engine.changed(diabetic("anna"));
      engine
          .jdbc
          .sql("update candidate set verdict = jsonb_set(verdict, '{criteria}', '[]')")
          .update();
      engine.changed(diabetic("anna"));
      engine.rematch();
      assertThat(engine.candidate("anna").verdict().criteria()).isEmpty();

      engine.changed(diabetic("anna", hba1c("8", "2025-02-01", "h1")));
      assertThat(engine.candidate("anna").verdict().criteria()).hasSize(2);
      engine.clock.advance(Duration.ofDays(1));
      engine.rematch();
      assertThat(engine.candidate("anna").verdict().asOf()).isEqualTo("2025-03-02");
    }

    @Test
    void aPageShowsTheEvidenceOfTheChartAsItIsNowAndStoresNothing() {
      engine.changed(diabetic("anna"));
      Entry before = engine.candidate("anna");
      var trial = engine.trials.find(before.key().trial()).orElseThrow();
      assertThat(engine.fresh.newer(before, trial)).isEmpty();
      engine.charts.save(diabetic("anna", HEART_ATTACK));
      assertThat(engine.fresh.newer(before, trial))
          .hasValueSatisfying(
              verdict -> assertThat(verdict.outcome()).isEqualTo(Outcome.INELIGIBLE));
      assertThat(engine.candidate("anna")).isEqualTo(before);
    }

    @Test
    void matchingAgainWithTheSameEvidenceTellsNobody() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.CONFIRMED, "");
      for (int i = 0; i < 3; i++) {
        engine.clock.advance(Duration.ofDays(1));
        engine.rematch();
      }
      assertStands(engine.candidate("anna"), CandidateState.CONFIRMED, Outcome.ELIGIBLE, 2);
      assertThat(deliveries()).containsExactly("CONFIRMED@2");
      assertThat(told()).containsExactly("CANDIDATE_DETECTED", "DECIDED", "DELIVERED");
      assertThat(engine.candidate("anna").verdict().asOf()).isEqualTo("2025-03-04");
    }
  }

  @Nested
  class Lapsing {

    @Test
    void whoNoLongerFitsLapsesWithWhatSpeaksAgainst() {
      engine.changed(diabetic("anna"));
      engine.changed(chart("anna"));
      Entry entry = engine.candidate("anna");
      assertStands(entry, CandidateState.LAPSED, Outcome.INELIGIBLE, 2);
      assertThat(entry.candidate().reason().orElseThrow()).contains("diabetes");
      assertThat(told()).containsExactly("CANDIDATE_DETECTED", "CANDIDATE_LAPSED");
    }

    @Test
    void whoFitsAgainIsDetectedAgainAsTheSameCandidate() {
      engine.changed(diabetic("anna"));
      long number = engine.candidate("anna").candidate().number();
      engine.changed(diabetic("anna", HEART_ATTACK));
      engine.changed(diabetic("anna"));
      assertStands(engine.candidate("anna"), CandidateState.DETECTED, Outcome.ELIGIBLE, 3);
      assertThat(engine.candidate("anna").candidate().number()).isEqualTo(number);
    }

    @Test
    void whoeverWasToldOfAConfirmedCandidateHearsThatItLapsedAndCameBack() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.CONFIRMED, "");
      engine.changed(diabetic("anna", HEART_ATTACK));
      engine.changed(diabetic("anna"));
      assertThat(deliveries()).containsExactly("CONFIRMED@2", "LAPSED@3", "DETECTED@4");
    }

    @Test
    void aLapsedCandidateThatStillDoesNotFitIsLeftAlone() {
      engine.changed(diabetic("anna"));
      engine.changed(chart("anna"));
      engine.rematch();
      assertStands(engine.candidate("anna"), CandidateState.LAPSED, Outcome.INELIGIBLE, 2);
    }

    @Test
    void aPatientWhomTheEmrNoLongerHasLapses() {
      engine.changed(diabetic("anna"));
      engine.inbox.rematchAll("the chart went meanwhile");
      engine.charts.delete(new PatientId("anna"));
      engine.work.drain();
      assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.LAPSED);
      assertThat(engine.candidate("anna").candidate().reason().orElseThrow())
          .contains("No record of this patient is there any more");
    }
  }

  /** Two criteria are open; then one is met: nobody outside hears of it, people here do. */
  @Test
  void theReasonNamesWhatIsOpenNow() {
    trial("2", "recruiting", TWO_RESULTS);
    engine.changed(diabetic("anna"));
    assertThat(engine.candidate("anna").candidate().reason())
        .contains("criteria-open: hba1c, hba1c-high");
    engine.changed(diabetic("anna", hba1c("8.1", "2025-02-01", "a1c")));
    assertStands(engine.candidate("anna"), CandidateState.DETECTED, Outcome.POSSIBLE, 1);
    assertThat(engine.candidate("anna").candidate().reason()).contains("criteria-open: hba1c-high");
  }

  @Nested
  class AfterAPersonsDecision {

    @Test
    void aRejectedCandidateStaysRejectedThoughItStillFits() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.REJECTED, "takes part elsewhere");
      engine.changed(diabetic("anna", diagnosis("38341003", "hypertension")));
      assertStands(engine.candidate("anna"), CandidateState.REJECTED, Outcome.ELIGIBLE, 2);
      assertThat(engine.candidate("anna").candidate().reason()).contains("takes part elsewhere");
    }

    @Test
    void aRejectedCandidateStaysRejectedThoughItNoLongerFitsAndFitsAgain() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.REJECTED, "takes part elsewhere");
      engine.changed(diabetic("anna", HEART_ATTACK));
      assertStands(engine.candidate("anna"), CandidateState.REJECTED, Outcome.INELIGIBLE, 3);
      engine.changed(diabetic("anna"));
      assertStands(engine.candidate("anna"), CandidateState.REJECTED, Outcome.ELIGIBLE, 4);
      assertThat(engine.candidate("anna").candidate().reason()).contains("takes part elsewhere");
    }

    @Test
    void aRejectedCandidateStaysRejectedWhenTheTrialClosesOrThePatientIsGone() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.REJECTED, "takes part elsewhere");
      trial("1b", "closed", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      assertStands(engine.candidate("anna"), CandidateState.REJECTED, Outcome.ELIGIBLE, 2);
      engine.inbox.rematchAll("the chart went meanwhile");
      engine.charts.delete(new PatientId("anna"));
      engine.work.drain();
      assertStands(engine.candidate("anna"), CandidateState.REJECTED, Outcome.ELIGIBLE, 2);
    }

    @Test
    void aConfirmedCandidateStaysConfirmedWhereSomethingBecomesOpen() {
      trial("2", "recruiting", TestTrials.WITH_HBA1C);
      engine.changed(diabetic("anna", hba1c("8.1", "2025-02-01", "a1c")));
      decide(CandidateState.CONFIRMED, "");
      assertThat(engine.candidate("anna").candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);
      engine.clock.advance(Duration.ofDays(100));
      engine.rematch();
      assertStands(engine.candidate("anna"), CandidateState.CONFIRMED, Outcome.POSSIBLE, 3);
      assertThat(deliveries()).containsExactly("CONFIRMED@2", "CONFIRMED@3");
      assertThat(told()).contains("CANDIDATE_CHANGED");
    }

    @Test
    void aConfirmedCandidateLapsesWhenSomethingSpeaksAgainst() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.CONFIRMED, "");
      engine.changed(diabetic("anna", HEART_ATTACK));
      assertStands(engine.candidate("anna"), CandidateState.LAPSED, Outcome.INELIGIBLE, 3);
    }

    @Test
    void aCandidateInReviewLapsesToo() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.IN_REVIEW, "ask the ward");
      engine.changed(chart("anna"));
      assertStands(engine.candidate("anna"), CandidateState.LAPSED, Outcome.INELIGIBLE, 3);
    }
  }

  @Nested
  class WhenTheTrialChanges {

    @Test
    void candidatesOfATrialThatNoLongerRecruitsLapse() {
      engine.changed(diabetic("anna"));
      trial("1b", "closed", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      engine.rematch();
      Entry entry = engine.candidate("anna");
      assertStands(entry, CandidateState.LAPSED, Outcome.ELIGIBLE, 2);
      assertThat(entry.candidate().reason().orElseThrow()).contains("does not recruit");
    }

    @Test
    void aLapsedCandidateSaysWhyItDoesNotFitOnceTheTrialRecruitsAgain() {
      engine.changed(diabetic("anna"));
      trial("1b", "suspended", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      engine.changed(diabetic("anna", HEART_ATTACK));
      trial("1c", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      Entry entry = engine.candidate("anna");
      assertThat(entry.candidate().state()).isEqualTo(CandidateState.LAPSED);
      assertThat(entry.candidate().outcome()).isEqualTo(Outcome.INELIGIBLE);
      assertThat(entry.candidate().reason().orElseThrow()).contains("no-heart-attack");
    }

    @Test
    void candidatesOfATrialWhoseFileIsMissingAreLeftAlone() throws IOException {
      engine.changed(diabetic("anna"));
      Files.delete(trialFiles.resolve("T1.yaml"));
      engine.trialsChanged();
      engine.changed(chart("anna"));
      assertStands(engine.candidate("anna"), CandidateState.DETECTED, Outcome.ELIGIBLE, 1);
    }

    @Test
    void candidatesOfATrialWhoseFileHasAMistakeAreLeftAlone() {
      engine.changed(diabetic("anna"));
      trial("2", "recruting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      engine.changed(chart("anna"));
      assertStands(engine.candidate("anna"), CandidateState.DETECTED, Outcome.ELIGIBLE, 1);
    }

    @Test
    void aNewVersionOfTheRulesIsANewRevisionAndToldToWhoWasTold() {
      engine.changed(diabetic("anna"));
      decide(CandidateState.CONFIRMED, "");
      trial("2", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      assertStands(engine.candidate("anna"), CandidateState.CONFIRMED, Outcome.ELIGIBLE, 3);
      assertThat(engine.candidate("anna").candidate().trialVersion()).isEqualTo("2");
      assertThat(deliveries()).containsExactly("CONFIRMED@2", "CONFIRMED@3");
      assertThat(log.taken()).extracting(d -> d.trial().version()).containsExactly("1", "2");
    }
  }

  @Nested
  class TwoWorkers {

    @Test
    void fiftyPatientsBecomeFiftyCandidatesEachOnce() throws Exception {
      for (int i = 0; i < 50; i++) {
        engine.charts.save(i % 5 == 0 ? chart("p" + i) : diabetic("p" + i));
      }
      for (int round = 1; round <= 3; round++) {
        engine.inbox.rematchAll("round " + round);
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        CompletableFuture.allOf(
                CompletableFuture.runAsync(engine.work::drain, threads),
                CompletableFuture.runAsync(engine.work::drain, threads))
            .get();
      }
      assertThat(engine.inbox.backlog().open()).isZero();
      assertThat(engine.inbox.backlog().parked()).isZero();
      assertThat(engine.candidates.countsByTrial().values())
          .containsExactly(Map.of("DETECTED", 40L));
      assertThat(engine.jdbc.sql("select max(revision) from candidate").query(Long.class).single())
          .isEqualTo(1);
      assertThat(engine.audit.verify().broken()).isEmpty();
      assertThat(engine.audit.latest(1_000))
          .filteredOn(e -> e.action().equals("CANDIDATE_DETECTED"))
          .hasSize(40)
          .extracting(AuditLog.Entry::subject)
          .doesNotHaveDuplicates();
    }
  }

  @Nested
  class Failing {

    @Test
    void aFailureLeavesNothingButTheEventWithItsProblem() {
      engine.charts.save(diabetic("anna"));
      engine.jdbc.sql("alter table candidate add constraint broken check (number < 0)").update();
      try {
        engine.rematch();
      } finally {
        engine.jdbc.sql("alter table candidate drop constraint broken").update();
      }
      assertThat(engine.candidates.countsByTrial()).isEmpty();
      assertThat(engine.audit.about("T1/anna", 10)).isEmpty();
      assertThat(engine.inbox.problems())
          .singleElement()
          .asString()
          .contains("DataIntegrityViolationException at ")
          .doesNotContain("anna");
      engine.clock.advance(Duration.ofSeconds(2));
      engine.work.drain();
      assertStands(engine.candidate("anna"), CandidateState.DETECTED, Outcome.ELIGIBLE, 1);
    }
  }
}
