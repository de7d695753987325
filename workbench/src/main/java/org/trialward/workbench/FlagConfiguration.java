package org.trialward.workbench;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.FlagPolicy;
import org.trialward.workbench.flag.FlagStatistics;
import org.trialward.workbench.flag.Flags;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Silence;
import org.trialward.workbench.flag.StepDowns;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** What physicians see and say, and what patients allow. */
@Configuration(proxyBeanMethods = false)
class FlagConfiguration {

  @Bean
  OptOuts optOuts(JdbcClient jdbc, SiteClock clock) {
    return new OptOuts(jdbc, clock);
  }

  @Bean
  QueueTasks queueTasks(JdbcClient jdbc, SiteClock clock) {
    return new QueueTasks(jdbc, clock);
  }

  @Bean
  FlagPolicy flagPolicy(TrialwardSettings settings) {
    return new FlagPolicy(settings.flags(), settings.deliver().on());
  }

  @Bean
  Flags flags(JdbcClient jdbc, Candidates candidates, FlagPolicy policy, SiteClock clock) {
    return new Flags(jdbc, candidates, policy, clock);
  }

  @Bean
  FlagStatistics flagStatistics(JdbcClient jdbc, SiteClock clock) {
    return new FlagStatistics(jdbc, clock);
  }

  @Bean
  Silence silence(JdbcClient jdbc, FlagPolicy policy, SiteClock clock) {
    return new Silence(jdbc, policy, clock);
  }

  @Bean
  StepDowns stepDowns(
      JdbcClient jdbc,
      FlagPolicy policy,
      FlagStatistics statistics,
      AuditLog audit,
      SiteClock clock) {
    return new StepDowns(jdbc, policy, statistics, audit, clock);
  }

  @Bean
  RouteBuilder flagRoute(Duty duty, StepDowns stepDowns) {
    return new FlagRoute(duty, stepDowns);
  }

  @Bean
  Impressions impressions(JdbcClient jdbc, SiteClock clock) {
    return new Impressions(jdbc, clock);
  }

  @Bean
  Answers answers(JdbcClient jdbc, Decisions decisions, AuditLog audit, SiteClock clock) {
    return new Answers(jdbc, decisions, audit, clock);
  }
}
