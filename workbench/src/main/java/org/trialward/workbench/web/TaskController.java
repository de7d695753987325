package org.trialward.workbench.web;

import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.ctms.TaskDesk;
import org.trialward.workbench.queue.Decisions;

/** What waits for a coordinator because no program may settle it. */
@Controller
class TaskController {
  private final TaskDesk desk;
  private final AuditLog audit;
  private final Wake wake;

  TaskController(TaskDesk desk, AuditLog audit, Wake wake) {
    this.desk = desk;
    this.audit = audit;
    this.wake = wake;
  }

  @GetMapping("/tasks")
  String tasks(Authentication who, Model model) {
    List<TaskDesk.Line> open = desk.open();
    long named = open.stream().filter(line -> !line.records().isEmpty()).count();
    if (named > 0) {
      audit.append(
          who.getName(), AuditAction.SEEN, "tasks", "record numbers of %d tasks".formatted(named));
    }
    model.addAttribute("tasks", open);
    model.addAttribute("meanings", MeaningChoice.all());
    return "tasks";
  }

  @PostMapping("/tasks/{id}/settled")
  String settled(@PathVariable long id, Authentication who, RedirectAttributes redirect) {
    try {
      desk.settle(id, who.getName());
      redirect.addFlashAttribute("done", "Task %d is settled.".formatted(id));
    } catch (Decisions.Refused refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
    }
    return "redirect:/tasks";
  }

  @PostMapping("/tasks/{id}/meaning")
  String meaning(
      @PathVariable long id,
      @RequestParam String meaning,
      Authentication who,
      RedirectAttributes redirect) {
    try {
      int left = desk.say(id, MeaningChoice.meaning(meaning), who.getName());
      redirect.addFlashAttribute(
          "done",
          left == 0
              ? "The word is mapped and what waited for it is taken."
              : "The word is mapped; %d reports still wait.".formatted(left));
      wake.inboxFilled();
      wake.outboxFilled();
    } catch (Decisions.Refused | IllegalArgumentException refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
    }
    return "redirect:/tasks";
  }
}
