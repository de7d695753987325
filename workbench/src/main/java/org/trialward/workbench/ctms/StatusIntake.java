package org.trialward.workbench.ctms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.StatusChange;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.ctms.StatusReports.Judgement;
import org.trialward.workbench.ctms.StatusReports.Waiting;
import org.trialward.workbench.ctms.StatusWords.Meaning;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;

/**
 * Takes what the trial office's systems report. The same report has one effect however often it
 * comes; what cannot be settled is kept and becomes a task.
 */
public class StatusIntake {
  private static final String REASON = "reported-by-ctms";
  private static final int MOST = 1_000;

  private final StatusReports reports;
  private final StatusWords words;
  private final Subjects subjects;
  private final StudySteps steps;
  private final QueueTasks tasks;
  private final TransactionTemplate transaction;
  private long triedTo;

  StatusIntake(
      StatusReports reports,
      StatusWords words,
      Subjects subjects,
      StudySteps steps,
      QueueTasks tasks,
      TransactionTemplate transaction) {
    this.reports = reports;
    this.words = words;
    this.subjects = subjects;
    this.steps = steps;
    this.tasks = tasks;
    this.transaction = transaction;
  }

  /** Takes one report; all of it stands or falls in one transaction. */
  public Taken take(String connector, StatusChange change) {
    return Objects.requireNonNull(
        transaction.execute(status -> {
          reports.lock(connector, change);
          if (reports.isRepeated(connector, change)) {
            return Taken.REPEATED;
          }
          Judgement judgement =
              reports.isOvertaken(connector, change)
                  ? new Judgement(Taken.OVERTAKEN, Optional.empty(), Optional.empty())
                  : judge(connector, change, true);
          reports.add(connector, change, judgement);
          return judgement.taken();
        }));
  }

  /**
   * Takes again what waits: a word may be mapped now, a patient known. Where very many wait, the
   * next call goes on behind the last of this one.
   */
  public synchronized void retry() {
    List<Waiting> next = reports.waiting(triedTo, MOST);
    next.forEach(report -> takeAgain(report, report.connector()));
    triedTo = next.size() < MOST ? 0 : next.getLast().id();
  }

  /**
   * Takes again what waits under one task, and closes the task where nothing waits any more.
   *
   * @return how many still wait
   */
  public int retry(long task, String who) {
    List<Waiting> before = reports.under(task);
    before.forEach(report -> takeAgain(report, who));
    return reports.under(task).size();
  }

  private void takeAgain(Waiting report, String who) {
    transaction.executeWithoutResult(status -> {
      reports.lock(report.connector(), report.change());
      if (!reports.stillWaits(report)) {
        return;
      }
      Judgement judgement =
          reports.isLastWord(report)
              ? judge(report.connector(), report.change(), false)
              : new Judgement(Taken.OVERTAKEN, Optional.empty(), Optional.empty());
      reports.judgedAgain(report, judgement);
      reports.closeSettledTasks(report.connector(), who);
    });
  }

  /**
   * @param isNew opens a task where it has to wait; what waits already has had one
   */
  private Judgement judge(String connector, StatusChange change, boolean isNew) {
    Optional<Entry> entry = subjects.find(change);
    return entry.isEmpty()
        ? unknownSubject(connector, change, isNew)
        : switch (words.meaning(connector, change.reported())) {
          case Meaning.Is(CandidateState state) -> step(connector, change, entry.get(), state);
          case Meaning.Nothing _ -> judged(Taken.IGNORED, entry.get());
          case Meaning.Unknown _ -> unknownStatus(connector, change, entry.get(), isNew);
        };
  }

  private Judgement step(String connector, StatusChange change, Entry entry, CandidateState said) {
    CandidateState ours = entry.candidate().state();
    if (ours != said && !ours.mayBecome(said, Actor.CTMS)) {
      conflict(connector, change, entry, said);
      return judged(Taken.CONFLICT, entry);
    }
    if (ours != said) {
      steps.reported(entry, said, reason(connector, change), connector);
    }
    tasks.settle(Kind.STATUS_CONFLICT, entry.candidate().number(), connector);
    return judged(ours == said ? Taken.SAME : Taken.MOVED, entry);
  }

  private static String reason(String connector, StatusChange change) {
    return "%s: %s says \"%s\"%s"
        .formatted(
            REASON,
            connector,
            change.reported().strip(),
            change.effective().map(day -> " since " + day).orElse(""));
  }

  private void conflict(String connector, StatusChange change, Entry entry, CandidateState said) {
    long number = entry.candidate().number();
    tasks.open(
        Kind.STATUS_CONFLICT,
        Optional.of(number),
        connector,
        "%s says \"%s\" (%s), here candidate %d is %s. Nothing was changed. Ask the study team which is right, then set it here or there."
            .formatted(
                connector, change.reported().strip(), said, number, entry.candidate().state()),
        "status-conflict|%s|%d|%s".formatted(connector, number, said));
  }

  private Judgement unknownStatus(
      String connector, StatusChange change, Entry entry, boolean isNew) {
    String word = StatusWords.plain(change.reported());
    String key = "status-unknown|%s|%s".formatted(connector, word);
    if (isNew) {
      tasks.open(
          Kind.STATUS_UNKNOWN,
          Optional.empty(),
          connector,
          "%s says \"%s\", and nobody has said what that means here. Choose what it means; the reports that wait are then taken."
              .formatted(connector, word),
          key);
    }
    return new Judgement(
        Taken.UNKNOWN_STATUS, Optional.of(entry.candidate().number()), Optional.of(key));
  }

  private Judgement unknownSubject(String connector, StatusChange change, boolean isNew) {
    String key = "subject-unknown|%s|%s".formatted(connector, hidden(change));
    if (isNew) {
      tasks.open(
          Kind.SUBJECT_UNKNOWN,
          Optional.empty(),
          connector,
          "%s reports \"%s\" in study %s of somebody who is no candidate of that study here, or is not known for certain. Look the subject up there; check the study and the record number."
              .formatted(connector, change.reported().strip(), StatusReports.study(change)),
          key);
    }
    return new Judgement(Taken.UNKNOWN_SUBJECT, Optional.empty(), Optional.of(key));
  }

  /** The same for the same subject and study, without telling whom. */
  private static UUID hidden(StatusChange change) {
    return UUID.nameUUIDFromBytes(
        (StatusReports.subject(change) + "|" + StatusReports.study(change))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Judgement judged(Taken taken, Entry entry) {
    return new Judgement(taken, Optional.of(entry.candidate().number()), Optional.empty());
  }
}
