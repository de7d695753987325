package org.trialward.benchmarks.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Equality;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Population;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;

/**
 * The engine against the exact evaluator, pair by pair and both sets: after a bulk load, in several
 * segments with deletions, after updates, and after a restart.
 */
public record LongEquality(Workload workload, Consumer<String> log) {

  /** One patient, all trials. The trials' index is in memory: a restart builds it again. */
  public Agreement ofPatients(List<Trial> trials, List<PatientSnapshot> patients) {
    log.accept("exact evaluator: trials of patients");
    Remembered before = Remembered.of(new ExactTrials(trials), patients);
    List<Trial> updated = updated(trials);
    Remembered after = Remembered.of(new ExactTrials(updated), patients);
    log.accept("engine: trials of patients");
    try (EngineTrials loaded = EngineTrials.loaded(trials);
        EngineTrials changed = EngineTrials.afterChanges(trials);
        EngineTrials restarted = EngineTrials.loaded(updated)) {
      Agreement agreement =
          check(loaded, before, trials, patients).and(check(changed, before, trials, patients));
      update(changed, trials, updated);
      return agreement
          .and(check(changed, after, trials, patients))
          .and(check(restarted, after, trials, patients));
    }
  }

  private static Agreement check(
      EngineTrials engine, Remembered exact, List<Trial> trials, List<PatientSnapshot> patients) {
    return Equality.check(engine, List.of(exact), patients, n -> trials.get(n).id());
  }

  private static boolean isRewritten(int number) {
    return number % 10 == 3;
  }

  private static boolean isRemoved(int number) {
    return number % 50 == 7;
  }

  private static boolean isClosed(int number) {
    return number % 50 == 8;
  }

  /** A tenth asks something else, some are closed; what is removed stands here as closed. */
  private static List<Trial> updated(List<Trial> trials) {
    List<Trial> updated = new ArrayList<>();
    for (int number = 0; number < trials.size(); number++) {
      Trial trial = trials.get(number);
      if (isRewritten(number)) {
        updated.add(Drafts.as(trial.id(), trials.get((number + 1) % trials.size())));
      } else if (isClosed(number) || isRemoved(number)) {
        updated.add(closed(trial));
      } else {
        updated.add(trial);
      }
    }
    return updated;
  }

  private static Trial closed(Trial trial) {
    return new Trial(
        trial.id(),
        trial.version(),
        trial.title(),
        trial.area(),
        RecruitmentStatus.CLOSED,
        trial.dossier(),
        trial.registry(),
        trial.criteria());
  }

  private static void update(EngineTrials engine, List<Trial> trials, List<Trial> updated) {
    for (int number = 0; number < trials.size(); number++) {
      if (isRemoved(number)) {
        engine.matcher().remove(trials.get(number).id());
      } else if (isRewritten(number) || isClosed(number)) {
        engine.matcher().put(updated.get(number));
      }
    }
  }

  /** One trial, all patients, before and after a restart from disk. */
  public Agreement ofTrials(List<Trial> trials, int patients) {
    log.accept("exact evaluator: patients of trials");
    ExactPatients before = new ExactPatients(workload, patients, number -> true, trials);
    Workload updated = new Updated(workload, patients);
    ExactPatients after =
        new ExactPatients(updated, patients, number -> !isRemoved(number), trials);
    log.accept("engine: patients of trials");
    Agreement merged;
    try (EnginePatients loaded = EnginePatients.loaded(workload, patients)) {
      merged = check(loaded, before, trials);
    }
    try (EnginePatients changed = EnginePatients.afterChanges(workload, patients)) {
      Agreement agreement = merged.and(check(changed, before, trials));
      for (int number = 0; number < patients; number++) {
        if (isRemoved(number)) {
          changed.population().remove(workload.patient(number).id());
        } else if (isRewritten(number)) {
          changed
              .population()
              .put(
                  updated.patient(number).asOf(workload.asOf()),
                  new Population.Reading(2, Optional.empty()));
        }
      }
      changed.refresh();
      agreement = agreement.and(check(changed, after, trials));
      changed.restart();
      return agreement.and(check(changed, after, trials));
    }
  }

  private Agreement check(EnginePatients engine, ExactPatients exact, List<Trial> trials) {
    return Equality.check(engine, List.of(exact), trials, n -> workload.patient(n).id());
  }

  /** A tenth of the patients has the facts of another. */
  private record Updated(Workload before, int patients) implements Workload {
    @Override
    public String description() {
      return before.description() + ", updated";
    }

    @Override
    public LocalDate asOf() {
      return before.asOf();
    }

    @Override
    public Trial trial(int number) {
      return before.trial(number);
    }

    @Override
    public PatientChart patient(int number) {
      PatientChart chart = before.patient(number);
      return isRewritten(number)
          ? Drafts.as(chart.id(), before.patient((number + 1) % patients))
          : chart;
    }
  }
}
