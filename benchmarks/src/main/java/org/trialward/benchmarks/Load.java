package org.trialward.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.trialward.benchmarks.engine.EnginePatients;
import org.trialward.benchmarks.engine.EngineTrials;
import org.trialward.benchmarks.engine.UpdateLoad;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Equality;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal.Reached;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.report.Statistic;
import org.trialward.benchmarks.report.Task;
import org.trialward.benchmarks.workload.PathologicalTrials;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Matcher;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * Whether workers, updates and odd trials leave the engine as fast as it is alone. Workers and
 * updates are measured by the clock on the wall, so only an idle machine tells the truth.
 */
record Load(
    Workload workload, int trials, int patients, int asked, Rounds rounds, Consumer<String> log) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int PERCENT = 99;
  private static final int CALLS = 2_000;
  private static final int CALLS_OF_TRIALS = 300;

  Findings findings() throws InterruptedException {
    List<Trial> all = Setting.trials(workload, trials);
    List<PatientSnapshot> people = Setting.patients(workload, asked);
    log.accept(String.format(Locale.ROOT, "loading %,d trials, %,d patients", trials, patients));
    try (EngineTrials engine = EngineTrials.loaded(all)) {
      Findings findings = twoWorkers(engine.matcher(), people).and(pathological(all, people));
      try (EnginePatients population = EnginePatients.loaded(workload, patients)) {
        return findings.and(underUpdates(engine.matcher(), population, people, all));
      }
    }
  }

  private Findings twoWorkers(Matcher matcher, List<PatientSnapshot> people)
      throws InterruptedException {
    log.accept("measuring two workers");
    double[] ratios = new double[rounds.rounds()];
    double[] computed = new double[rounds.rounds()];
    for (int round = -rounds.warmUps(); round < ratios.length; round++) {
      Speed one = speed(1, matcher, people);
      Speed two = speed(2, matcher, people);
      if (round >= 0) {
        ratios[round] = two.callsASecond / one.callsASecond;
        computed[round] = two.cpuNanosACall / one.cpuNanosACall;
      }
    }
    return Findings.of(
            new Amount("CPU time a patient, two workers / one", Figure.ofRounds(computed), ""))
        .and(Findings.of(Goals.TWO_WORKERS.reached(Figure.ofRounds(ratios))));
  }

  private record Speed(double callsASecond, double cpuNanosACall) {}

  private static Speed speed(int workers, Matcher matcher, List<PatientSnapshot> people)
      throws InterruptedException {
    long start = System.nanoTime();
    long computed = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      List<Future<Long>> work = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        work.add(
            threads.submit(
                () -> computedFor(CALLS, n -> matcher.fits(people.get(n % people.size())))));
      }
      for (Future<Long> done : work) {
        computed += resultOf(done);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Speed(workers * CALLS / seconds, (double) computed / workers / CALLS);
  }

  private static long resultOf(Future<Long> done) throws InterruptedException {
    try {
      return done.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("A worker failed.", e);
    }
  }

  private static long computedFor(int calls, IntConsumer call) {
    long before = THREADS.getCurrentThreadCpuTime();
    IntStream.range(0, calls).forEach(call);
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  private Findings pathological(List<Trial> all, List<PatientSnapshot> people) {
    log.accept("measuring pathological trials");
    List<Trial> odd = PathologicalTrials.of(workload);
    List<Trial> more = new ArrayList<>(all);
    more.addAll(odd);
    List<TrialId> oddIds = odd.stream().map(Trial::id).toList();
    try (Matcher without = new Matcher(all);
        Matcher with = new Matcher(more)) {
      Agreement agreement =
          Equality.check(
              "answers without the pathological trials",
              people,
              patient -> "patient " + patient.id(),
              patient -> ids(without, patient, oddIds),
              patient -> ids(with, patient, oddIds));
      Experiment experiment =
          Experiment.of(
              String.format(
                  Locale.ROOT,
                  "one patient, %,d trials without and with 3 pathological ones (200,000 codes, 500 criteria, 50 levels)",
                  trials),
              agreement,
              Statistic.P50,
              rounds.measure(
                  List.of(
                      Task.of("without", people, patient -> without.fits(patient).size()),
                      Task.of("with", people, patient -> with.fits(patient).size()))));
      return Findings.of(experiment)
          .and(Findings.of(Goals.PATHOLOGICAL.reached(experiment.method("with").timesEngine())));
    }
  }

  private static List<String> ids(Matcher matcher, PatientSnapshot patient, List<TrialId> except) {
    return matcher.fits(patient).sorted().stream()
        .filter(fit -> !except.contains(fit.trial().id()))
        .map(fit -> fit.trial().id() + " " + fit.outcome())
        .toList();
  }

  private Findings underUpdates(
      Matcher matcher, EnginePatients population, List<PatientSnapshot> people, List<Trial> all) {
    log.accept("measuring under updates");
    double[] ofPatients = new double[rounds.rounds()];
    double[] ofTrials = new double[rounds.rounds()];
    double[] changes = new double[rounds.rounds()];
    IntConsumer patient = n -> matcher.fits(people.get(n % people.size()));
    IntConsumer trial =
        n -> {
          try (PopulationView view = population.population().view()) {
            view.ask(all.get(n % all.size()), workload.asOf());
          }
        };
    percentile(CALLS, patient);
    percentile(CALLS_OF_TRIALS, trial);
    for (int round = 0; round < ofPatients.length; round++) {
      double quietPatient = percentile(CALLS, patient);
      double quietTrial = percentile(CALLS_OF_TRIALS, trial);
      try (var load =
          new UpdateLoad(workload, trials, patients, matcher, population.population())) {
        ofPatients[round] = percentile(CALLS, patient) / quietPatient;
        ofTrials[round] = percentile(CALLS_OF_TRIALS, trial) / quietTrial;
        changes[round] = load.patientsASecond();
      }
    }
    return Findings.of(
            new Amount("patients changed while matching", Figure.ofRounds(changes), "1/s"))
        .and(
            Findings.of(
                new Reached[] {
                  Goals.TRIALS_UNDER_LOAD.reached(Figure.ofRounds(ofPatients)),
                  Goals.PATIENTS_UNDER_LOAD.reached(Figure.ofRounds(ofTrials))
                }));
  }

  /** Nanoseconds on the clock, the 99th percentile. */
  private static double percentile(int calls, IntConsumer call) {
    LongStream.Builder nanos = LongStream.builder();
    for (int n = 0; n < calls; n++) {
      long before = System.nanoTime();
      call.accept(n);
      nanos.add(System.nanoTime() - before);
    }
    long[] sorted = nanos.build().toArray();
    Arrays.sort(sorted);
    return sorted[Math.ceilDiv(PERCENT * calls, 100) - 1];
  }
}
