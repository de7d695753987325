package org.trialward.workbench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.redcap.RedcapConnector;
import org.trialward.ctms.redcap.RedcapSettings;
import org.trialward.ctms.screeninglog.ScreeningLog;
import org.trialward.ctms.screeninglog.ScreeningLogSettings;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.ChangeFeeds;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.RestHook;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.workbench.emr.StayAway;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.CtmsDestination;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.EmrDestination;
import org.trialward.workbench.settings.TrialwardSettings;

/** The EMR and the CTMSs, each only where its address is set. */
@Configuration(proxyBeanMethods = false)
class OutsideConfiguration {

  @Bean
  RestHook restHook() {
    return new RestHook(Clock.systemUTC());
  }

  @Bean
  Connectors ctmsConnectors(List<CtmsConnector> connectors) {
    // Consent is not recorded yet: a destination that demands it gets nobody.
    return new Connectors(connectors, candidate -> false);
  }

  /** The EMR's FHIR server. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("trialward.emr.url")
  static class EmrConfiguration {

    @Bean
    Emr emr(TrialwardSettings settings) {
      TrialwardSettings.Emr emr = settings.emr();
      return new Emr(
          new EmrSettings(
              emr.url().orElseThrow(),
              emr.token(),
              emr.connectTimeout(),
              emr.readTimeout(),
              emr.pageSize(),
              settings.site().zone()),
          Clock.systemUTC());
    }

    @Bean
    ChartReader chartReader(Emr emr) {
      return new ChartReader(emr);
    }

    @Bean
    EmrPolling emrPolling(
        Emr emr,
        Inbox inbox,
        FeedCursors cursors,
        StayAway stayAway,
        TransactionTemplate transaction) {
      return new EmrPolling(
          () -> ChangeFeeds.forServer(emr, emr.refreshCapabilities(), Clock.systemUTC()),
          inbox,
          cursors,
          stayAway,
          transaction);
    }

    @Bean
    RouteBuilder emrRoute(EmrPolling polling, TrialwardSettings settings) {
      return new EmrRoute(polling, settings.emr().pollInterval());
    }

    @Bean
    @ConditionalOnProperty(name = "trialward.emr.write-back", matchIfMissing = true)
    Destination emrSubjects(Emr emr, StayAway stayAway) {
      return new EmrDestination(
          "emr-subject", () -> WriteBacks.subjectFor(emr, emr.capabilities()), stayAway);
    }

    @Bean
    @ConditionalOnProperty(name = "trialward.emr.write-back", matchIfMissing = true)
    Destination emrFlags(Emr emr, StayAway stayAway) {
      return new EmrDestination(
          "emr-flag", () -> WriteBacks.flagFor(emr, emr.capabilities(), List.of()), stayAway);
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
}
