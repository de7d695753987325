package org.trialward.workbench.ctms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.ctms.Connectors;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.ctms.StudyConsents.Signed;
import org.trialward.workbench.outbox.CtmsDestination;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions.Refused;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** A coordinator leads a candidate through the study. */
class StudyStepsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Optional<Signed> SIGNED =
      Optional.of(new Signed("3.0", LocalDate.parse("2025-02-28")));

  @TempDir Path trialFiles;
  private final TestConnector edc = TestConnector.ofConsentedSubjects("edc");
  private TestEngine engine;
  private TestAnswers answers;

  @BeforeEach
  void oneCandidate() {
    DATABASE.clear();
    Connectors connectors = new Connectors(List.of(edc), this::hasConsented);
    engine =
        new TestEngine(
            DATABASE, trialFiles, Moment.CONFIRMATION, new CtmsDestination("edc", connectors));
    answers = new TestAnswers(DATABASE, engine, edc);
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

  private boolean hasConsented(CandidateKey key) {
    return engine.candidates.find(key).orElseThrow().candidate().state().isAfterConsent();
  }

  private Entry take(CandidateState next, String reason, Optional<Signed> signed) {
    Entry seen = engine.candidate("anna");
    return answers.steps.take(
        seen.candidate().number(), seen.revision(), next, reason, signed, "cora");
  }

  private void takeAll(CandidateState... states) {
    for (CandidateState state : states) {
      take(state, "because", SIGNED);
    }
  }

  private long parked() {
    return engine.outbox.parked(10).size();
  }

  @Test
  void whoHasNotConsentedIsRefusedByAnEdcAndGoesOutAfterTheConsentInOrder() {
    take(CandidateState.CONFIRMED, "", Optional.empty());
    engine.deliveries.drain();
    assertThat(edc.delivered).isEmpty();
    assertThat(parked()).isEqualTo(1);

    take(CandidateState.CONTACTED, "contacted-by-phone: on 2025-02-27", Optional.empty());
    engine.deliveries.drain();
    assertThat(edc.delivered).isEmpty();

    take(CandidateState.CONSENTED, "", SIGNED);
    engine.deliveries.drain();
    assertThat(edc.delivered)
        .containsExactly(
            CandidateState.CONFIRMED, CandidateState.CONTACTED, CandidateState.CONSENTED);
    assertThat(parked()).isZero();
  }

  @Test
  void aConsentNeedsItsVersionAndItsDay() {
    takeAll(CandidateState.CONTACTED);
    for (Optional<Signed> signed :
        List.of(
            Optional.<Signed>empty(),
            Optional.of(new Signed(" ", LocalDate.parse("2025-02-28"))),
            Optional.of(new Signed("3.0", LocalDate.parse("2025-03-02"))))) {
      assertThatThrownBy(() -> take(CandidateState.CONSENTED, "", signed))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("consent");
    }
    assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.CONTACTED);

    Entry consented = take(CandidateState.CONSENTED, "", SIGNED);
    assertThat(answers.consents.of(consented.candidate().number()))
        .singleElement()
        .satisfies(consent -> {
          assertThat(consent.version()).isEqualTo("3.0");
          assertThat(consent.signedOn()).isEqualTo("2025-02-28");
          assertThat(consent.recordedBy()).isEqualTo("cora");
        });
  }

  @Test
  void aConsentThatIsNotStoredIsNotRecordedEither() {
    takeAll(CandidateState.CONTACTED);
    Entry seen = engine.candidate("anna");
    takeAll(CandidateState.DECLINED, CandidateState.CONTACTED);
    assertThatThrownBy(() ->
            answers.steps.take(
                seen.candidate().number(),
                seen.revision(),
                CandidateState.CONSENTED,
                "",
                SIGNED,
                "cora"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("changed meanwhile");
    assertThat(answers.consents.of(seen.candidate().number())).isEmpty();
  }

  @Test
  void theWholeWayToTheEndOfTheStudy() {
    takeAll(
        CandidateState.CONTACTED,
        CandidateState.CONSENTED,
        CandidateState.SCREEN_FAILED,
        CandidateState.CONSENTED,
        CandidateState.ELIGIBLE,
        CandidateState.ENROLLED,
        CandidateState.FOLLOW_UP,
        CandidateState.COMPLETED);
    assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.COMPLETED);
    assertThatThrownBy(() -> takeAll(CandidateState.ENROLLED)).isInstanceOf(Refused.class);
    // Screened once more is no second signature.
    assertThat(answers.consents.of(engine.candidate("anna").candidate().number())).hasSize(1);
  }
}
