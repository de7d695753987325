package org.trialward.workbench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.trialward.fhir.emr.Emr;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.operations.AuditWatch;
import org.trialward.workbench.operations.Doors;
import org.trialward.workbench.operations.ProcessGauges;
import org.trialward.workbench.operations.StockGauges;
import org.trialward.workbench.outbox.Destinations;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.settings.SiteClock;

/** What a monitoring system reads; docs/metrics.md explains each number. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

  @Bean
  StockGauges stockGauges(DataSource database, Destinations destinations, SiteClock clock) {
    return new StockGauges(database, destinations, clock);
  }

  @Bean
  ProcessGauges processGauges(
      ApplicationAvailability availability,
      FeedWatch feeds,
      Doors doors,
      StockGauges stock,
      PatientIndex index,
      ObjectProvider<Emr> emr,
      AuditWatch audit,
      SiteClock clock) {
    return new ProcessGauges(
        availability,
        feeds,
        doors,
        stock,
        index,
        Optional.ofNullable(emr.getIfAvailable()),
        audit,
        clock);
  }

  @Bean
  SmartInitializingSingleton gaugesInTheScrape(
      ObjectProvider<PrometheusRegistry> scrape, StockGauges stock, ProcessGauges process) {
    return () ->
        scrape.ifAvailable(registry -> {
          registry.register(stock);
          registry.register(process);
        });
  }

  @Bean
  AuditWatch auditWatch(AuditLog audit, SiteClock clock) {
    return new AuditWatch(audit, clock);
  }

  @Bean
  RouteBuilder auditRoutes(AuditWatch watch) {
    return new AuditRoutes(watch);
  }
}
