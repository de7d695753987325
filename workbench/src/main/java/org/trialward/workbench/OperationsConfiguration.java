package org.trialward.workbench;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.feed.FeedCounts;
import org.trialward.workbench.feed.FeedSlots;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.feed.Feeds;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.operations.Doors;
import org.trialward.workbench.operations.FeedGauges;
import org.trialward.workbench.operations.NightlyCleaning;
import org.trialward.workbench.operations.Others;
import org.trialward.workbench.operations.Surroundings;
import org.trialward.workbench.operations.SurroundingsHealth;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;

/** What hospital IT looks at, and what looks after itself. */
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

  @Bean
  Feeds feeds(TrialwardSettings settings, JdbcClient jdbc) {
    return new Feeds(settings, jdbc);
  }

  @Bean
  FeedSlots feedSlots(JdbcClient jdbc, Feeds feeds, SiteClock clock) {
    return new FeedSlots(jdbc, feeds, clock);
  }

  @Bean
  FeedWatch feedWatch(
      JdbcClient jdbc, Feeds feeds, FeedSlots slots, SiteClock clock, TrialwardSettings settings) {
    return new FeedWatch(
        feeds, new FeedCounts(jdbc, feeds, clock), slots, clock, settings.site().zone());
  }

  @Bean
  FeedGauges feedGauges(FeedWatch watch, SiteClock clock) {
    return new FeedGauges(watch, clock);
  }

  @Bean
  Doors doors(CamelContext camel, FeedCursors cursors) {
    return new Doors(camel, cursors);
  }

  @Bean
  ArrivalReport arrivalReport(
      JdbcClient jdbc, TrialLibrary trials, SiteClock clock, TrialwardSettings settings) {
    return new ArrivalReport(
        jdbc, () -> trials.vocabulary().translations(), clock, settings.site().zone());
  }

  @Bean
  NightlyCleaning nightlyCleaning(
      MessageStore messages,
      ArrivalReport arrivals,
      FeedSlots slots,
      FeedCursors cursors,
      SiteClock clock,
      TrialwardSettings settings) {
    return new NightlyCleaning(
        messages, arrivals, slots, cursors, clock, settings.hl7().keep(), settings.site().zone());
  }

  @Bean
  Surroundings surroundings(
      TrialwardSettings settings,
      Census census,
      Agreement agreement,
      JdbcClient jdbc,
      SiteClock clock) {
    return new Surroundings(settings.dataDir(), census, agreement, jdbc, clock);
  }

  @Bean
  HealthIndicator surroundingsHealthIndicator(Surroundings surroundings) {
    return new SurroundingsHealth(surroundings);
  }

  @Bean
  RouteBuilder upkeepRoutes(
      Duty duty,
      FeedWatch watch,
      Surroundings surroundings,
      Others others,
      NightlyCleaning cleaning) {
    return new UpkeepRoutes(duty, watch, surroundings, others, cleaning);
  }
}
