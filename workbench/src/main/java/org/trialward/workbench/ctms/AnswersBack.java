package org.trialward.workbench.ctms;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;

/** Puts together what works on one store of reports: those who take them, and those who settle. */
public final class AnswersBack {
  private final StatusIntake intake;
  private final TaskDesk desk;

  public AnswersBack(
      JdbcClient jdbc,
      Candidates candidates,
      HospitalRecords records,
      StatusWords words,
      StudySteps steps,
      QueueTasks tasks,
      AuditLog audit,
      SiteClock clock,
      TransactionTemplate transaction) {
    StatusReports reports = new StatusReports(jdbc, clock);
    intake =
        new StatusIntake(
            reports, words, new Subjects(jdbc, candidates, records), steps, tasks, transaction);
    desk = new TaskDesk(tasks, reports, words, intake, candidates, audit, transaction);
  }

  public StatusIntake intake() {
    return intake;
  }

  public TaskDesk desk() {
    return desk;
  }
}
