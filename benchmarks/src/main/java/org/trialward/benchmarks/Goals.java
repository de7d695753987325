package org.trialward.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;
import org.trialward.benchmarks.report.Goal.Reached;

/**
 * What the engine shall be beside each peer. Floors are for 10,000 trials and 50,000 patients,
 * goals for 65,000 and 200,000: the more there is, the more an index is worth.
 */
final class Goals {
  static final Goal EXPLANATIONS =
      Goal.atMost("match with 50 explanations / match alone, p50", 2, 1.15);
  static final Goal BYTES_A_TRIAL = Goal.atMost("index bytes a trial", 600, 400);
  static final Goal BYTES_A_PATIENT = Goal.atMost("index bytes a patient", 400, 220);
  static final Goal CQL_OUTCOME = Goal.atLeast("CQL / our evaluator, outcome of a pair", 50, 250);
  static final Goal CQL_CRITERIA =
      Goal.atLeast("CQL / our evaluator, every criterion of a pair", 50, 250);
  static final Goal CQL_AMORTISED =
      Goal.atLeast("CQL a pair / engine's p50 divided by the trials", 0, 30_000).withoutFloor();
  static final Goal SLOPE = Goal.atMost("500,000 trials / 65,000 trials, p50", 0, 6).withoutFloor();
  static final Goal TWO_WORKERS = Goal.atLeast("patients/s, two workers / one", 1.4, 1.8);
  static final Goal TRIALS_UNDER_LOAD =
      Goal.atMost("p99 of one patient, under updates / quiet", 6, 3);
  static final Goal PATIENTS_UNDER_LOAD =
      Goal.atMost("p99 of one trial, under updates / quiet", 6, 3);
  static final Goal PATHOLOGICAL =
      Goal.atMost("p50 of one patient, with pathological trials / without", 0, 1.1).withoutFloor();

  private static final Map<String, Goal> ONE_PATIENT =
      Map.of(
          "flat scan", Goal.atLeast("flat scan / engine, p50", 2, 25),
          "scan of objects", Goal.atLeast("scan of objects / engine, p50", 12, 100),
          "Lucene Monitor, raw", Goal.atLeast("raw Lucene Monitor / engine, p50", 40, 300),
          "Lucene Monitor as presearch, then exact",
              Goal.atLeast("Lucene Monitor and exact / engine, p50", 5, 30));

  private static final Map<String, Goal> ONE_TRIAL =
      Map.of(
          "flat scan", Goal.atLeast("flat scan of patients / engine, mean", 3, 10),
          "Lucene BooleanQuery, then exact",
              Goal.atLeast("Lucene BooleanQuery for patients / engine, mean", 2, 6));

  private Goals() {}

  static Findings ofOnePatient(Experiment experiment) {
    return reached(ONE_PATIENT, experiment);
  }

  static Findings ofOneTrial(Experiment experiment) {
    return reached(ONE_TRIAL, experiment);
  }

  private static Findings reached(Map<String, Goal> goals, Experiment experiment) {
    return Findings.of(
        new TreeMap<>(goals)
            .entrySet().stream()
                .flatMap(entry ->
                    experiment.find(entry.getKey()).stream()
                        .map(method -> entry.getValue().reached(method.timesEngine())))
                .toArray(Reached[]::new));
  }
}
