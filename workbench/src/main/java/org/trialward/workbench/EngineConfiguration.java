package org.trialward.workbench;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.matcher.Matcher;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartResolver;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.PatientWork;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.message.Arrivals;
import org.trialward.workbench.message.MessageWork;
import org.trialward.workbench.operations.DailyRematch;
import org.trialward.workbench.operations.Others;
import org.trialward.workbench.operations.TrialReload;
import org.trialward.workbench.outbox.DeliveryWork;
import org.trialward.workbench.outbox.Destinations;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.population.IndexUpkeep;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.queue.Merges;
import org.trialward.workbench.queue.OwnStudies;
import org.trialward.workbench.queue.PatientMatching;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.Withdrawals;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;
import tools.jackson.databind.json.JsonMapper;

/** From the inbox to the outbox. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

  @Bean(destroyMethod = "close")
  Matcher matcher() {
    return new Matcher(List.of());
  }

  @Bean
  TrialLibrary trialLibrary(
      TrialwardSettings settings,
      TrialStore store,
      Matcher matcher,
      AuditLog audit,
      JsonMapper json) {
    return new TrialLibrary(settings.trials(), store, matcher, audit, json);
  }

  @Bean
  TrialReload trialReload(
      TrialLibrary trials,
      Agreement agreement,
      Duty duty,
      Inbox inbox,
      FeedCursors cursors,
      AuditLog audit,
      SiteClock clock,
      TransactionTemplate transaction) {
    return new TrialReload(
        trials, agreement, duty::isOurs, inbox, cursors, audit, clock, transaction);
  }

  @Bean
  Agreement agreement(JdbcClient jdbc, RematchRounds rounds, TrialLibrary trials) {
    return new Agreement(jdbc, rounds, trials::rules);
  }

  @Bean
  Destinations destinations(List<Destination> destinations) {
    return new Destinations(destinations);
  }

  @Bean
  Outbox outbox(
      JdbcClient jdbc,
      JsonMapper json,
      TrialStore trials,
      Destinations destinations,
      TrialwardSettings settings,
      SiteClock clock) {
    return new Outbox(jdbc, json, trials, destinations, settings.deliver(), clock);
  }

  @Bean
  DeliveryWork deliveryWork(
      Outbox outbox,
      Destinations destinations,
      OptOuts optOuts,
      QueueTasks tasks,
      AuditLog audit,
      TrialwardSettings settings,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed) {
    return new DeliveryWork(
        outbox,
        destinations,
        optOuts,
        tasks,
        audit,
        settings.deliver(),
        clock,
        transaction,
        observed);
  }

  @Bean
  PatientReadings patientReadings(
      ChartStore charts, TrialLibrary trials, OwnStudies studies, SiteClock clock) {
    return new PatientReadings(charts, trials::vocabulary, clock, studies::of);
  }

  @Bean
  OwnStudies ownStudies(JdbcClient jdbc, SiteClock clock) {
    return new OwnStudies(jdbc, clock);
  }

  @Bean(destroyMethod = "close")
  PatientIndex patientIndex(
      TrialwardSettings settings,
      ChartStore charts,
      PatientReadings readings,
      Matcher matcher,
      RematchRounds rounds,
      SiteClock clock,
      TransactionTemplate transaction) {
    return new PatientIndex(
        settings.indexFolder(), charts, readings, matcher, rounds, clock, transaction);
  }

  @Bean
  IndexUpkeep indexUpkeep(PatientIndex index, TrialwardSettings settings, SiteClock clock) {
    return new IndexUpkeep(index, settings.index(), clock);
  }

  @Bean
  Census census(PatientIndex index, ChartStore charts, SiteClock clock) {
    return new Census(index, charts, clock);
  }

  @Bean
  PatientMatching patientMatching(
      PatientReadings readings,
      TrialLibrary trials,
      Matcher matcher,
      PatientIndex index,
      Candidates candidates,
      Withdrawals withdrawals,
      Outbox outbox,
      AuditLog audit) {
    return new PatientMatching(
        readings, trials, matcher, index, candidates, withdrawals, outbox, audit);
  }

  @Bean
  FreshVerdicts freshVerdicts(ChartStore charts, PatientReadings readings, Matcher matcher) {
    return new FreshVerdicts(charts, readings, matcher);
  }

  @Bean
  Decisions decisions(Candidates candidates, OptOuts optOuts, Outbox outbox, AuditLog audit) {
    return new Decisions(candidates, optOuts, outbox, audit);
  }

  @Bean
  Merges merges(Candidates candidates, Outbox outbox, OptOuts optOuts, AuditLog audit) {
    return new Merges(candidates, outbox, optOuts, audit);
  }

  @Bean
  Withdrawals withdrawals(
      OptOuts optOuts, Candidates candidates, Outbox outbox, Inbox inbox, AuditLog audit) {
    return new Withdrawals(optOuts, candidates, outbox, inbox, audit);
  }

  @Bean
  StayAway stayAway(SiteClock clock) {
    return new StayAway(clock::now);
  }

  @Bean
  PatientWork patientWork(
      Inbox inbox,
      ObjectProvider<ChartReader> reader,
      HospitalRecords records,
      ChartStore charts,
      OptOuts optOuts,
      Arrivals arrivals,
      Merges merges,
      PatientMatching matching,
      Agreement agreement,
      StayAway stayAway,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed,
      MeterRegistry meters) {
    ChartResolver resolver =
        new ChartResolver(
            Optional.ofNullable(reader.getIfAvailable()),
            records,
            charts,
            optOuts,
            quality -> arrivals.note(Arrivals.EMR, quality, 0));
    return new PatientWork(
        inbox,
        resolver,
        merges,
        matching,
        agreement,
        stayAway,
        clock,
        transaction,
        observed,
        meters);
  }

  @Bean
  Others others(JdbcClient jdbc, FeedCursors cursors, SiteClock clock) {
    return new Others(jdbc, cursors, clock);
  }

  @Bean
  DailyRematch dailyRematch(
      Inbox inbox,
      FeedCursors cursors,
      Census census,
      OptOuts optOuts,
      Agreement agreement,
      Others others,
      SiteClock clock) {
    return new DailyRematch(inbox, cursors, census, optOuts, agreement, others, clock);
  }

  @Bean
  RouteBuilder workRoutes(
      Duty duty,
      Inbox inbox,
      MessageWork messages,
      PatientWork patients,
      DeliveryWork deliveries,
      DailyRematch rematch,
      TrialReload trials) {
    return new Routes(duty, inbox, messages, patients, deliveries, rematch, trials);
  }
}
