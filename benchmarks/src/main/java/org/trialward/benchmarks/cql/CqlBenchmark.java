package org.trialward.benchmarks.cql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Equality;
import org.trialward.benchmarks.report.Task;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Verdict;

/**
 * What all trials of one patient cost: HL7's CQL engine, our evaluator, a check without evidence.
 */
public final class CqlBenchmark {
  public static final String OUR_OUTCOME = "ours, outcome";
  public static final String OUR_CRITERIA = "ours, every criterion with evidence";
  public static final String CQL_OUTCOME = "CQL, outcome, a call a pair";
  public static final String CQL_TOGETHER = "CQL, outcome, a call a patient";
  public static final String CQL_CRITERIA = "CQL, every criterion, a call a pair";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_A_MILLI = 1e6;

  private final CqlPairs pairs;
  private final List<CqlTrials.Patient> patients;
  private final double translation;

  /** Translates the libraries. */
  public CqlBenchmark(CqlPairs pairs) {
    this.pairs = pairs;
    long start = THREADS.getCurrentThreadCpuTime();
    CqlTrials trials = CqlTrials.translate(pairs.libraries(), pairs.asOf());
    translation =
        (THREADS.getCurrentThreadCpuTime() - start) / NANOS_A_MILLI / pairs.libraries().size();
    patients = pairs.bundles().stream().map(trials::patient).toList();
  }

  /** Milliseconds of CPU time to translate one library. */
  public double translationMillis() {
    return translation;
  }

  /** What one method says of a patient, trial by trial. */
  private record Said(List<Truth> fits, List<List<Truth>> criteria) {}

  /**
   * Compares every pair, its criteria included.
   *
   * @throws IllegalStateException that names the first patient on whom both sides differ
   */
  public Agreement agreement() {
    return Equality.check("patients", inputs(), this::name, this::ours, this::theirs)
        .and(
            Equality.check(
                "patients",
                inputs(),
                this::name,
                patient -> ours(patient).fits(),
                patient -> patients.get(patient).evaluateAll()))
        .and(
            Equality.check(
                "patients",
                inputs(),
                this::name,
                patient -> ours(patient).fits(),
                patient -> lean(patient).orElseGet(() -> ours(patient).fits())));
  }

  private List<Integer> inputs() {
    return IntStream.range(0, patients.size()).boxed().toList();
  }

  private String name(int patient) {
    return "%s, patient %s".formatted(pairs.name(), pairs.patients().get(patient).id());
  }

  private Said ours(int patient) {
    List<Truth> fits = new ArrayList<>();
    List<List<Truth>> criteria = new ArrayList<>();
    for (Trial trial : pairs.trials()) {
      Verdict verdict = Eligibility.of(trial, pairs.patients().get(patient));
      fits.add(
          switch (verdict.outcome()) {
            case ELIGIBLE -> Truth.TRUE;
            case POSSIBLE -> Truth.UNKNOWN;
            case INELIGIBLE -> Truth.FALSE;
          });
      criteria.add(
          verdict.findings().stream()
              .filter(finding -> trial.criteria().contains(finding.criterion()))
              .map(Finding::truth)
              .toList());
    }
    return new Said(fits, criteria);
  }

  private Said theirs(int patient) {
    CqlTrials.Patient asked = patients.get(patient);
    return new Said(
        trials().mapToObj(asked::evaluate).toList(),
        trials().mapToObj(asked::evaluateCriteria).toList());
  }

  private Optional<List<Truth>> lean(int patient) {
    return pairs
        .lean()
        .map(check -> trials().mapToObj(trial -> check.truth(trial, patient)).toList());
  }

  private IntStream trials() {
    return IntStream.range(0, pairs.trials().size());
  }

  /** A call is all trials of a patient. Our evaluator's outcome comes first. */
  public List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    tasks.add(
        eachTrial(
            OUR_OUTCOME,
            (trial, patient) ->
                Eligibility.outcome(pairs.trials().get(trial), pairs.patients().get(patient))
                        == Outcome.INELIGIBLE
                    ? 0
                    : 1));
    tasks.add(
        eachTrial(
            OUR_CRITERIA,
            (trial, patient) ->
                Eligibility.of(pairs.trials().get(trial), pairs.patients().get(patient))
                    .findings()
                    .size()));
    tasks.add(
        eachTrial(CQL_OUTCOME, (trial, patient) -> one(patients.get(patient).evaluate(trial))));
    tasks.add(
        Task.of(CQL_TOGETHER, inputs(), patient -> patients.get(patient).evaluateAll().hashCode()));
    tasks.add(
        eachTrial(
            CQL_CRITERIA,
            (trial, patient) -> patients.get(patient).evaluateCriteria(trial).size()));
    pairs
        .lean()
        .ifPresent(check ->
            tasks.add(
                eachTrial(
                    "flat check without evidence",
                    (trial, patient) -> one(check.truth(trial, patient)))));
    return tasks;
  }

  private static int one(Truth fits) {
    return fits == Truth.FALSE ? 0 : 1;
  }

  private interface Pair {
    int ask(int trial, int patient);
  }

  private Task eachTrial(String name, Pair pair) {
    int trials = pairs.trials().size();
    return Task.of(
        name,
        inputs(),
        patient -> {
          long sum = 0;
          for (int trial = 0; trial < trials; trial++) {
            sum += pair.ask(trial, patient);
          }
          return sum;
        });
  }
}
