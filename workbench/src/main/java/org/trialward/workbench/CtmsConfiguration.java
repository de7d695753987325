package org.trialward.workbench;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.redcap.RedcapConnector;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.ctms.AnswersBack;
import org.trialward.workbench.ctms.CtmsPolling;
import org.trialward.workbench.ctms.StatusIntake;
import org.trialward.workbench.ctms.StatusWords;
import org.trialward.workbench.ctms.StudyConsents;
import org.trialward.workbench.ctms.StudySteps;
import org.trialward.workbench.ctms.TaskDesk;
import org.trialward.workbench.ctms.Trigger;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** What comes back from the trial office's systems, and the later steps of a candidate. */
@Configuration(proxyBeanMethods = false)
class CtmsConfiguration {

  @Bean
  StudyConsents studyConsents(JdbcClient jdbc, SiteClock clock) {
    return new StudyConsents(jdbc, clock);
  }

  @Bean
  StudySteps studySteps(
      Decisions decisions, StudyConsents consents, Outbox outbox, Inbox inbox, SiteClock clock) {
    return new StudySteps(decisions, consents, outbox, inbox, clock);
  }

  @Bean
  StatusWords statusWords(
      JdbcClient jdbc, List<CtmsConnector> connectors, AuditLog audit, SiteClock clock) {
    return new StatusWords(jdbc, connectors, audit, clock);
  }

  @Bean
  AnswersBack answersBack(
      JdbcClient jdbc,
      Candidates candidates,
      HospitalRecords records,
      StatusWords words,
      StudySteps steps,
      QueueTasks tasks,
      AuditLog audit,
      SiteClock clock,
      TransactionTemplate transaction) {
    return new AnswersBack(
        jdbc, candidates, records, words, steps, tasks, audit, clock, transaction);
  }

  @Bean
  StatusIntake statusIntake(AnswersBack answers) {
    return answers.intake();
  }

  @Bean
  TaskDesk taskDesk(AnswersBack answers) {
    return answers.desk();
  }

  @Bean
  CtmsPolling ctmsPolling(
      Connectors connectors, StatusIntake intake, FeedCursors cursors, SiteClock clock) {
    return new CtmsPolling(connectors, intake, cursors, clock);
  }

  @Bean
  RouteBuilder ctmsRoute(Duty duty, CtmsPolling polling, TrialwardSettings settings) {
    return new CtmsRoute(duty, polling, settings.ctms().pollInterval());
  }

  @Bean
  @ConditionalOnProperty("trialward.ctms.redcap.api-url")
  Trigger redcapTrigger(CtmsConnector redcap) {
    return ((RedcapConnector) redcap)::onDataEntryTrigger;
  }
}
