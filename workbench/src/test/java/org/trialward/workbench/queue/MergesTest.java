package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetes;
import static org.trialward.workbench.TestCharts.diagnosis;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Stamp;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** Two records turn out to be one patient, or two after all: what becomes of the queue. */
class MergesTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final RecordKey ANNA = new RecordKey("HOSP", "1");
  private static final RecordKey ALSO_ANNA = new RecordKey("HOSP", "2");
  private static final RecordKey CLARA = new RecordKey("HOSP", "3");
  private static final Fact HEART_ATTACK = diagnosis("22298006", "mi");

  @TempDir Path trialFiles;
  private final TestDestination log = new TestDestination("log");
  private TestEngine engine;
  private int minute;

  @BeforeEach
  void start() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, log);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private Stamp now() {
    minute++;
    return new Stamp(Instant.parse("2026-11-22T09:00:00Z").plusSeconds(60L * minute), "m" + minute);
  }

  private void says(RecordKey of, Fact... facts) {
    List<Statement> statements = new ArrayList<>();
    for (Fact fact : facts) {
      statements.add(new Statement(fact.source().reference(), new Said.Facts(List.of(fact))));
    }
    engine.records.tell(of, now(), statements);
    look(of);
  }

  private void merge() {
    engine.records.merge(ANNA, ALSO_ANNA, now());
    look(ANNA);
  }

  private void part() {
    engine.records.part(ANNA, ALSO_ANNA, now());
    look(ANNA);
  }

  private void look(RecordKey at) {
    engine.inbox.lookAt(engine.records.concerned(at), "test " + minute);
    engine.work.drain();
    engine.clock.advance(Duration.ofSeconds(1)); // What is asked at the same moment is asked once.
  }

  private PatientId patient(RecordKey key) {
    return engine.records.patient(key);
  }

  private List<Entry> candidates(RecordKey of) {
    return engine.candidates.ofPatient(patient(of));
  }

  private CandidateState state(RecordKey of) {
    assertThat(candidates(of)).hasSize(1);
    return candidates(of).getFirst().candidate().state();
  }

  private void decide(RecordKey about, CandidateState decision, String reason) {
    Entry entry = candidates(about).getFirst();
    engine.decisions.decide(
        entry.candidate().number(), entry.revision(), decision, Actor.COORDINATOR, reason, "carla");
  }

  @Test
  void whatWaitsForARetiredRecordIsNotSentWhereTheSurvivorRefused() {
    says(ALSO_ANNA, diabetes("b"));
    log.refuse(
        new DeliveryException(
            Category.UNAVAILABLE, "Down.", Optional.empty(), Optional.of(new ConnectException())));
    decide(ALSO_ANNA, CandidateState.CONFIRMED, "fits");
    engine.deliveries.drain();
    says(ANNA, diabetes("a"));
    engine.withdrawals.record(patient(ANNA), LocalDate.parse("2025-03-01"), "carla");
    engine.work.drain();
    merge();
    engine.clock.advance(Duration.ofHours(1));
    engine.deliveries.drain();
    assertThat(log.taken()).isEmpty();
  }

  @Test
  void aDecisionMovesToTheSurvivor() {
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.REJECTED, "moved away");
    merge();
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.LAPSED);
    assertThat(state(ANNA)).isEqualTo(CandidateState.REJECTED);
    assertThat(candidates(ANNA).getFirst().candidate().reason()).contains("moved away");
    assertThat(candidates(ANNA).getFirst().changedBy()).isEqualTo("carla");
  }

  @Test
  void theSurvivorsOwnDecisionStands() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ANNA, CandidateState.CONFIRMED, "");
    decide(ALSO_ANNA, CandidateState.REJECTED, "moved away");
    merge();
    assertThat(state(ANNA)).isEqualTo(CandidateState.CONFIRMED);
  }

  @Test
  void anUndecidedSurvivorTakesTheAnswerOver() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.IN_REVIEW, "ask the ward");
    merge();
    assertThat(state(ANNA)).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void whatTheOtherRecordKnewSpeaksAgainstTheSurvivor() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, HEART_ATTACK);
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    merge();
    assertThat(state(ANNA)).isEqualTo(CandidateState.LAPSED);
    assertThat(candidates(ALSO_ANNA)).isEmpty();
  }

  @Test
  void theRetiredPatientIsWithdrawnWhereTheyWereTold() {
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.CONFIRMED, "");
    engine.deliveries.drain();
    merge();
    engine.deliveries.drain();
    assertThat(log.states()).containsExactly("CONFIRMED@2", "CONFIRMED@1", "LAPSED@3");
  }

  @Test
  void aMergeUndoneGivesEverybodyBackWhatTheyHad() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.REJECTED, "moved away");
    merge();
    part();
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.REJECTED);
    assertThat(candidates(ALSO_ANNA).getFirst().candidate().reason()).contains("moved away");
    assertThat(candidates(ALSO_ANNA).getFirst().changedBy()).isEqualTo("carla");
  }

  @Test
  void aCandidateThatOnlyTheMergeMadeLapsesWithItsEnd() {
    says(ANNA);
    says(ALSO_ANNA, diabetes("b"));
    merge();
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    part();
    assertThat(state(ANNA)).isEqualTo(CandidateState.LAPSED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void whatWasDecidedSinceTheMergeStays() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.IN_REVIEW, "ask the ward");
    merge();
    decide(ANNA, CandidateState.CONFIRMED, "");
    part();
    assertThat(state(ANNA)).isEqualTo(CandidateState.CONFIRMED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void bothHistoriesStandInTheAudit() {
    says(ALSO_ANNA, diabetes("b"));
    merge();
    part();
    assertThat(
            engine.audit.latest(100).stream()
                .filter(e ->
                    e.action().startsWith("CANDIDATE_MERGED")
                        || e.action().startsWith("CANDIDATE_PARTED"))
                .map(e -> e.subject().contains(patient(ANNA).value()))
                .distinct())
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void theChartOfTheRetiredPatientIsGoneAndComesBack() {
    says(ALSO_ANNA, diabetes("b"));
    merge();
    assertThat(engine.charts.find(patient(ALSO_ANNA))).isEmpty();
    part();
    assertThat(engine.charts.find(patient(ALSO_ANNA)).orElseThrow().chart().facts()).hasSize(1);
  }

  private void same(RecordKey survivor, RecordKey retired) {
    engine.records.merge(survivor, retired, now());
    look(survivor);
  }

  private void refuses(RecordKey who, String told) {
    engine.withdrawals.record(patient(who), LocalDate.parse("2025-02-01"), told);
    engine.work.drain();
  }

  private boolean refused(RecordKey who) {
    return engine.optOuts.find(patient(who)).isPresent();
  }

  /** Anna was merged with Berta, with whom Clara had been merged; Clara was another one. */
  @Test
  void whoIsPartedFromTheMiddleOfAChainTakesTheirAnswerAlong() {
    says(ANNA);
    says(ALSO_ANNA);
    says(CLARA, diabetes("c"));
    decide(CLARA, CandidateState.CONFIRMED, "");
    same(ALSO_ANNA, CLARA);
    same(ANNA, ALSO_ANNA);
    assertThat(state(ANNA)).isEqualTo(CandidateState.CONFIRMED);

    engine.records.part(ALSO_ANNA, CLARA, now());
    look(CLARA);

    assertThat(state(CLARA)).isEqualTo(CandidateState.CONFIRMED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.LAPSED);
    assertThat(state(ANNA)).isEqualTo(CandidateState.LAPSED);
  }

  @Test
  void whoIsPartedFromTheMiddleOfAChainTakesTheirRefusalAlong() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA);
    says(CLARA);
    refuses(CLARA, "carla");
    same(ALSO_ANNA, CLARA);
    same(ANNA, ALSO_ANNA);
    assertThat(refused(ANNA)).isTrue();

    engine.records.part(ALSO_ANNA, CLARA, now());
    look(CLARA);

    assertThat(refused(CLARA)).isTrue();
    assertThat(refused(ANNA)).isFalse();
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void aRefusalThatAPersonLiftedDoesNotComeBackWithTheNextMessage() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA);
    refuses(ALSO_ANNA, "carla");
    merge();
    engine.withdrawals.lift(patient(ANNA), "she asked to be told", "carla");
    says(ANNA, diabetes("a"));

    assertThat(refused(ANNA)).isFalse();
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void aRefusalThatWasRecordedAgainAfterTheMergeOutlivesIt() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA);
    refuses(ALSO_ANNA, "carla");
    merge();
    refuses(ANNA, "carla");
    part();

    assertThat(refused(ANNA)).isTrue();
    assertThat(refused(ALSO_ANNA)).isTrue();
  }

  /** A load once brought the charts of retired records back. */
  private void detectedAgain(RecordKey retired) {
    Entry entry = candidates(retired).getFirst();
    engine.candidates.change(
        entry, CandidateState.DETECTED, entry.judged(), "all-criteria-met: x", "engine");
  }

  private void confirmedThenMergedThenDetectedAgain() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.CONFIRMED, "");
    merge();
    detectedAgain(ALSO_ANNA);
  }

  @Test
  void anAnswerOutlivesThatTheEngineDetectsTheRetiredAgainAndTheyAreMergedAgain() {
    confirmedThenMergedThenDetectedAgain();
    look(ANNA);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.LAPSED);

    part();

    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.CONFIRMED);
  }

  @Test
  void anAnswerOutlivesThatTheEngineDetectsTheRetiredAgainAndTheyAreParted() {
    confirmedThenMergedThenDetectedAgain();
    part();

    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.CONFIRMED);
  }

  @Test
  void whatAPersonDecidedAboutTheRetiredSinceStandsAlsoOnceMergedAgain() {
    confirmedThenMergedThenDetectedAgain();
    decide(ALSO_ANNA, CandidateState.REJECTED, "moved away");
    look(ANNA);
    part();

    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.REJECTED);
  }

  @Test
  void anOlderAnswerDoesNotComeBackAfterANewerOneLapsed() {
    confirmedThenMergedThenDetectedAgain();
    decide(ALSO_ANNA, CandidateState.IN_REVIEW, "ask the ward");
    Entry decided = candidates(ALSO_ANNA).getFirst();
    engine.candidates.change(
        decided, CandidateState.LAPSED, decided.judged(), "patient-gone: x", "engine");
    part();

    assertThat(state(ALSO_ANNA)).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void anAnswerThatWasGivenAgainAboutTheSurvivorIsTheirs() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA, diabetes("b"));
    decide(ALSO_ANNA, CandidateState.IN_REVIEW, "ask the ward");
    merge();
    decide(ANNA, CandidateState.CONFIRMED, "");
    decide(ANNA, CandidateState.IN_REVIEW, "ask the ward");
    part();

    assertThat(state(ANNA)).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void aRefusalThatIsLiftedOnItsOwnRecordIsLiftedAlongTheChain() {
    says(ANNA, diabetes("a"));
    says(ALSO_ANNA);
    says(CLARA);
    refuses(CLARA, "carla");
    same(ALSO_ANNA, CLARA);
    same(ANNA, ALSO_ANNA);
    assertThat(refused(ANNA)).isTrue();

    engine.withdrawals.lift(patient(CLARA), "she asked to be told", "carla");
    engine.work.drain();

    assertThat(refused(ALSO_ANNA)).isFalse();
    assertThat(refused(ANNA)).isFalse();
    assertThat(state(ANNA)).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void aRefusalThatCameWithAnotherRecordOutlivesThatStrangersAreParted() {
    engine
        .jdbc
        .sql(
            "insert into opt_out (patient, source, recorded_at, carried_from) values ('x', 'carla', now(), 'y')")
        .update();
    says(ANNA);
    says(ALSO_ANNA);
    refuses(ALSO_ANNA, "carla");
    merge();
    part();

    assertThat(refused(ANNA)).isFalse();
    assertThat(engine.optOuts.find(new PatientId("x"))).isPresent();
  }

  @Test
  void noDayTurnsForARefusalThatWasLifted() {
    engine
        .jdbc
        .sql(
            """
            insert into opt_out (patient, source, recorded_at, carried_from, holds_until, lifted)
            values ('x', 'Consent/1', now(), 'y', '2025-03-01', true),
                   ('z', 'Consent/1', now(), 'y', '2025-03-01', false)
            """)
        .update();
    assertThat(engine.optOuts.turning(LocalDate.EPOCH, LocalDate.parse("2025-03-02")))
        .containsExactly(new PatientId("z"));
  }
}
