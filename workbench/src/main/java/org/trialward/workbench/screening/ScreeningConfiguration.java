package org.trialward.workbench.screening;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;
import tools.jackson.databind.json.JsonMapper;

/** The downloads of the screening log. */
@Configuration(proxyBeanMethods = false)
public class ScreeningConfiguration {

  @Bean
  ScreeningRows screeningRows(JdbcClient jdbc, JsonMapper json) {
    return new ScreeningRows(jdbc, json);
  }

  @Bean
  ScreeningExports screeningExports(
      TrialLibrary trials,
      TrialStore store,
      Candidates candidates,
      ScreeningRows rows,
      SiteClock clock,
      TransactionTemplate transaction,
      TrialwardSettings settings) {
    ScreeningEntries entries = new ScreeningEntries(candidates, rows, clock, transaction);
    return new ScreeningExports(trials, store, rows, entries, clock, settings);
  }

  @Bean
  ScreeningLogController screeningLogController(ScreeningExports exports, AuditLog audit) {
    return new ScreeningLogController(exports, audit);
  }
}
