package org.trialward.workbench.ctms;

import java.util.List;
import org.trialward.ctms.CtmsConnector;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.settings.SiteClock;

/**
 * Around an engine: what comes back from the trial office, put together as the application does.
 */
final class TestAnswers {
  final StatusWords words;
  final StudyConsents consents;
  final StudySteps steps;
  final QueueTasks tasks;
  final StatusIntake intake;
  final TaskDesk desk;
  private final TestEngine engine;

  TestAnswers(TestDatabase database, TestEngine engine, CtmsConnector... connectors) {
    this.engine = engine;
    SiteClock clock = engine.clock.site();
    words =
        database.transactional(
            StatusWords.class,
            new StatusWords(engine.jdbc, List.of(connectors), engine.audit, clock));
    consents = new StudyConsents(engine.jdbc, clock);
    steps =
        database.transactional(
            StudySteps.class,
            new StudySteps(engine.decisions, consents, engine.outbox, engine.inbox, clock));
    tasks = new QueueTasks(engine.jdbc, clock);
    AnswersBack answers =
        new AnswersBack(
            engine.jdbc,
            engine.candidates,
            engine.records,
            words,
            steps,
            tasks,
            engine.audit,
            clock,
            database.transaction());
    intake = answers.intake();
    desk = answers.desk();
  }

  List<Kind> openTasks() {
    return tasks.open().stream().map(QueueTasks.Task::kind).toList();
  }

  /** Puts a candidate into a state, by whatever way. */
  void put(long candidate, CandidateState state) {
    engine
        .jdbc
        .sql(
            "update candidate set state = :state, revision = revision + 1, changed_by = 'test' where number = :n")
        .param("state", state.name())
        .param("n", candidate)
        .update();
  }
}
