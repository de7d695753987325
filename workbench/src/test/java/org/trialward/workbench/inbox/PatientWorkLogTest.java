package org.trialward.workbench.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;

/** What work on a patient leaves in the log and in the metrics. */
class PatientWorkLogTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PatientWork.class);
  @TempDir private Path folder;
  private TestEngine engine;

  @BeforeEach
  void listen() {
    TestTrials.write(folder, "T-1", "1", "recruiting", TestTrials.WITH_HBA1C);
    engine = new TestEngine(database, folder, Deliver.Moment.CONFIRMATION);
    engine.reload.reload("test");
    engine.work.drain();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    engine.close();
    database.close();
  }

  private void arrives() {
    engine.inbox.add(
        List.of(
            new ChangeHint(
                "emr-history",
                Optional.of(new PatientId("ada-4711")),
                Optional.empty(),
                engine.clock.instant(),
                "first")));
  }

  @Test
  void aFailureNamesTheEventAndNotThePatient() {
    arrives();
    engine.jdbc.sql("alter table hospital_record rename to away").update();
    engine.work.drain();
    assertThat(log.list).hasSize(1);
    ILoggingEvent line = log.list.getFirst();
    assertThat(line.getMDCPropertyMap())
        .containsEntry(
            "event.id", engine.jdbc.sql("select id from inbox").query(String.class).single());
    assertThat(line.getFormattedMessage() + line.getMDCPropertyMap()).doesNotContain("ada-4711");
    assertThat(timers("trialward.patient.work")).isEqualTo(1);
    assertThat(timers("trialward.event.wait")).as("it still waits").isZero();
  }

  @Test
  void anEventThatIsWorkedOffIsTimedFromItsArrival() {
    arrives();
    engine.work.drain();
    assertThat(log.list).isEmpty();
    for (String step : List.of("patient.work", "chart.read", "match", "event.wait")) {
      assertThat(timers("trialward." + step)).as(step).isEqualTo(1);
    }
    engine.inbox.rematchAll("another day");
    engine.work.drain();
    assertThat(timers("trialward.event.wait")).as("nobody waits for that").isEqualTo(1);
  }

  private long timers(String name) {
    return engine.meters.find(name).timers().stream().mapToLong(Timer::count).sum();
  }
}
