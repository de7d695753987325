package org.trialward.workbench.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.trialward.ctms.rpe.RpeReceiver;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.ctms.StatusIntake;
import org.trialward.workbench.ctms.StatusWords;
import org.trialward.workbench.ctms.TaskDesk;
import org.trialward.workbench.ctms.Trigger;
import org.trialward.workbench.queue.QueueTasks;

/** The coordinator's tasks and words, and the doors for the trial office's systems. */
@Configuration(proxyBeanMethods = false)
public class CtmsWebConfiguration {

  @Bean
  TaskBadge taskBadge(QueueTasks tasks) {
    return new TaskBadge(tasks);
  }

  @Bean
  TaskController taskController(TaskDesk desk, AuditLog audit, Wake wake) {
    return new TaskController(desk, audit, wake);
  }

  @Bean
  StatusController statusController(StatusWords words, StatusIntake intake, Wake wake) {
    return new StatusController(words, intake, wake);
  }

  @Bean
  CtmsController ctmsController(
      ObjectProvider<Trigger> redcap, RpeReceiver rpe, StatusIntake intake, Wake wake) {
    return new CtmsController(redcap, rpe, intake, wake);
  }
}
