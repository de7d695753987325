package org.trialward.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.trialward.benchmarks.engine.EngineTrials;
import org.trialward.benchmarks.engine.ExactTrials;
import org.trialward.benchmarks.peer.BooleanQueryTrials;
import org.trialward.benchmarks.peer.FlatScan;
import org.trialward.benchmarks.peer.MonitorThenExact;
import org.trialward.benchmarks.peer.ObjectScan;
import org.trialward.benchmarks.peer.RawMonitor;
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

/**
 * One patient: which trials.
 *
 * @param asked patients
 */
record Direction1(Workload workload, int trials, int asked, Rounds rounds, Consumer<String> log) {

  /** Of so many patients the answers of the slow methods are compared. */
  private static final int ASKED_OF_SLOW = 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_A_SECOND = 1e9;

  Findings findings() {
    List<Trial> all = Setting.trials(workload, trials);
    List<PatientSnapshot> patients = Setting.patients(workload, asked);
    try (var methods = new Peers<TrialsOfPatient<?>>(log)) {
      log.accept(String.format(Locale.ROOT, "loading %,d trials", trials));
      long start = THREADS.getCurrentThreadCpuTime();
      EngineTrials engine = methods.add(EngineTrials.loaded(all));
      double seconds = (THREADS.getCurrentThreadCpuTime() - start) / NANOS_A_SECOND;
      EngineTrials changed = methods.add(EngineTrials.afterChanges(all));
      List<TrialsOfPatient<?>> quick = new ArrayList<>(List.of(changed));
      quick(all, patients).forEach(peer -> quick.addAll(methods.addIfItCan(peer)));
      List<TrialsOfPatient<?>> slow = new ArrayList<>();
      slow(all, patients).forEach(peer -> slow.addAll(methods.addIfItCan(peer)));

      log.accept("comparing");
      Agreement agreement =
          Equality.check(engine, quick, patients, n -> all.get(n).id())
              .and(Equality.check(engine, slow, few(patients), n -> all.get(n).id()));

      log.accept("measuring");
      List<Task> tasks = new ArrayList<>();
      methods.all().forEach(method -> tasks.add(Task.of(method, patients)));
      Experiment experiment =
          Experiment.of(
              String.format(Locale.ROOT, "one patient, %,d trials", trials),
              agreement,
              Statistic.P50,
              rounds.measure(tasks));
      double bytes = (double) engine.bytes() / trials;
      return Findings.of(experiment)
          .and(
              Findings.of(
                  Amount.of(
                      "trials loaded and searchable", seconds, "CPU-s of the thread that loads"),
                  Amount.of("trials that a patient fits or could fit", fits(engine, patients), ""),
                  Amount.of("segments after a bulk load", engine.matcher().segments(), ""),
                  Amount.of("segments after changes", changed.matcher().segments(), "")))
          .and(Goals.ofOnePatient(experiment))
          .and(Findings.of(Goals.BYTES_A_TRIAL.reached(Figure.once(bytes))));
    }
  }

  private static List<Supplier<TrialsOfPatient<?>>> quick(
      List<Trial> trials, List<PatientSnapshot> sample) {
    return List.of(
        () -> FlatScan.of(trials.stream()),
        () -> BooleanQueryTrials.of(trials.stream(), sample.stream()));
  }

  private static List<Supplier<TrialsOfPatient<?>>> slow(
      List<Trial> trials, List<PatientSnapshot> sample) {
    return List.of(
        () -> ObjectScan.of(trials.stream()),
        () -> RawMonitor.of(trials.stream(), sample.stream()),
        () -> MonitorThenExact.of(trials.stream(), sample.stream()),
        () -> new ExactTrials(trials));
  }

  private static List<PatientSnapshot> few(List<PatientSnapshot> patients) {
    return patients.subList(0, Math.min(ASKED_OF_SLOW, patients.size()));
  }

  private static double fits(EngineTrials engine, List<PatientSnapshot> patients) {
    return patients.stream()
        .mapToInt(patient -> engine.matcher().fits(patient).size())
        .average()
        .orElse(0);
  }
}
