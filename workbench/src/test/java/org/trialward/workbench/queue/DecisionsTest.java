package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions.Refused;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

class DecisionsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private final TestDestination log = new TestDestination("log");
  private TestEngine engine;

  @BeforeEach
  void oneCandidate() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, log);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
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

  private Entry decide(CandidateState decision, String reason) {
    Entry seen = engine.candidate("anna");
    return engine.decisions.decide(
        seen.candidate().number(), seen.revision(), decision, Actor.COORDINATOR, reason, "carla");
  }

  @Test
  void aDecisionIsANewRevisionByThatPersonAndInTheAudit() {
    Entry decided = decide(CandidateState.REJECTED, " takes part elsewhere ");
    assertThat(decided).isEqualTo(engine.candidate("anna"));
    assertThat(decided.candidate().state()).isEqualTo(CandidateState.REJECTED);
    assertThat(decided.candidate().reason()).contains("takes part elsewhere");
    assertThat(decided.revision()).isEqualTo(2);
    assertThat(decided.changedBy()).isEqualTo("carla");
    assertThat(engine.audit.about("T1/anna", 1))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("carla");
          assertThat(entry.action()).isEqualTo("DECIDED");
          assertThat(entry.detail())
              .isEqualTo("DETECTED -> REJECTED (ELIGIBLE, rules 1): takes part elsewhere");
        });
  }

  @Test
  void aConfirmationNeedsNoReasonAndLeavesNone() {
    assertThat(decide(CandidateState.CONFIRMED, " ").candidate().reason())
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(
      value = CandidateState.class,
      names = {"REJECTED", "IN_REVIEW", "DECLINED"})
  void whatDoesNotSpeakForItselfNeedsAReason(CandidateState decision) {
    assertThatThrownBy(() -> decide(decision, " \t"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("reason");
    assertUntouched();
  }

  @Test
  void whoLookedAtAnEarlierRevisionMustLookAgain() {
    Entry seen = engine.candidate("anna");
    decide(CandidateState.IN_REVIEW, "ask the ward");
    assertThatThrownBy(() ->
            engine.decisions.decide(
                seen.candidate().number(),
                seen.revision(),
                CandidateState.CONFIRMED,
                Actor.COORDINATOR,
                "",
                "dora"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("changed meanwhile");
    assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void nobodyDecidesOnACandidateThatDoesNotExist() {
    assertThatThrownBy(() ->
            engine.decisions.decide(
                4711, 1, CandidateState.CONFIRMED, Actor.COORDINATOR, "", "carla"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("no candidate 4711");
  }

  @ParameterizedTest
  @CsvSource({
    "CONFIRMED, CONFIRMED, false",
    "CONFIRMED, REJECTED, true",
    "CONFIRMED, IN_REVIEW, true",
    "REJECTED, REJECTED, false",
    "REJECTED, CONFIRMED, true",
    "REJECTED, IN_REVIEW, true",
    "IN_REVIEW, IN_REVIEW, false",
    "IN_REVIEW, CONFIRMED, true",
    "IN_REVIEW, REJECTED, true"
  })
  void aSecondThoughtIsFreeButNotTheSameThoughtTwice(
      CandidateState first, CandidateState second, boolean allowed) {
    decide(first, "first");
    if (allowed) {
      assertThat(decide(second, "second").revision()).isEqualTo(3);
    } else {
      assertThatThrownBy(() -> decide(second, "second")).isInstanceOf(Refused.class);
      assertThat(engine.candidate("anna").revision()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(CandidateState.class)
  void nobodyDecidesOnALapsedCandidate(CandidateState decision) {
    engine.changed(chart("anna"));
    assertThatThrownBy(() -> decide(decision, "still"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("LAPSED");
  }

  /** The page was open while the engine let the candidate lapse. */
  @Test
  void theEngineMayBeFasterThanThePerson() {
    Entry seen = engine.candidate("anna");
    engine.changed(chart("anna"));
    assertThatThrownBy(() ->
            engine.decisions.decide(
                seen.candidate().number(),
                seen.revision(),
                CandidateState.CONFIRMED,
                Actor.COORDINATOR,
                "",
                "carla"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("changed meanwhile");
  }

  @Test
  void aDecisionThatIsRolledBackWasNeverTakenNorDeliveredNorAudited() {
    DATABASE
        .transaction()
        .executeWithoutResult(status -> {
          decide(CandidateState.CONFIRMED, "");
          status.setRollbackOnly();
        });
    engine.deliveries.drain();
    assertThat(log.asked()).isEmpty();
    assertThat(engine.outbox.counts().get("log")).isEmpty();
    assertUntouched();
  }

  private void assertUntouched() {
    assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.DETECTED);
    assertThat(engine.candidate("anna").revision()).isEqualTo(1);
    assertThat(engine.audit.about("T1/anna", 10))
        .extracting(entry -> entry.action())
        .isEqualTo(List.of("CANDIDATE_DETECTED"));
  }
}
