package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** Two workbenches on one database hear of what people do, at the commit and not before. */
class PulseTest {
  private static final TrialId TRIAL = new TrialId("T1");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path trialFiles;

  @Test
  void everyWorkbenchHearsWhatPeopleDoWhenItIsCommitted() {
    try (TestDatabase database = TestDatabase.fresh();
        TestEngine engine = new TestEngine(database, trialFiles, Moment.CONFIRMATION);
        Pulse here = new Pulse(database.dataSource());
        Pulse there = new Pulse(new DriverManagerDataSource(database.url(), "postgres", ""))) {
      await().atMost(SOON).until(() -> here.ofAll() > 0 && there.ofAll() > 0);
      TestTrials.write(
          trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      engine.trials.reload("test");
      engine.changed(diabetic("anna"));
      long before = there.of(TRIAL);
      long other = there.of(new TrialId("T2"));

      database
          .transaction()
          .executeWithoutResult(status -> {
            decide(engine, CandidateState.CONFIRMED);
            status.setRollbackOnly();
          });
      decide(engine, CandidateState.CONFIRMED);
      await()
          .atMost(SOON)
          .until(() -> here.of(TRIAL) == before + 1 && there.of(TRIAL) == before + 1);
      assertThat(there.of(new TrialId("T2"))).isEqualTo(other);

      engine.changed(chart("anna")); // The engine's own work is told to nobody.
      assertThat(engine.candidate("anna").candidate().state()).isEqualTo(CandidateState.LAPSED);
      engine.changed(diabetic("bert"));
      Entry bert = engine.candidate("bert");
      engine.decisions.decide(
          bert.candidate().number(),
          bert.revision(),
          CandidateState.CONFIRMED,
          Actor.COORDINATOR,
          "",
          "carla");
      await().atMost(SOON).until(() -> there.of(TRIAL) == before + 2);
    }
  }

  @Test
  void whoseConnectionBreaksListensAgainAndCountsWhatItMayHaveMissed() {
    try (TestDatabase database = TestDatabase.fresh();
        Pulse pulse = new Pulse(new DriverManagerDataSource(database.url(), "postgres", ""))) {
      await().atMost(SOON).until(() -> pulse.of(TRIAL) > 0);
      long before = pulse.of(TRIAL);
      JdbcClient jdbc = database.jdbc();
      jdbc.sql(
              """
              select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and query like 'listen%'
              """)
          .query()
          .listOfRows();
      await().atMost(SOON).until(() -> pulse.of(TRIAL) > before);
    }
  }

  private static void decide(TestEngine engine, CandidateState next) {
    Entry seen = engine.candidate("anna");
    engine.decisions.decide(
        seen.candidate().number(), seen.revision(), next, Actor.COORDINATOR, "", "carla");
  }
}
