package org.trialward.workbench;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Flags;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.settings.SiteClock;

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
  Flags flags(Candidates candidates, OptOuts optOuts) {
    return new Flags(candidates, optOuts);
  }

  @Bean
  Impressions impressions(JdbcClient jdbc, SiteClock clock) {
    return new Impressions(jdbc, clock);
  }

  @Bean
  Answers answers(JdbcClient jdbc, Decisions decisions, SiteClock clock) {
    return new Answers(jdbc, decisions, clock);
  }
}
