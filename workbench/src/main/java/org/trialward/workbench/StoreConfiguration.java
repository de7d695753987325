package org.trialward.workbench;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.Arrivals;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.security.Users;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialStore;
import tools.jackson.databind.json.JsonMapper;

/** What stands on the database alone; the commands of the launcher use it too. */
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration {

  @Bean
  SiteClock siteClock(TrialwardSettings settings) {
    return new SiteClock(Clock.systemUTC(), settings.site());
  }

  @Bean
  JsonMapper jsonMapper() {
    return Json.mapper();
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  @Bean
  AuditLog auditLog(JdbcClient jdbc, SiteClock clock) {
    return new AuditLog(jdbc, clock);
  }

  @Bean
  Users users(JdbcClient jdbc, PasswordEncoder encoder, AuditLog audit, SiteClock clock) {
    return new Users(jdbc, encoder, audit, clock);
  }

  @Bean
  ChartStore chartStore(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    return new ChartStore(jdbc, json, clock);
  }

  @Bean
  TrialStore trialStore(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    return new TrialStore(jdbc, json, clock);
  }

  @Bean
  Candidates candidates(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    return new Candidates(jdbc, json, clock);
  }

  @Bean
  Inbox inbox(JdbcClient jdbc, ChartStore charts, SiteClock clock) {
    return new Inbox(jdbc, charts, clock);
  }

  @Bean
  FeedCursors feedCursors(JdbcClient jdbc, SiteClock clock) {
    return new FeedCursors(jdbc, clock);
  }

  @Bean
  RematchRounds rematchRounds(JdbcClient jdbc, FeedCursors cursors) {
    return new RematchRounds(jdbc, cursors);
  }

  @Bean
  HospitalRecords hospitalRecords(JdbcClient jdbc, JsonMapper json) {
    return new HospitalRecords(jdbc, json);
  }

  @Bean
  MessageStore messageStore(JdbcClient jdbc, HospitalRecords records, SiteClock clock) {
    return new MessageStore(jdbc, records, clock);
  }

  @Bean
  Arrivals arrivals(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    return new Arrivals(jdbc, json, clock);
  }
}
