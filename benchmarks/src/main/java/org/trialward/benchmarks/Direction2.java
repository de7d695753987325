package org.trialward.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.benchmarks.engine.EnginePatients;
import org.trialward.benchmarks.engine.ExactPatients;
import org.trialward.benchmarks.peer.BooleanQueryPatients;
import org.trialward.benchmarks.peer.FlatPatientScan;
import org.trialward.benchmarks.peer.PatientsOfTrial;
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
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;

/**
 * One trial: which patients.
 *
 * @param asked trials
 * @param withChanges whether to measure after changes, too: that loads all patients once more
 */
record Direction2(
    Workload workload,
    int patients,
    int asked,
    boolean withChanges,
    Rounds rounds,
    Consumer<String> log) {

  /** A scan is slow and its trials differ much; with less, a round sees too few of them. */
  static final Duration A_ROUND = Duration.ofSeconds(2);

  private static final int AT_ONCE = 4096;
  private static final int ASKED_EXACTLY = 5;
  private static final double NANOS_A_SECOND = 1e9;

  Findings findings() {
    List<Trial> trials = Setting.trials(workload, asked);
    try (var methods = new Peers<PatientsOfTrial<?>>(log)) {
      log.accept(String.format(Locale.ROOT, "loading %,d patients", patients));
      long start = System.nanoTime();
      EnginePatients engine = methods.add(EnginePatients.loaded(workload, patients));
      double seconds = (System.nanoTime() - start) / NANOS_A_SECOND;
      if (withChanges) {
        methods.add(EnginePatients.afterChanges(workload, patients));
      }
      methods.addIfItCan(
          () -> FlatPatientScan.of(inOrder(workload::patient), workload.asOf()),
          method -> prepare(method, trials));
      methods.addIfItCan(
          () ->
              BooleanQueryPatients.of(
                  inOrder(number -> workload.patient(number).asOf(workload.asOf()))),
          method -> prepare(method, trials));

      log.accept("comparing");
      List<PatientsOfTrial<?>> others = methods.all().subList(1, methods.all().size());
      List<Trial> exactly = trials.subList(0, Math.min(ASKED_EXACTLY, asked));
      var exact = new ExactPatients(workload, patients, number -> true, exactly);
      IntFunction<PatientId> ids = number -> workload.patient(number).id();
      Agreement agreement =
          Equality.check(engine, others, trials, ids)
              .and(Equality.check(engine, List.of(exact), exactly, ids));

      log.accept("measuring");
      List<Task> tasks = new ArrayList<>();
      methods.all().forEach(method -> tasks.add(Task.of(method, trials)));
      Experiment experiment =
          Experiment.of(
              String.format(Locale.ROOT, "one trial, %,d patients", patients),
              agreement,
              Statistic.MEAN,
              rounds.measure(tasks));
      double bytes = (double) engine.bytes() / patients;
      double facts = (double) engine.population().bytes().facts() / patients;
      return Findings.of(experiment)
          .and(
              Findings.of(
                  Amount.of(
                      "patients made, loaded and merged", seconds, "s by the clock, all cores"),
                  Amount.of("patients who fit or could fit a trial", fits(engine, trials), ""),
                  Amount.of("bytes beside the index a patient", facts, "results and charts")))
          .and(Goals.ofOneTrial(experiment))
          .and(Findings.of(Goals.BYTES_A_PATIENT.reached(Figure.once(bytes))));
    }
  }

  /** What a method does not know it refuses here. */
  private static void prepare(PatientsOfTrial<?> method, List<Trial> trials) {
    trials.forEach(method::prepare);
  }

  /** In the order of their numbers, some at a time by all threads. */
  private <T> Stream<T> inOrder(IntFunction<T> make) {
    return IntStream.iterate(0, first -> first < patients, first -> first + AT_ONCE)
        .boxed()
        .flatMap(first ->
            IntStream.range(first, Math.min(first + AT_ONCE, patients))
                .parallel()
                .mapToObj(make)
                .toList()
                .stream());
  }

  private double fits(EnginePatients engine, List<Trial> trials) {
    return trials.stream()
        .mapToInt(trial -> engine.view().ask(trial, workload.asOf()).size())
        .average()
        .orElse(0);
  }
}
