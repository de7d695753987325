package org.trialward.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.trialward.benchmarks.engine.EnginePatients;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * A large site in one process: start from disk, memory, and what a nightly match of everybody
 * takes.
 *
 * @param asked patients that are matched; the time for all follows from theirs
 */
record Million(Workload workload, int trials, int patients, int asked, Consumer<String> log) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int TRIALS_ASKED = 40;
  private static final double MEGA = 1024 * 1024;

  Findings findings() {
    List<Amount> amounts = new ArrayList<>();
    log.accept(String.format(Locale.ROOT, "loading %,d patients", patients));
    long start = System.nanoTime();
    try (EnginePatients engine = EnginePatients.loaded(workload, patients)) {
      amounts.add(Amount.of("patients made, loaded and merged", seconds(start), "s by the clock"));
      double onDisk = engine.population().bytes().index() / MEGA;
      amounts.add(Amount.of("patients' index on disk", onDisk, "MB"));
      amounts.add(
          Amount.of(
              "results and charts on disk", engine.population().bytes().facts() / MEGA, "MB"));
      start = System.nanoTime();
      engine.restart();
      amounts.add(
          Amount.of("patients opened from disk and checked", seconds(start), "s by the clock"));
      List<Trial> all = Setting.trials(workload, trials);
      amounts.add(Amount.of("heap in use, trials read, not yet loaded", heap(), "MB"));
      start = System.nanoTime();
      try (Matcher matcher = new Matcher(all)) {
        amounts.add(Amount.of("trials loaded", seconds(start), "s by the clock"));
        amounts.add(Amount.of("heap in use, all loaded", heap(), "MB"));
        amounts.add(ofTrials(engine, all));
        amounts.addAll(nightly(engine, matcher));
      }
    }
    return new Findings(List.of(), amounts, List.of());
  }

  private Amount ofTrials(EnginePatients engine, List<Trial> all) {
    List<Trial> some = all.subList(0, Math.min(TRIALS_ASKED, all.size()));
    log.accept("asking trials");
    some.forEach(trial -> engine.view().ask(trial, workload.asOf()));
    long before = THREADS.getCurrentThreadCpuTime();
    some.forEach(trial -> engine.view().ask(trial, workload.asOf()));
    double millis = (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / some.size();
    return Amount.of("one trial, all patients, mean", millis, "CPU-ms");
  }

  /** Reads every chart, as the night does; matches the first ones. */
  private List<Amount> nightly(EnginePatients engine, Matcher matcher) {
    log.accept("matching everybody");
    List<PatientChart> first = new ArrayList<>();
    AtomicInteger read = new AtomicInteger();
    long before = THREADS.getCurrentThreadCpuTime();
    engine
        .view()
        .charts(chart -> {
          read.incrementAndGet();
          if (first.size() < asked) {
            first.add(chart);
          }
        });
    double microsRead = (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / read.get();
    first.forEach(chart -> matcher.fits(chart.asOf(workload.asOf())));
    before = THREADS.getCurrentThreadCpuTime();
    long fits = 0;
    for (PatientChart chart : first) {
      PatientSnapshot patient = chart.asOf(workload.asOf());
      fits += matcher.fits(patient).size();
    }
    double microsMatched = (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / first.size();
    double minutes = (microsRead + microsMatched) * patients / 1e6 / 60;
    return List.of(
        Amount.of("trials that a patient fits or could fit", (double) fits / first.size(), ""),
        Amount.of("a chart read from the index", microsRead, "CPU-us"),
        Amount.of("a patient matched, snapshot included", microsMatched, "CPU-us"),
        Amount.of(
            String.format(
                Locale.ROOT,
                "everybody read and matched, calculated from %,d matched",
                first.size()),
            minutes,
            "CPU-min"));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Megabytes after a collection. */
  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGA;
  }
}
