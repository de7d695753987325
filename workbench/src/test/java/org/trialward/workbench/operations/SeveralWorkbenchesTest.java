package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.hba1c;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.population.Counts;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** Two engines on one database, each with trial files and an index of its own. */
class SeveralWorkbenchesTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final TrialId TRIAL = new TrialId("T1");

  @TempDir Path files;
  @TempDir Path otherFiles;
  @TempDir Path index;
  @TempDir Path otherIndex;
  private TestEngine one;
  private TestEngine other;

  @BeforeEach
  void bothReadTheSame() {
    DATABASE.clear();
    TestTrials.write(files, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
    TestTrials.write(otherFiles, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
    one = open(files, index);
    other = open(otherFiles, otherIndex);
  }

  private static TestEngine open(Path files, Path index) {
    TestEngine opened = new TestEngine(DATABASE, files, index, Moment.CONFIRMATION);
    opened.reload.reload("test");
    return opened;
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private long waiting() {
    return DATABASE
        .jdbc()
        .sql("select count(*) from inbox where state = 'OPEN'")
        .query(Long.class)
        .single();
  }

  @Test
  void whoReadsTheSameFilesWorksWhoeverAsked() {
    one.charts.save(diabetic("anna", hba1c("8", "2025-02-20", "h1")));
    one.inbox.rematchAll("asked by one");
    other.work.drain();
    assertThat(waiting()).isZero();
    assertThat(one.candidate("anna").verdict().trialVersion()).isEqualTo("1");
  }

  @Test
  void whoStillHasYesterdaysFilesLeavesPatientsToTheOthers() {
    one.charts.save(diabetic("anna", hba1c("8", "2025-02-20", "h1")));
    TestTrials.write(otherFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    other.reload.reload("ann");

    one.work.drain();
    assertThat(waiting()).as("not matched by version 1").isOne();
    one.reload.follow();
    one.work.drain();
    assertThat(waiting()).as("the file here is still version 1").isOne();

    TestTrials.write(files, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    one.clock.advance(Duration.ofSeconds(31));
    one.reload.follow();
    one.work.drain();
    assertThat(waiting()).isZero();
    assertThat(one.candidate("anna").verdict().trialVersion()).isEqualTo("2");
  }

  @Test
  void aStartWithOtherFilesDecidesNothingWhileAnotherWorkbenchIsAtWork() {
    one.charts.save(diabetic("anna", hba1c("8", "2025-02-20", "h1")));
    TestTrials.write(otherFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    boolean[] onDuty = {false};
    TrialReload started = start(other, () -> onDuty[0]);
    started.follow();
    assertThat(one.agreement.holds()).as("its files are still in force").isTrue();
    assertThat(waiting()).isZero();

    onDuty[0] = true;
    started.follow();
    assertThat(one.agreement.holds()).as("the others ended").isFalse();
    assertThat(waiting()).isOne();
  }

  @Test
  void whatAPersonPutInForceMeanwhileStays() {
    boolean[] onDuty = {false};
    TestTrials.write(otherFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    TrialReload started = start(other, () -> onDuty[0]);
    TestTrials.write(files, "T1", "3", "recruiting", TestTrials.WITH_HBA1C);
    one.reload.reload("ann");
    onDuty[0] = true;
    started.follow();
    assertThat(one.agreement.holds()).isTrue();
  }

  private static TrialReload start(TestEngine engine, BooleanSupplier onDuty) {
    TrialReload reload =
        new TrialReload(
            engine.trials,
            engine.agreement,
            onDuty,
            engine.inbox,
            engine.cursors,
            engine.audit,
            engine.clock.site(),
            DATABASE.transaction());
    reload.afterPropertiesSet();
    return reload;
  }

  @Test
  void onTheDayAfterSeveralWorkedEverybodyIsMatched() {
    one.charts.save(diabetic("anna"));
    one.charts.save(diabetic("ben"));
    one.index.catchUp(progress -> {});
    one.daily.whenTheDayChanged();
    one.work.drain();
    one.index.refresh();
    one.cursors.advance("others", one.clock.site().asOf().toString());
    newDay("2025-03-02");
    assertThat(waiting()).as("none of them knows all").isEqualTo(2);
    one.work.drain();
    one.index.refresh();
    newDay("2025-03-03");
    assertThat(waiting()).as("alone since: nobody's verdict changes today").isZero();
  }

  private void newDay(String day) {
    one.clock.set(day + "T05:00:00Z");
    one.index.catchUp(progress -> {});
    one.daily.whenTheDayChanged();
  }

  @Test
  void othersAreSeenByTheirSessions() throws Exception {
    Others others = new Others(DATABASE.jdbc(), one.cursors, one.clock.site());
    others.look();
    assertThat(others.wereThereSince(Optional.of("2025-03-01"))).isFalse();
    try (Connection first = DriverManager.getConnection(named("trialward a"));
        Connection second = DriverManager.getConnection(named("trialward b"))) {
      assertThat(first.isValid(5) && second.isValid(5)).isTrue();
      others.look();
    }
    assertThat(others.wereThereSince(Optional.of("2025-03-01"))).isTrue();
    assertThat(others.wereThereSince(Optional.of("2025-03-02"))).isFalse();
  }

  private static String named(String application) {
    return DATABASE.url() + "&ApplicationName=" + application.replace(" ", "%20");
  }

  @Test
  void followingAsksNobodyToBeMatchedAgain() {
    TestTrials.write(otherFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    TestTrials.write(files, "T1", "2", "recruiting", TestTrials.WITH_HBA1C);
    one.charts.save(diabetic("anna"));
    other.reload.reload("ann");
    other.work.drain();
    one.reload.follow();
    assertThat(waiting()).isZero();
    assertThat(one.trials.find(TRIAL).orElseThrow().version()).isEqualTo("2");
  }

  @Test
  void countsHearOfTheOthersChartsWithinAMinute() {
    one.index.catchUp(progress -> {});
    other.charts.save(diabetic("anna", hba1c("8", "2025-02-20", "h1")));
    assertThat(one.index.isBehind()).as("at once").isFalse();
    one.clock.advance(Duration.ofSeconds(61));
    assertThat(one.index.isBehind()).isTrue();
    one.index.catchUp(progress -> {});
    assertThat(one.census.count(one.trials.find(TRIAL).orElseThrow()))
        .isEqualTo(Optional.of(new Counts(1, 0, 1)));

    one.charts.save(diabetic("ben"));
    one.clock.advance(Duration.ofSeconds(61));
    assertThat(one.index.isBehind()).as("of its own charts it is told").isFalse();
  }

  @Test
  void oneIsOnDutyAndTheOtherTakesOverWhenItsSessionEnds() {
    try (Duty first = new Duty(DATABASE.dataSource())) {
      try (Duty second = new Duty(DATABASE.dataSource())) {
        assertThat(first.isOurs()).isTrue();
        assertThat(first.isOurs()).isTrue();
        assertThat(second.isOurs()).isFalse();

        endTheSessionThatHoldsIt();
        await().atMost(Duration.ofMinutes(1)).until(second::isOurs);
        assertThat(first.isOurs()).as("it noticed").isFalse();
      }
      assertThat(first.isOurs()).as("the other one stopped").isTrue();
    }
  }

  private static void endTheSessionThatHoldsIt() {
    assertThat(
            DATABASE
                .jdbc()
                .sql(
                    """
                    select pg_terminate_backend(pid) from pg_locks
                    where locktype = 'advisory' and granted
                      and database = (select oid from pg_database where datname = current_database())
                    """)
                .query(Boolean.class)
                .list())
        .containsExactly(true);
  }
}
