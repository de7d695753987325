package org.trialward.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.rpe.RpeReceiver;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.IdentifiedDestination;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.trials.TrialLibrary;

/** Which CTMSs there are, by their settings alone. */
class OutsideConfigurationTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(TrialwardSettings.class)
  static class Settings {}

  @TempDir Path trialFiles;
  private TestEngine engine;
  private ApplicationContextRunner site;

  @BeforeEach
  void start() {
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION);
    site =
        new ApplicationContextRunner()
            .withUserConfiguration(Settings.class, OutsideConfiguration.class)
            .withBean(ChartStore.class, () -> engine.charts)
            .withBean(JdbcClient.class, () -> engine.jdbc)
            .withBean(TrialLibrary.class, () -> engine.trials)
            .withBean(AuditLog.class, () -> engine.audit)
            .withBean(Candidates.class, () -> engine.candidates)
            .withBean(SiteClock.class, () -> engine.clock.site())
            .withBean(QueueTasks.class, () -> new QueueTasks(engine.jdbc, engine.clock.site()));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static final String[] ONCORE = {
    "trialward.ctms.oncore.url=https://oncore.example.org/",
    "trialward.ctms.oncore.client-id=trialward",
    "trialward.ctms.oncore.client-secret=canary-9f2c",
    "trialward.ctms.oncore.study-site=Main",
    "trialward.ctms.oncore.protocols.NCT04000165=123"
  };

  private static final String[] RPE = {
    "trialward.ctms.rpe.endpoint=https://emr.example.org/rpe",
    "trialward.ctms.rpe.soap=v1.1",
    "trialward.ctms.rpe.patient-root=2.999.1",
    "trialward.ctms.rpe.study-root=2.999.2",
    "trialward.ctms.rpe.studies.NCT04000165=190042",
    "trialward.ctms.rpe.states.enrolled=On Study - Site"
  };

  @Test
  void withoutSettingsThereIsNoCtmsButMessagesCanBeRead() {
    site.run(context -> {
      assertThat(context).hasNotFailed().doesNotHaveBean(Destination.class);
      assertThat(context.getBean(Connectors.class).destinations()).isEmpty();
      assertThat(context).hasSingleBean(RpeReceiver.class);
    });
  }

  @Test
  void eachIsThereOnceItsSettingsAre() {
    site.withPropertyValues(ONCORE)
        .withPropertyValues("trialward.ctms.oncore.allow-phi=true")
        .withPropertyValues(RPE)
        .withPropertyValues("trialward.ctms.rpe.allow-phi=true")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(Connectors.class).destinations())
              .containsExactly("oncore", "rpe");
          assertThat(context.getBeansOfType(Destination.class).values())
              .hasSize(2)
              .allMatch(IdentifiedDestination.class::isInstance)
              .extracting(Destination::name)
              .containsExactlyInAnyOrder("oncore", "rpe");
        });
  }

  @Test
  void theEmrsOwnNamesOfCodeSystemsAreKnown() {
    site.withPropertyValues("trialward.emr.code-systems[1.2.3]=http://loinc.org")
        .run(context -> {
          TrialwardSettings.Emr emr = context.getBean(TrialwardSettings.class).emr();
          assertThat(emr.ownSystems().uri("urn:oid:1.2.3")).contains("http://loinc.org");
        });
  }

  @Test
  void withoutPermissionToIdentifyPatientsTheProgramDoesNotStart() {
    site.withPropertyValues(ONCORE)
        .run(context -> assertThat(said(context.getStartupFailure())).contains("oncore.allow-phi"));
    site.withPropertyValues(RPE)
        .run(context -> assertThat(said(context.getStartupFailure())).contains("rpe.allow-phi"));
  }

  @Test
  void aSettingOfSomeoneUnreviewedIsRefused() {
    site.withPropertyValues(RPE)
        .withPropertyValues(
            "trialward.ctms.rpe.allow-phi=true", "trialward.ctms.rpe.states.detected=Found")
        .run(context ->
            assertThat(said(context.getStartupFailure())).contains("no coordinator confirmed"));
  }

  private static String said(@Nullable Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    assertThat(text.toString()).doesNotContain("canary-9f2c");
    return text.toString();
  }
}
