package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.diagnosis;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trialward.fhir.intake.ResearchContact;
import org.trialward.fhir.intake.ResearchContact.Refusal;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestDestination.Killed;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.queue.QueueTasks.Task;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

@Timeout(60)
class WithdrawalsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PatientId ANNA = new PatientId("anna");
  private static final LocalDate TODAY = LocalDate.parse("2025-03-01");

  @TempDir Path trialFiles;
  private final TestDestination emr = new TestDestination("emr");
  private final TestDestination ctms = new TestDestination("ctms");
  private TestEngine engine;

  @BeforeEach
  void annaIsDetected() {
    DATABASE.clear();
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine = new TestEngine(DATABASE, trialFiles, Moment.DETECTION, emr, ctms);
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

  private static DeliveryException down(Optional<Throwable> cause) {
    return new DeliveryException(Category.UNAVAILABLE, "Down.", Optional.empty(), cause);
  }

  private static DeliveryException refusedConnection() {
    return down(Optional.of(new java.net.ConnectException()));
  }

  private static ResearchContact consent(Optional<LocalDate> from, Optional<LocalDate> until) {
    return new ResearchContact(
        List.of(new Refusal("Consent/12", Optional.of(TODAY), from, until)), List.of());
  }

  private void consentSays(ResearchContact contact) {
    engine.optOuts.read(ANNA, contact);
    engine.rematch();
  }

  private void denied() {
    consentSays(consent(Optional.empty(), Optional.empty()));
  }

  private void permitted() {
    consentSays(new ResearchContact(List.of(), List.of()));
  }

  private CandidateState state() {
    return engine.candidate("anna").candidate().state();
  }

  private void becomes(CandidateState state, Actor actor) {
    Entry seen = engine.candidate("anna");
    engine.decisions.decide(
        seen.candidate().number(), seen.revision(), state, actor, "because", "carla");
  }

  private List<String> audit() {
    return engine.audit.about("T1/anna", 100).stream()
        .map(entry -> entry.action() + " " + entry.detail())
        .toList();
  }

  @Test
  void whoRefusesLeavesTheQueueAndTheAuditSaysWhy() {
    denied();
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    assertThat(engine.candidate("anna").candidate().reason())
        .contains("patient-opted-out: Consent/12, said on 2025-03-01");
    assertThat(audit())
        .contains(
            "CONSENT_WITHDRAWN DETECTED -> DO_NOT_CONTACT: patient-opted-out: Consent/12, said on 2025-03-01; 2 pending deliveries cancelled");
  }

  @Test
  void whoAllowsItAgainIsFoundAgain() {
    denied();
    permitted();
    engine.deliveries.drain();
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
    assertThat(emr.states()).containsExactly("DETECTED@3");
  }

  @Test
  void whoRefusesIsFoundForNoNewTrial() {
    denied();
    TestTrials.write(trialFiles, "T2", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
    assertThat(engine.candidates.ofPatient(ANNA)).hasSize(1);
    permitted();
    assertThat(engine.candidates.ofPatient(ANNA)).hasSize(2);
  }

  @Test
  void whatWaitsIsNotSentAndNobodyNewHearsOfThePatient() {
    ctms.refuse(refusedConnection());
    engine.deliveries.drain();
    denied();
    engine.clock.advance(Duration.ofHours(1));
    engine.deliveries.drain();
    assertThat(emr.states()).containsExactly("DETECTED@1", "DO_NOT_CONTACT@2");
    assertThat(ctms.taken()).isEmpty();
    assertThat(engine.outbox.counts().get("ctms")).isEqualTo(Map.of("CANCELLED", 1L));
  }

  @Test
  void whoMayHaveHeardThoughTheyDidNotAnswerHearsTheEndOfIt() {
    ctms.refuse(down(Optional.empty()));
    engine.deliveries.drain();
    denied();
    engine.deliveries.drain();
    assertThat(ctms.states()).containsExactly("DO_NOT_CONTACT@2");
  }

  @Test
  void whoTookADeliveryThatNobodyRemembersHearsTheEndOfIt() {
    ctms.killAfterTheNext();
    assertThatThrownBy(engine.deliveries::drain).isInstanceOf(Killed.class);
    denied();
    engine.deliveries.drain();
    assertThat(ctms.states()).containsExactly("DETECTED@1", "DO_NOT_CONTACT@2");
  }

  @Test
  void whoTookItIsStillRememberedWhenTheNextAttemptIsRefused() {
    ctms.killAfterTheNext();
    assertThatThrownBy(engine.deliveries::drain).isInstanceOf(Killed.class);
    ctms.refuse(new DeliveryException(Category.BUSY, "Busy."));
    engine.deliveries.drain();
    denied();
    engine.deliveries.drain();
    assertThat(ctms.states()).containsExactly("DETECTED@1", "DO_NOT_CONTACT@2");
  }

  @Test
  void whoTookItHearsTheEndThoughTheGateWasFirst() {
    ctms.killAfterTheNext();
    assertThatThrownBy(engine.deliveries::drain).isInstanceOf(Killed.class);
    engine.optOuts.read(ANNA, consent(Optional.empty(), Optional.empty()));
    engine.deliveries.drain();
    assertThat(engine.outbox.counts().get("ctms")).isEqualTo(Map.of("CANCELLED", 1L));
    engine.rematch();
    engine.deliveries.drain();
    assertThat(ctms.states()).containsExactly("DETECTED@1", "DO_NOT_CONTACT@2");
  }

  /** A page for people to log in, or our own mistake after the other side took it. */
  @Test
  void whoAnsweredWithNoAnswerHearsTheEndOfIt() {
    ctms.refuse(new DeliveryException(Category.FAULT, "No answer."));
    engine.deliveries.drain();
    denied();
    engine.deliveries.drain();
    assertThat(ctms.states()).containsExactly("DO_NOT_CONTACT@2");
  }

  @ParameterizedTest
  @MethodSource("beforeAnythingIsSent")
  void whomNobodyReachedIsNotTold(Exception why) {
    ctms.refuse(down(Optional.of(why)));
    engine.deliveries.drain();
    denied();
    engine.deliveries.drain();
    assertThat(ctms.taken()).isEmpty();
  }

  static List<Exception> beforeAnythingIsSent() {
    return List.of(
        new java.net.ConnectException(),
        new java.net.UnknownHostException(),
        new java.net.NoRouteToHostException(),
        new java.net.http.HttpConnectTimeoutException("too long"),
        new javax.net.ssl.SSLHandshakeException("whose certificate is this"));
  }

  @Test
  void aParkedDeliveryIsNotReplayedLater() {
    ctms.refuse(new DeliveryException(Category.REJECTED, "No."));
    engine.deliveries.drain();
    denied();
    assertThat(engine.outbox.replay(Optional.empty())).isZero();
    engine.deliveries.drain();
    assertThat(ctms.taken()).isEmpty();
  }

  /** Between the reading of the Consent and the match of the patient a delivery may come due. */
  @Test
  void theGateAtTheDeliveryHoldsBeforeThePatientIsMatched() {
    engine.optOuts.read(ANNA, consent(Optional.empty(), Optional.empty()));
    engine.deliveries.drain();
    assertThat(emr.asked()).isEmpty();
    assertThat(audit())
        .contains(
            "CONSENT_WITHDRAWN DETECTED to emr, revision 1: not sent, patient-opted-out: Consent/12, said on 2025-03-01");
  }

  @Test
  void aContactedPatientIsLeftAloneToo() {
    becomes(CandidateState.CONTACTED, Actor.COORDINATOR);
    denied();
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
  }

  @Test
  void whoConsentedToATrialStaysInIt() {
    becomes(CandidateState.CONTACTED, Actor.COORDINATOR);
    becomes(CandidateState.CONSENTED, Actor.COORDINATOR);
    denied();
    engine.deliveries.drain();
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    assertThat(emr.states()).contains("CONSENTED@3");
  }

  @Test
  void aRejectedCandidateStaysRejected() {
    becomes(CandidateState.REJECTED, Actor.COORDINATOR);
    denied();
    assertThat(state()).isEqualTo(CandidateState.REJECTED);
    permitted();
    assertThat(state()).isEqualTo(CandidateState.REJECTED);
  }

  @Test
  void whoRefusesIsNotTakenUpAgainByAPerson() {
    becomes(CandidateState.REJECTED, Actor.COORDINATOR);
    denied();
    assertThatThrownBy(() -> becomes(CandidateState.CONFIRMED, Actor.COORDINATOR))
        .hasMessageContaining("patient-opted-out: Consent/12");
    assertThatThrownBy(() -> becomes(CandidateState.REFERRED, Actor.PHYSICIAN))
        .isInstanceOf(Decisions.Refused.class);
    assertThat(state()).isEqualTo(CandidateState.REJECTED);
  }

  @Test
  void whoCannotBeToldOfTheWithdrawalIsATaskForAPerson() {
    engine.deliveries.drain();
    ctms.takeNothing();
    denied();
    engine.deliveries.drain();
    assertThat(engine.tasks.open())
        .singleElement()
        .returns(Kind.WITHDRAWAL_UNTOLD, Task::kind)
        .returns("ctms", Task::source)
        .satisfies(task -> assertThat(task.words()).contains("DO_NOT_CONTACT"));
  }

  @Test
  void whoNeverKnewThePatientIsNoTask() {
    ctms.takeNothing();
    engine.deliveries.drain();
    engine.changed(diabetic("anna", diagnosis("22298006", "mi")));
    engine.deliveries.drain();
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
    assertThat(engine.tasks.open()).isEmpty();
  }

  @Test
  void aRefusalBeginsAndEndsOnItsDays() {
    engine.index.catchUp(_ -> {});
    consentSays(consent(Optional.of(TODAY.plusDays(1)), Optional.of(TODAY.plusDays(2))));
    engine.daily.whenTheDayChanged();
    engine.work.drain();
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
    nextDay();
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    nextDay();
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    nextDay();
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
  }

  private void nextDay() {
    engine.clock.advance(Duration.ofDays(1));
    if (engine.index.isBehind()) {
      engine.index.catchUp(_ -> {});
    }
    engine.daily.whenTheDayChanged();
    engine.work.drain();
    engine.index.refresh();
  }

  @Test
  void aPersonRecordsARefusalAndItActsAtOnce() {
    engine.withdrawals.record(ANNA, TODAY, "carla");
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    assertThat(engine.optOuts.standing())
        .singleElement()
        .satisfies(line -> assertThat(line.follows()).isFalse());
    assertThat(engine.audit.about("anna", 9))
        .singleElement()
        .satisfies(entry -> assertThat(entry.who()).isEqualTo("carla"));
  }

  @Test
  void whatAPersonRecordedOnlyAPersonLifts() {
    engine.withdrawals.record(ANNA, TODAY, "carla");
    permitted();
    assertThat(state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    engine.withdrawals.lift(ANNA, "asked again", "carla");
    engine.work.drain();
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
    assertThat(engine.audit.about("anna", 1))
        .extracting(AuditLog.Entry::action)
        .containsExactly("CONSENT_RESTORED");
  }

  @Test
  void whatAConsentSaysNobodyLiftsHere() {
    denied();
    assertThatThrownBy(() -> engine.withdrawals.lift(ANNA, "because", "carla"))
        .hasMessageContaining("changed in the EMR");
    assertThatThrownBy(() -> engine.withdrawals.lift(ANNA, " ", "carla"))
        .hasMessageContaining("Say why");
  }

  @Test
  void aRefusalMovesWithAMergedRecordAndBack() {
    engine.withdrawals.record(ANNA, TODAY, "carla");
    PatientId survivor = new PatientId("survivor");
    engine.optOuts.carry(ANNA, survivor);
    assertThat(engine.optOuts.find(survivor)).isPresent();
    engine.optOuts.takeBack(ANNA);
    assertThat(engine.optOuts.find(survivor)).isEmpty();
    assertThat(engine.optOuts.find(ANNA)).isPresent();
  }

  @Test
  void aRefusalThatWasCarriedInACircleEndsWithTheMergeThatBroughtIt() {
    PatientId berta = new PatientId("berta");
    PatientId clara = new PatientId("clara");
    engine.withdrawals.record(ANNA, TODAY, "carla");
    engine.optOuts.carry(ANNA, berta);
    engine.optOuts.carry(berta, clara);
    engine.optOuts.carry(clara, berta);

    assertThat(engine.optOuts.takeBack(ANNA)).containsExactlyInAnyOrder(berta, clara);

    assertThat(engine.optOuts.standing()).extracting(OptOuts.Line::patient).containsExactly(ANNA);
  }

  @Test
  void aRefusalThatCameTwoWaysOutlivesOneOfThem() {
    PatientId berta = new PatientId("berta");
    PatientId clara = new PatientId("clara");
    engine.withdrawals.record(ANNA, TODAY, "carla");
    engine.optOuts.carry(ANNA, berta);
    engine.optOuts.carry(berta, clara);
    engine.optOuts.carry(ANNA, clara);

    engine.optOuts.takeBack(berta);

    assertThat(engine.optOuts.standing())
        .extracting(OptOuts.Line::patient)
        .containsExactlyInAnyOrder(ANNA, berta, clara);
  }

  @Test
  void aConsentThatIsGoneConcernsWhoeverRefusedInIt() {
    denied();
    assertThat(engine.charts.holders("Consent/12")).containsExactly(ANNA);
    assertThat(engine.charts.holders("Consent/13")).isEmpty();
  }

  @Test
  void theSameReadingChangesNothing() {
    assertThat(engine.optOuts.read(ANNA, consent(Optional.empty(), Optional.empty()))).isTrue();
    assertThat(engine.optOuts.read(ANNA, consent(Optional.empty(), Optional.empty()))).isFalse();
  }
}
