package org.trialward.workbench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.SubjectDemographics;
import org.trialward.ctms.oncore.OncoreConnector;
import org.trialward.ctms.oncore.OncoreSettings;
import org.trialward.ctms.redcap.RedcapConnector;
import org.trialward.ctms.redcap.RedcapSettings;
import org.trialward.ctms.rpe.RpeConnector;
import org.trialward.ctms.rpe.RpeReceiver;
import org.trialward.ctms.rpe.RpeSettings;
import org.trialward.ctms.screeninglog.ScreeningLog;
import org.trialward.ctms.screeninglog.ScreeningLogSettings;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.fhir.bulk.BulkExport;
import org.trialward.fhir.bulk.BulkRequest;
import org.trialward.fhir.cda.ChartDocuments;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChangeFeeds;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.PatientDirectory;
import org.trialward.fhir.intake.ReadTypes;
import org.trialward.fhir.intake.RestHook;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.bulk.BulkLoad;
import org.trialward.workbench.bulk.EmrOrigin;
import org.trialward.workbench.bulk.NightlyReconcile;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartedPeople;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.emr.KnownPatients;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.AcknowledgedDeliveries;
import org.trialward.workbench.outbox.CtmsDestination;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.EmrDestination;
import org.trialward.workbench.outbox.EmrNotices;
import org.trialward.workbench.outbox.EmrSubjects;
import org.trialward.workbench.outbox.IdentifiedDestination;
import org.trialward.workbench.outbox.ToldBy;
import org.trialward.workbench.outbox.WriteBackRefusals;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;
import tools.jackson.databind.json.JsonMapper;

