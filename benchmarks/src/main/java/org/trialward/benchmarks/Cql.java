package org.trialward.benchmarks;

import static org.trialward.benchmarks.cql.CqlBenchmark.CQL_CRITERIA;
import static org.trialward.benchmarks.cql.CqlBenchmark.CQL_OUTCOME;
import static org.trialward.benchmarks.cql.CqlBenchmark.CQL_TOGETHER;
import static org.trialward.benchmarks.cql.CqlBenchmark.OUR_CRITERIA;
import static org.trialward.benchmarks.cql.CqlBenchmark.OUR_OUTCOME;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.trialward.benchmarks.cql.CqlBenchmark;
import org.trialward.benchmarks.cql.CqlPairs;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal.Reached;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.report.Statistic;
import org.trialward.benchmarks.report.Task;
import org.trialward.benchmarks.report.Timing;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientSnapshot;

/**
 * HL7's CQL engine on few trials, and what a pair costs there beside the engine's share of a pair
 * when it is asked for all trials.
 */
record Cql(Workload workload, int trials, int asked, Rounds rounds, Consumer<String> log) {

  /** Translating a library takes tens of milliseconds, so that not all trials can be had. */
  static final int TRIALS_IN_CQL = 40;

  private static final int ASKED_OF_ENGINE = 500;

  Findings findings() {
    double share = engineShareMicros();
    Findings findings =
        Findings.of(Amount.of("engine's p50 divided by the trials", share, "us a pair"));
    Measured export = measured(CqlPairs.exported(workload, TRIALS_IN_CQL, asked));
    Measured plain = measured(CqlPairs.plain(workload, TRIALS_IN_CQL, asked));
    return findings
        .and(export.findings("exported CQL"))
        .and(plain.findings("shortest CQL"))
        .and(
            Findings.of(
                new Amount("shortest CQL / ours, outcome of a pair", plain.outcome(), ""),
                new Amount("shortest CQL / ours, every criterion of a pair", plain.criteria(), "")))
        .and(
            Findings.of(
                new Reached[] {
                  Goals.CQL_OUTCOME.reached(export.outcome()),
                  Goals.CQL_CRITERIA.reached(export.criteria()),
                  Goals.CQL_AMORTISED.reached(Figure.once(export.bestMicros() / share))
                }));
  }

  private Measured measured(CqlPairs pairs) {
    log.accept("translating: " + pairs.name());
    CqlBenchmark benchmark = new CqlBenchmark(pairs);
    log.accept("comparing");
    Agreement agreement = benchmark.agreement();
    log.accept("measuring");
    String title = "one patient, %d trials as libraries: %s".formatted(TRIALS_IN_CQL, pairs.name());
    List<Timing> timings = rounds.measure(benchmark.tasks());
    return new Measured(
        Experiment.of(title, agreement, Statistic.P50, timings),
        timing(timings, CQL_CRITERIA).times(timing(timings, OUR_CRITERIA), Statistic.P50),
        benchmark.translationMillis());
  }

  private static Timing timing(List<Timing> timings, String name) {
    return timings.stream().filter(timing -> timing.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * The trials in one form of CQL.
   *
   * @param criteria how many times longer CQL takes to tell every criterion
   */
  private record Measured(Experiment experiment, Figure criteria, double translationMillis) {

    /** How many times longer CQL takes to tell the outcome, in its best form. */
    Figure outcome() {
      Figure one = experiment.method(CQL_OUTCOME).timesEngine();
      Figure all = experiment.method(CQL_TOGETHER).timesEngine();
      return one.median() <= all.median() ? one : all;
    }

    double bestMicros() {
      return Math.min(micros(CQL_OUTCOME), micros(CQL_TOGETHER));
    }

    private double micros(String method) {
      return experiment.method(method).p50Millis().median() * 1e3 / TRIALS_IN_CQL;
    }

    Findings findings(String form) {
      return Findings.of(experiment)
          .and(
              Findings.of(
                  Amount.of(form + ", a library translated", translationMillis, "CPU-ms"),
                  Amount.of(form + ", outcome, best form", bestMicros(), "us a pair"),
                  Amount.of(form + ", every criterion", micros(CQL_CRITERIA), "us a pair"),
                  Amount.of("ours, outcome", micros(OUR_OUTCOME), "us a pair"),
                  Amount.of("ours, every criterion", micros(OUR_CRITERIA), "us a pair")));
    }
  }

  /** Microseconds of the engine's median patient, shared among all trials. */
  private double engineShareMicros() {
    log.accept(String.format(Locale.ROOT, "loading %,d trials", trials));
    List<PatientSnapshot> patients = Setting.patients(workload, ASKED_OF_ENGINE);
    try (Matcher matcher = new Matcher(Setting.trials(workload, trials))) {
      return Experiment.millis(
                  rounds
                      .measure(
                          List.of(
                              Task.of("engine", patients, patient -> matcher.fits(patient).size())))
                      .getFirst(),
                  Statistic.P50)
              .median()
          * 1e3
          / trials;
    }
  }
}
