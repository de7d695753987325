package org.trialward.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.trialward.benchmarks.engine.EngineTrials;
import org.trialward.benchmarks.engine.ExactTrials;
import org.trialward.benchmarks.peer.FlatScan;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Equality;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.report.Statistic;
import org.trialward.benchmarks.report.Task;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/** How time grows with the number of trials. */
record Scale(Workload workload, int few, int many, int asked, Rounds rounds, Consumer<String> log) {

  private static final int FEW = 65_000;
  private static final int MANY = 500_000;
  private static final int ASKED_EXACTLY = 5;

  Findings findings() {
    List<Trial> trials = Setting.trials(workload, many);
    List<PatientSnapshot> patients = Setting.patients(workload, asked);
    try (var methods = new Peers<TrialsOfPatient<?>>(log)) {
      log.accept(String.format(Locale.ROOT, "loading %,d and %,d trials", few, many));
      EngineTrials small = methods.add(EngineTrials.loaded(trials.subList(0, few)));
      EngineTrials large = methods.add(EngineTrials.loaded(trials));
      List<TrialsOfPatient<?>> scan = methods.addIfItCan(() -> FlatScan.of(trials.stream()));
      log.accept("comparing");
      List<PatientSnapshot> exactly = patients.subList(0, Math.min(ASKED_EXACTLY, asked));
      Agreement agreement =
          Equality.check(large, scan, patients, n -> trials.get(n).id())
              .and(
                  Equality.check(
                      large, List.of(new ExactTrials(trials)), exactly, n -> trials.get(n).id()));
      log.accept("measuring");
      List<Task> tasks =
          new ArrayList<>(List.of(task(few, small, patients), task(many, large, patients)));
      scan.forEach(method -> tasks.add(Task.of(method, patients)));
      Experiment experiment =
          Experiment.of(
              String.format(Locale.ROOT, "one patient, %,d and %,d trials", few, many),
              agreement,
              Statistic.P50,
              rounds.measure(tasks));
      Figure slope = experiment.methods().get(1).timesEngine();
      return Findings.of(experiment)
          .and(
              few == FEW && many == MANY
                  ? Findings.of(Goals.SLOPE.reached(slope))
                  : Findings.of(new Amount("time of many / time of few, p50", slope, "")));
    }
  }

  private static Task task(int trials, EngineTrials engine, List<PatientSnapshot> patients) {
    return Task.of(
        String.format(Locale.ROOT, "engine, %,d trials", trials),
        patients,
        patient -> engine.matcher().fits(patient).size());
  }
}
