package org.trialward.workbench.web;

import javax.sql.DataSource;
import org.apache.camel.FluentProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.fhir.intake.RestHook;
import org.trialward.matcher.Matcher;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.ctms.StudyConsents;
import org.trialward.workbench.ctms.StudySteps;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.flag.FlagPolicy;
import org.trialward.workbench.flag.FlagStatistics;
import org.trialward.workbench.flag.Silence;
import org.trialward.workbench.flag.StepDowns;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.operations.Doors;
import org.trialward.workbench.operations.Surroundings;
import org.trialward.workbench.operations.TrialReload;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.outbox.WriteBackRefusals;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.queue.Pulse;
import org.trialward.workbench.queue.Withdrawals;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.security.Users;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.smart.PublishedKeys;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;

/** The pages, and the endpoints that other systems call. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration {

  @Bean
  Wake wake(FluentProducerTemplate camel) {
    return new Wake(camel);
  }

  @Bean
  Unforeseen unforeseen() {
    return new Unforeseen();
  }

  @Bean
  PageModel pageModel(TrialwardSettings settings) {
    return new PageModel(settings.site());
  }

  @Bean(destroyMethod = "close")
  Pulse pulse(DataSource database) {
    return new Pulse(database);
  }

  @Bean
  WebMvcConfigurer livePages(Pulse pulse, SiteClock clock) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(new LivePages(pulse, clock))
            .addPathPatterns("/", "/trials/{id}");
      }
    };
  }

  @Bean
  PageErrors pageErrors() {
    return new PageErrors();
  }

  @Bean
  LoginController loginController(Users users) {
    return new LoginController(users);
  }

  @Bean
  QueueController queueController(
      TrialLibrary trials,
      TrialStore store,
      Candidates candidates,
      ChartStore charts,
      StudySteps steps,
      StudyConsents consents,
      Outbox outbox,
      FreshVerdicts fresh,
      AuditLog audit,
      Wake wake) {
    return new QueueController(
        trials, store, candidates, charts, steps, consents, outbox, fresh, audit, wake);
  }

  @Bean
  OptOutController optOutController(
      Candidates candidates,
      OptOuts optOuts,
      Withdrawals withdrawals,
      ChartStore charts,
      AuditLog audit,
      SiteClock clock,
      Wake wake) {
    return new OptOutController(candidates, optOuts, withdrawals, charts, audit, clock, wake);
  }

  @Bean
  PopulationController populationController(TrialLibrary trials, Matcher matcher, Census census) {
    return new PopulationController(trials, matcher, census);
  }

  @Bean
  OperationsController operationsController(
      FeedWatch watch,
      Doors doors,
      Surroundings surroundings,
      MessageStore messages,
      ChartStore charts,
      Inbox inbox,
      Outbox outbox,
      FeedCursors cursors,
      ObjectProvider<EmrPolling> polling,
      ObjectProvider<Emr> emr,
      TrialLibrary trials,
      TrialReload reload,
      Users users,
      AuditLog audit,
      SiteClock clock,
      Wake wake,
      WriteBackRefusals refusals) {
    return new OperationsController(
        watch,
        doors,
        surroundings,
        messages,
        charts,
        inbox,
        outbox,
        cursors,
        polling,
        emr,
        trials,
        reload,
        users,
        audit,
        clock,
        wake,
        refusals);
  }

  @Bean
  MessageController messageController(
      MessageStore messages, AuditLog audit, TrialwardSettings settings, Wake wake) {
    return new MessageController(messages, audit, settings.site().zone(), wake);
  }

  @Bean
  StandardisationController standardisationController(ArrivalReport arrivals) {
    return new StandardisationController(arrivals);
  }

  @Bean
  SettingsController settingsController(
      TrialwardSettings settings, ConfigurableEnvironment environment) {
    return new SettingsController(settings, environment);
  }

  @Bean
  HookController hookController(RestHook hook, Inbox inbox, Wake wake) {
    return new HookController(hook, inbox, wake);
  }

  @Bean
  StudyMatchController studyMatchController(
      PatientReadings readings, Matcher matcher, SiteClock clock) {
    return new StudyMatchController(readings, matcher, clock);
  }

  @Bean
  JwksController jwksController(ObjectProvider<ClientKeys> keys, PublishedKeys ofLaunches) {
    return new JwksController(keys, ofLaunches);
  }

  @Bean
  FlagController flagController(
      TrialLibrary trials,
      FlagPolicy policy,
      FlagStatistics statistics,
      Silence silence,
      StepDowns stepDowns) {
    return new FlagController(trials, policy, statistics, silence, stepDowns);
  }
}
