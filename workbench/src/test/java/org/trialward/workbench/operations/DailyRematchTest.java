package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.hba1c;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.population.Due;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** A new day: whom it concerns, and only those, are matched again. */
class DailyRematchTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private static final Logger LOG = (Logger) LoggerFactory.getLogger(DailyRematch.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir Path trialFiles;
  @TempDir Path folder;
  private TestEngine engine;

  /**
   * An HbA1c counts for 90 days: that of 2025-01-10 until 2025-04-10, that of 2025-02-20 longer.
   */
  @BeforeEach
  void fivePatientsOnTheFirstOfMarch() {
    DATABASE.clear();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(log);
    log.start();
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
    engine = open();
    engine.charts.save(diabetic("soon", hba1c("8", "2025-01-10", "h1")));
    engine.charts.save(diabetic("later", hba1c("8", "2025-02-20", "h2")));
    engine.charts.save(diabetic("unknown"));
    engine.charts.save(chart("healthy"));
    engine.charts.save(chart("healthy-too"));
    engine.index.catchUp(progress -> {});
    newDay("2025-03-01");
  }

  @AfterEach
  void stop() {
    engine.close();
    LOG.detachAppender(log);
  }

  /** What the application says of its days. */
  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private TestEngine open() {
    TestEngine opened = new TestEngine(DATABASE, trialFiles, folder, Moment.CONFIRMATION);
    opened.reload.reload("test");
    return opened;
  }

  /** As the application does it: the index first, then whom the day concerns, then their match. */
  private void newDay(String day) {
    engine.clock.set(day + "T05:00:00Z");
    if (engine.index.isBehind()) {
      engine.index.catchUp(progress -> {});
    }
    engine.daily.whenTheDayChanged();
    engine.work.drain();
    engine.index.refresh();
  }

  /** Whom a day put into the inbox. */
  private List<String> matchedOn(String day) {
    return engine
        .jdbc
        .sql("select patient from inbox where dedup_key like :key order by patient")
        .param("key", "rematch|" + day + "|%")
        .query(Rows.text())
        .list();
  }

  @Test
  void theFirstDayConcernsEverybody() {
    assertThat(matchedOn("2025-03-01"))
        .containsExactly("healthy", "healthy-too", "later", "soon", "unknown");
    assertThat(engine.candidate("soon").candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);
  }

  @Test
  void aDayOnWhichNothingTurnsConcernsNobody() {
    newDay("2025-03-02");
    assertThat(matchedOn("2025-03-02")).isEmpty();
    assertThat(logged()).contains("New day 2025-03-02: 0 of 5 patients are matched again");
  }

  @Test
  void aWindowThatEndsConcernsThatPatientOnTheDay() {
    newDay("2025-04-10");
    assertThat(matchedOn("2025-04-10")).isEmpty();
    assertThat(engine.candidate("soon").candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);
    newDay("2025-04-11");
    assertThat(matchedOn("2025-04-11")).containsExactly("soon");
    assertThat(logged()).contains("New day 2025-04-11: 1 of 5 patients are matched again");
    assertThat(engine.candidate("soon").candidate().outcome()).isEqualTo(Outcome.POSSIBLE);
    newDay("2025-04-12");
    assertThat(matchedOn("2025-04-12")).isEmpty();
  }

  @Test
  void daysOnWhichTheApplicationDidNotRunAreMadeUpFor() {
    engine.close();
    engine = open();
    newDay("2025-07-01");
    assertThat(matchedOn("2025-07-01")).containsExactly("later", "soon");
    assertThat(engine.candidate("later").candidate().outcome()).isEqualTo(Outcome.POSSIBLE);
    assertThat(engine.candidate("later").candidate().state()).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void aChartThatWasStoredButNotMatchedSinceIsDue() {
    engine.charts.save(diabetic("unknown", hba1c("9", "2025-02-27", "h3")));
    engine.clock.set("2025-03-02T05:00:00Z");
    engine.index.rebuild(progress -> {});
    assertThat(engine.census.due()).isEqualTo(new Due.Everybody());
  }

  @Test
  void whileTheIndexIsOpenedTheDayWaitsAndWithoutOneItConcernsEverybody() {
    try (TestEngine other = open()) {
      other.clock.set("2025-03-02T05:00:00Z");
      other.daily.whenTheDayChanged();
      assertThat(matchedOn("2025-03-02")).isEmpty();
      other.index.catchUp(progress -> {});
      other.daily.whenTheDayChanged();
    }
    assertThat(matchedOn("2025-03-02")).hasSize(5);
    assertThat(logged()).contains("New day 2025-03-02: all patients are matched again");
  }
}
