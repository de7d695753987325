package org.trialward.workbench.ctms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.redcap.RedcapConnector;
import org.trialward.ctms.redcap.RedcapField;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.outbox.CtmsDestination;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** A candidate goes to REDCap, people work there, and each of their answers comes back once. */
class RedcapBothWaysTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private RedcapProject project;
  private RedcapConnector redcap;
  private TestEngine engine;
  private TestAnswers answers;
  private CtmsPolling polling;

  @BeforeEach
  void oneCandidateInRedcap() {
    DATABASE.clear();
    project = new RedcapProject();
    redcap = new RedcapConnector(project.settings(), new TestClock());
    Connectors connectors = new Connectors(List.of(redcap), key -> false);
    engine =
        new TestEngine(
            DATABASE,
            trialFiles,
            Moment.CONFIRMATION,
            new CtmsDestination(RedcapConnector.DESTINATION, connectors));
    answers = new TestAnswers(DATABASE, engine, redcap);
    polling = new CtmsPolling(connectors, answers.intake, engine.cursors, engine.clock.site());
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    Entry seen = engine.candidate("anna");
    answers.steps.take(
        seen.candidate().number(), 1, CandidateState.CONFIRMED, "", Optional.empty(), "cora");
    engine.deliveries.drain();
  }

  @AfterEach
  void stop() {
    engine.close();
    redcap.close();
    project.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private String record() {
    return "TM-" + engine.candidate("anna").candidate().number();
  }

  private CandidateState state() {
    return engine.candidate("anna").candidate().state();
  }

  /** As REDCap posts it, which names the record and little else of use. */
  private Optional<Taken> ring() {
    return redcap
        .onDataEntryTrigger("project_id=12&instrument=trialward&record=" + record())
        .map(change -> answers.intake.take(RedcapConnector.DESTINATION, change));
  }

  @Test
  void aPollBringsEachAnswerOnceAndOursGoOn() {
    assertThat(project.value(record(), RedcapField.STATE)).contains("CONFIRMED");
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONFIRMED);

    project.status(record(), "6");
    polling.poll();
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    assertThat(engine.candidate("anna").revision()).isEqualTo(3);
    engine.deliveries.drain();
    assertThat(project.value(record(), RedcapField.STATE)).contains("CONSENTED");

    project.status(record(), "9");
    polling.poll();
    engine.deliveries.drain();
    assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    assertThat(project.value(record(), RedcapField.STATUS)).contains("9");
    polling.poll();
    assertThat(engine.candidate("anna").revision()).isEqualTo(4);
    assertThat(answers.openTasks()).isEmpty();
  }

  @Test
  void aDataEntryTriggerBringsItAtOnceAndThePollBringsItNotAgain() {
    assertThat(ring()).isEmpty();
    project.status(record(), "6");
    assertThat(ring()).contains(Taken.MOVED);
    polling.poll();
    assertThat(ring()).contains(Taken.REPEATED);
    assertThat(engine.candidate("anna").revision()).isEqualTo(3);
  }

  @Test
  void whatPeopleTakeBackIsTakenBack() {
    for (String choice : List.of("6", "9", "6")) {
      project.status(record(), choice);
      polling.poll();
      engine.deliveries.drain();
    }
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
  }

  @Test
  void aCodeThatTheProjectInventedWaitsForAPerson() {
    project.status(record(), "99");
    polling.poll();
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONFIRMED);
    assertThat(answers.openTasks()).containsExactly(Kind.STATUS_UNKNOWN);
    answers.desk.say(
        answers.tasks.open().getFirst().id(),
        new StatusWords.Meaning.Is(CandidateState.CONTACTED),
        "cora");
    assertThat(state()).isEqualTo(CandidateState.CONTACTED);
  }
}
