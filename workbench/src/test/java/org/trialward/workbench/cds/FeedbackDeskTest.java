package org.trialward.workbench.cds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.cds.CdsFeedback;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

class FeedbackDeskTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final UUID CARD = UUID.fromString("d1577c69-dfbe-34ad-ba6d-3e05e953b2ea");
  private static final Viewer VIEWER = new Viewer("Practitioner/7", Set.of(), true);

  @TempDir Path trialFiles;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TestEngine engine;
  private Impressions impressions;
  private FeedbackDesk desk;

  @BeforeEach
  void twoTrialsForAnna() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    TestTrials.write(trialFiles, "T2", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    impressions = new Impressions(engine.jdbc, engine.clock.site());
    Answers answers =
        DATABASE.transactional(
            Answers.class,
            new Answers(engine.jdbc, engine.decisions, engine.audit, engine.clock.site()));
    desk = new FeedbackDesk(impressions, answers, meters, engine.clock.site());
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private List<Entry> annas() {
    return engine.candidates.ofPatient(new PatientId("anna"));
  }

  private void show(int trials) {
    impressions.shown(CARD, VIEWER, "", "patient-view", annas().subList(0, trials));
  }

  private void take(String outcome, String code, String at) {
    desk.take(
        CdsFeedback.read(
            """
            {"feedback": [{"card": "%s", "outcome": "%s", "outcomeTimestamp": "%s",
              "overrideReason": {"reason": {"code": "%s"}}}]}
            """
                .formatted(CARD, outcome, at, code)
                .getBytes(UTF_8)));
  }

  private List<String> answers() {
    return engine
        .jdbc
        .sql(
            """
            select trial || ' ' || kind || ' ' || coalesce(code, '-') || ' ' || coalesce(date(silent_until)::text, '-')
            from answer order by trial, id
            """)
        .query(Rows.text())
        .list();
  }

  private String now() {
    return engine.clock.instant().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "overridden, patient-ineligible, NOT_SUITABLE patient-ineligible",
    "overridden, do-not-show-this-trial, NEVER_THIS_TRIAL do-not-show-this-trial",
    "overridden, already-discussed, WAVED_AWAY already-discussed",
    "overridden, patient-refuses, WAVED_AWAY patient-refuses",
    "overridden, '', WAVED_AWAY -",
    "overridden, a code of the EMR's own, WAVED_AWAY -",
    "accepted, '', SEEN -"
  })
  void aReasonBecomesAnAnswer(String outcome, String code, String answer) {
    show(1);
    take(outcome, code, now());
    assertThat(answers()).containsExactly("T1 " + answer + " -");
  }

  @Test
  void whoSaysThatThePatientIsNotEligibleEndsTheCandidate() {
    show(1);
    take("overridden", "patient-ineligible", now());
    assertThat(annas().getFirst().candidate().state()).isEqualTo(CandidateState.REJECTED);
    assertThat(annas().getFirst().changedBy()).isEqualTo("Practitioner/7");
  }

  @Test
  void onACardOfSeveralTrialsNotEligibleEndsNone() {
    show(2);
    take("overridden", "patient-ineligible", now());
    assertThat(answers())
        .containsExactly(
            "T1 WAVED_AWAY patient-ineligible -", "T2 WAVED_AWAY patient-ineligible -");
    assertThat(annas())
        .extracting(entry -> entry.candidate().state())
        .containsOnly(CandidateState.DETECTED);
  }

  @ParameterizedTest
  @CsvSource({"limited-time", "wrong-time-workflow"})
  void notNowIsAMonthAndToldTwiceIsOnce(String code) {
    show(1);
    String at = now();
    take("overridden", code, at);
    engine.clock.advance(Duration.ofHours(30));
    take("overridden", code, at);
    assertThat(answers()).hasSize(1).first().asString().startsWith("T1 SNOOZED " + code + " 20");
  }

  @Test
  void feedbackWithoutATimeThatIsToldTwiceIsOnceOnTheSameDay() {
    show(1);
    take("overridden", "limited-time", "");
    take("overridden", "limited-time", "2031-01-01T00:00:00Z");
    assertThat(answers()).hasSize(1);
  }

  @Test
  void anUnknownCardChangesNothingAndIsCounted() {
    take("overridden", "patient-ineligible", now());
    assertThat(answers()).isEmpty();
    assertThat(
            meters.get("trialward.cds.feedback").tag("card", "unknown").counters().stream()
                .mapToDouble(Counter::count)
                .sum())
        .isEqualTo(1);
  }
}
