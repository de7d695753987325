package org.trialward.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Equality;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.report.Statistic;
import org.trialward.benchmarks.report.Task;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Fits;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.verdict.Outcome;

/** What evidence costs: a match, and a match with the verdicts of the first page. */
record Explain(Workload workload, int trials, int asked, Rounds rounds, Consumer<String> log) {
  private static final int PAGE = 50;
  private static final String EXPLAINED = "match with 50 explanations";

  Findings findings() {
    log.accept(String.format(Locale.ROOT, "loading %,d trials", trials));
    List<PatientSnapshot> patients = Setting.patients(workload, asked);
    try (Matcher matcher = new Matcher(Setting.trials(workload, trials))) {
      log.accept("comparing");
      Agreement agreement =
          Equality.check(
              "first pages of verdicts",
              patients,
              patient -> "patient " + patient.id(),
              patient -> found(matcher.fits(patient)),
              patient -> explained(matcher, patient));
      log.accept("measuring");
      Experiment experiment =
          Experiment.of(
              String.format(Locale.ROOT, "one patient, %,d trials, with evidence", trials),
              agreement,
              Statistic.P50,
              rounds.measure(
                  List.of(
                      Task.of("match alone", patients, patient -> matcher.fits(patient).size()),
                      Task.of(EXPLAINED, patients, patient -> findings(matcher, patient)))));
      return Findings.of(experiment)
          .and(Findings.of(Goals.EXPLANATIONS.reached(experiment.method(EXPLAINED).timesEngine())));
    }
  }

  private static List<Outcome> found(Fits fits) {
    return places(fits).mapToObj(fits::outcome).toList();
  }

  private static List<Outcome> explained(Matcher matcher, PatientSnapshot patient) {
    Fits fits = matcher.fits(patient);
    return places(fits)
        .mapToObj(place -> matcher.evaluate(fits.trial(place), patient).verdict().outcome())
        .toList();
  }

  private static IntStream places(Fits fits) {
    return IntStream.range(0, Math.min(PAGE, fits.size()));
  }

  private static long findings(Matcher matcher, PatientSnapshot patient) {
    Fits fits = matcher.fits(patient);
    long findings = 0;
    for (int place = 0; place < Math.min(PAGE, fits.size()); place++) {
      findings += matcher.evaluate(fits.trial(place), patient).verdict().findings().size();
    }
    return findings;
  }
}
