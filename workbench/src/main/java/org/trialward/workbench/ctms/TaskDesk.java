package org.trialward.workbench.ctms;

import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.ctms.StatusReports.Waiting;
import org.trialward.workbench.ctms.StatusWords.Meaning;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.queue.QueueTasks.Task;

/** The tasks that wait for a coordinator, and how each is settled. */
public class TaskDesk {
  private final QueueTasks tasks;
  private final StatusReports reports;
  private final StatusWords words;
  private final StatusIntake intake;
  private final Candidates candidates;
  private final AuditLog audit;
  private final TransactionTemplate transaction;

  TaskDesk(
      QueueTasks tasks,
      StatusReports reports,
      StatusWords words,
      StatusIntake intake,
      Candidates candidates,
      AuditLog audit,
      TransactionTemplate transaction) {
    this.tasks = tasks;
    this.reports = reports;
    this.words = words;
    this.intake = intake;
    this.candidates = candidates;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * A task as a coordinator sees it.
   *
   * @param candidates whom it concerns
   * @param word to be mapped; empty where there is none
   * @param records the record numbers that were named; they identify patients
   */
  public record Line(
      Task task, List<Long> candidates, Optional<String> word, List<String> records) {}

  /** All that are open, the oldest first. */
  public List<Line> open() {
    return tasks.open().stream().map(this::line).toList();
  }

  private Line line(Task task) {
    List<Waiting> waiting = reports.under(task.id());
    List<Long> concerned =
        task.candidate().map(List::of).orElseGet(() -> reports.candidatesUnder(task.id()));
    return new Line(
        task,
        concerned,
        task.kind() == Kind.STATUS_UNKNOWN ? word(waiting) : Optional.empty(),
        task.kind() == Kind.SUBJECT_UNKNOWN ? subjects(waiting) : List.of());
  }

  private static Optional<String> word(List<Waiting> waiting) {
    return waiting.stream().map(report -> report.change().reported()).findFirst();
  }

  private static List<String> subjects(List<Waiting> waiting) {
    return waiting.stream()
        .map(report ->
            switch (report.change().subject()) {
              case Numbered(long number) -> "candidate " + number;
              case Recorded(String authority, String number) ->
                  authority.isEmpty() ? number : "%s (%s)".formatted(number, authority);
            })
        .distinct()
        .toList();
  }

  /** A coordinator has settled it elsewhere. Reports that wait under it stay as they are. */
  public void settle(long id, String who) {
    transaction.executeWithoutResult(status -> {
      Task task = find(id);
      if (tasks.close(id, who)) {
        String about =
            task.candidate()
                .flatMap(candidates::find)
                .map(entry -> entry.key().toString())
                .orElse("task " + id);
        audit.append(
            who, AuditAction.TASK_CLOSED, about, "%s: %s".formatted(task.kind(), task.words()));
      }
    });
  }

  /**
   * A coordinator says what the word of a task means; what waits for it is taken.
   *
   * @return how many reports wait nevertheless
   */
  public int say(long id, Meaning meaning, String who) {
    Task task = find(id);
    String word =
        word(reports.under(id))
            .orElseThrow(() -> new Decisions.Refused("Nothing waits for this word any more."));
    words.say(task.source(), word, meaning, who);
    return intake.retry(id, who);
  }

  private Task find(long id) {
    return tasks.open().stream()
        .filter(task -> task.id() == id)
        .findFirst()
        .orElseThrow(() -> new Decisions.Refused("This task is settled already."));
  }
}