/** The EMR and the CTMSs, each only where its address is set. */
@Configuration(proxyBeanMethods = false)
class OutsideConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideConfiguration.class);

  @Bean
  ReadTypes readTypes(TrialwardSettings settings) {
    return settings.emr().readTypes();
  }

  @Bean
  RestHook restHook(ReadTypes types) {
    return new RestHook(types, Clock.systemUTC());
  }

  @Bean
  WriteBackRefusals writeBackRefusals(JdbcClient jdbc, AuditLog audit, SiteClock clock) {
    return new WriteBackRefusals(jdbc, audit, clock);
  }

  @Bean
  Connectors ctmsConnectors(List<CtmsConnector> connectors, Candidates candidates) {
    return new Connectors(
        connectors,
        candidate ->
            candidates
                .find(candidate)
                .filter(entry -> entry.candidate().state().isAfterConsent())
                .isPresent());
  }

  /** The EMR's FHIR server. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.emr.url")
  static class EmrConfiguration {

    @Bean
    ChartReader chartReader(Emr emr, TrialwardSettings settings) {
      if (!settings.emr().documents()) {
        return new ChartReader(
            emr, settings.emr().readTypes(), settings.emr().ownSystems(), Optional.empty());
      }
      if (settings.emr().bulk().at().isPresent()) {
        // An export holds no documents: every night the charts would lose what they say.
        throw new IllegalArgumentException(
            "trialward.emr.documents and trialward.emr.bulk.at do not go together yet: remove one of them.");
      }
      OwnSystems systems = settings.emr().ownSystems();
      return new ChartReader(
          emr, settings.emr().readTypes(), systems, Optional.of(new ChartDocuments(emr, systems)));
    }

    @Bean
    PatientDirectory patientDirectory(Emr emr) {
      return new PatientDirectory(emr);
    }

    @Bean
    EmrPolling emrPolling(
        Emr emr,
        ReadTypes types,
        Inbox inbox,
        FeedCursors cursors,
        StayAway stayAway,
        TransactionTemplate transaction,
        JdbcClient jdbc,
        SiteClock clock) {
      return new EmrPolling(
          () ->
              ChangeFeeds.forServer(emr, emr.refreshCapabilities(), types, Clock.systemUTC())
                  .orElseGet(() -> new KnownPatients(jdbc, clock)),
          inbox,
          cursors,
          stayAway,
          transaction);
    }

    @Bean
    RouteBuilder emrRoute(Duty duty, EmrPolling polling, TrialwardSettings settings) {
      return new EmrRoute(duty, polling, settings.emr().pollInterval());
    }

    @Bean
    @ConditionalOnProperty(
        name = {"trialward.emr.write-back", "trialward.emr.write-back.enabled"},
        matchIfMissing = true)
    Destination emrSubjects(Emr emr, TrialwardSettings settings, WriteBackRefusals refusals) {
      return new EmrDestination(
          "emr-subject",
          new EmrSubjects(emr, settings.emr().writeBack().screeningList(), refusals));
    }

    @Bean
    @ConditionalOnProperty("trialward.emr.bulk.at")
    NightlyReconcile nightlyReconcile(
        Emr emr,
        DataSource database,
        JdbcClient jdbc,
        TransactionTemplate transaction,
        JsonMapper json,
        ChartStore charts,
        Inbox inbox,
        FeedCursors cursors,
        SiteClock clock,
        TrialwardSettings settings) {
      TrialwardSettings.Bulk bulk = settings.emr().bulk();
      BulkRequest request =
          bulk.group()
              .map(group -> BulkRequest.ofGroup(group, Optional.empty()))
              .orElseGet(() -> BulkRequest.ofAll(Optional.empty()));
      return new NightlyReconcile(
          new BulkLoad(
              database,
              jdbc,
              transaction,
              json,
              charts,
              inbox,
              clock,
              settings.emr().ownSystems(),
              settings.dataDir(),
              1),
          () ->
              new EmrOrigin(
                  new BulkExport(emr),
                  request.withAllOffered(emr.capabilities(), settings.emr().readTypes()),
                  Thread::sleep,
                  LOG::info),
          bulk.at().orElseThrow(),
          cursors,
          clock);
    }

    @Bean
    @ConditionalOnProperty("trialward.emr.bulk.at")
    RouteBuilder bulkRoute(Duty duty, NightlyReconcile reconcile) {
      return new BulkRoute(duty, reconcile);
    }

    @Bean
    @ConditionalOnProperty(
        name = {"trialward.emr.write-back", "trialward.emr.write-back.enabled"},
        matchIfMissing = true)
    Destination emrFlags(
        Emr emr, TrialwardSettings settings, WriteBackRefusals refusals, JdbcClient jdbc) {
      TrialwardSettings.WriteBack writeBack = settings.emr().writeBack();
      return new EmrDestination(
          "emr-flag",
          new EmrNotices(
              emr,
              new WriteBacks(emr, writeBack.recipients()),
              writeBack.plan(),
              refusals,
              new ToldBy(jdbc)));
    }
  }

  /** The screening log. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.ctms.screening-log.folder")
  static class ScreeningLogConfiguration {

    @Bean
    CtmsConnector screeningLog(TrialwardSettings settings) {
      Path folder = Path.of(settings.ctms().screeningLog().folder().orElseThrow());
      Set<OptionalColumn> allowed =
          settings.ctms().screeningLog().emrPatientId()
              ? Set.of(OptionalColumn.EMR_PATIENT_ID)
              : Set.of();
      return new ScreeningLog(
          new ScreeningLogSettings(folder, settings.site().name(), allowed), Clock.systemUTC());
    }

    @Bean
    Destination screeningLogDestination(CtmsConnector screeningLog, Connectors connectors) {
      return new CtmsDestination(screeningLog.destination(), connectors);
    }
  }

  /** REDCap. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.ctms.redcap.api-url")
  static class RedcapConfiguration {

    @Bean
    CtmsConnector redcap(TrialwardSettings settings) {
      TrialwardSettings.Redcap redcap = settings.ctms().redcap();
      URI url = redcap.apiUrl().orElseThrow();
      String token =
          redcap
              .token()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "trialward.ctms.redcap.api-url is set without a token: set trialward.ctms.redcap.token."));
      return new RedcapConnector(
          new RedcapSettings(
              url,
              token,
              redcap.recordPrefix(),
              Map.of(),
              Map.of(),
              redcap.connectTimeout(),
              redcap.requestTimeout()),
          Clock.systemUTC());
    }

    @Bean
    Destination redcapDestination(CtmsConnector redcap, Connectors connectors) {
      return new CtmsDestination(redcap.destination(), connectors);
    }
  }

  /** Who candidates are, for the systems that the site allowed to know it. */
  @Bean
  SubjectDemographics subjectDemographics(ChartStore charts) {
    return new ChartedPeople(charts);
  }

  @Bean
  RpeReceiver rpeReceiver(TrialwardSettings settings) {
    return new RpeReceiver(byTrial(settings.ctms().rpe().studies()), Clock.systemUTC());
  }

  private static <T> Map<TrialId, T> byTrial(Map<String, T> byName) {
    return byName.entrySet().stream()
        .collect(Collectors.toMap(entry -> new TrialId(entry.getKey()), Map.Entry::getValue));
  }

  /** OnCore. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.ctms.oncore.url")
  static class OncoreConfiguration {

    @Bean
    CtmsConnector oncore(
        TrialwardSettings settings,
        SubjectDemographics demographics,
        JdbcClient jdbc,
        TrialLibrary trials) {
      TrialwardSettings.Oncore oncore = settings.ctms().oncore();
      return new OncoreConnector(
          new OncoreSettings(
              oncore.url().orElseThrow(),
              oncore.clientId().orElse(""),
              oncore.clientSecret().orElse(""),
              oncore.allowPhi(),
              oncore.studySite().orElse(""),
              byTrial(oncore.protocols()),
              oncore.connectTimeout(),
              oncore.requestTimeout()),
          demographics,
          new AcknowledgedDeliveries(jdbc, trials),
          Clock.systemUTC());
    }

    @Bean
    Destination oncoreDestination(
        CtmsConnector oncore, Connectors connectors, QueueTasks queueTasks) {
      return new IdentifiedDestination(
          new CtmsDestination(oncore.destination(), connectors), queueTasks);
    }
  }

  /** IHE RPE, as far as we send it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.ctms.rpe.endpoint")
  static class RpeConfiguration {

    @Bean
    CtmsConnector rpe(TrialwardSettings settings, SubjectDemographics demographics) {
      TrialwardSettings.Rpe rpe = settings.ctms().rpe();
      return new RpeConnector(
          new RpeSettings(
              rpe.endpoint().orElseThrow(),
              rpe.soap(),
              rpe.message(),
              rpe.allowPhi(),
              rpe.patientRoot().orElse(""),
              rpe.studyRoot().orElse(""),
              byTrial(rpe.studies()),
              rpe.states(),
              rpe.user(),
              rpe.password(),
              rpe.connectTimeout(),
              rpe.requestTimeout()),
          demographics,
          Clock.systemUTC());
    }

    @Bean
    Destination rpeDestination(CtmsConnector rpe, Connectors connectors, QueueTasks queueTasks) {
      return new IdentifiedDestination(
          new CtmsDestination(rpe.destination(), connectors), queueTasks);
    }
  }
}
