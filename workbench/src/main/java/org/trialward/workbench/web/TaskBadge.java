package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.security.Role;

/** How many tasks wait, for the navigation of every coordinator's page. */
@ControllerAdvice(annotations = Controller.class)
class TaskBadge {
  private final QueueTasks tasks;

  TaskBadge(QueueTasks tasks) {
    this.tasks = tasks;
  }

  @ModelAttribute("openTasks")
  long openTasks(HttpServletRequest request) {
    return request.isUserInRole(Role.COORDINATOR.name()) ? tasks.count() : 0;
  }
}
