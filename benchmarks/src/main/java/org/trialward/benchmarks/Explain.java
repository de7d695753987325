package org.trialward.benchmarks;

import java.util.ArrayList;
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
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Match;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Verdict;

/**
 * What evidence costs: a match, and a match with the verdicts of the first page, read as a page
 * reads them.
 */
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
              "first pages of whole verdicts",
              patients,
              patient -> "patient " + patient.id(),
              patient -> one(matcher.fits(patient), patient),
              patient -> together(matcher, patient));
      log.accept("measuring");
      Experiment experiment =
          Experiment.of(
              String.format(Locale.ROOT, "one patient, %,d trials, with evidence", trials),
              agreement,
              Statistic.P50,
              rounds.measure(
                  List.of(
                      Task.of("match alone", patients, patient -> matcher.fits(patient).size()),
                      Task.of(EXPLAINED, patients, patient -> read(page(matcher, patient))))));
      return Findings.of(experiment)
          .and(Findings.of(Goals.EXPLANATIONS.reached(experiment.method(EXPLAINED).timesEngine())));
    }
  }

  /** What a match says of a trial, and why. */
  private record Explained(Outcome outcome, Verdict why) {}

  private static List<Explained> one(Fits fits, PatientSnapshot patient) {
    return IntStream.range(0, Math.min(PAGE, fits.size()))
        .mapToObj(
            place -> new Explained(fits.outcome(place), Eligibility.of(fits.trial(place), patient)))
        .toList();
  }

  private static List<Explained> together(Matcher matcher, PatientSnapshot patient) {
    return page(matcher, patient).stream()
        .map(match -> new Explained(match.verdict().outcome(), match.verdict()))
        .toList();
  }

  private static List<Match> page(Matcher matcher, PatientSnapshot patient) {
    Fits fits = matcher.fits(patient);
    List<Trial> page = new ArrayList<>(PAGE);
    for (int place = 0; place < Math.min(PAGE, fits.size()); place++) {
      page.add(fits.trial(place));
    }
    return matcher.evaluate(page, patient);
  }

  /** Outcomes, truths, references to the record, and the characters of values and reasons. */
  private static long read(List<Match> page) {
    long read = 0;
    for (Match match : page) {
      read += match.verdict().outcome() == Outcome.POSSIBLE ? 1 : 0;
      for (Finding finding : match.verdict().findings()) {
        read += finding.favours() == Truth.UNKNOWN ? 1 : 0;
        for (Evidence evidence : finding.evidence()) {
          read += read(evidence);
        }
      }
    }
    return read;
  }

  private static int read(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Supporting(var observed) -> read(observed);
      case Evidence.Opposing(var observed) -> read(observed);
      case Evidence.Inconclusive(var observed, var why) -> read(observed) + why.length();
      case Evidence.Missing(_, var why) -> why.length();
      case Evidence.AssumedAbsent(_, var lookedFor) -> lookedFor.length();
      case Evidence.PersonNeeded(var why) -> why.length();
      case Evidence.Unsupported(var what) -> what.length();
    };
  }

  private static int read(Evidence.Observed observed) {
    int reference = 1;
    return reference + observed.value().length();
  }
}
