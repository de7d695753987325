package org.trialward.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.trialward.benchmarks.card.CardsBenchmark;
import org.trialward.benchmarks.engine.LongEquality;
import org.trialward.benchmarks.message.DayLoad;
import org.trialward.benchmarks.message.ListenerBenchmark;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.workload.Workload;

/** Each measurement in the size that was asked for, or in its own. */
final class Suite {
  private Suite() {}

  static Findings direction1(Setting setting, Workload workload) {
    return new Direction1(
            workload, setting.trials, setting.asked(1_000), setting.inRounds(), setting::say)
        .findings();
  }

  static Findings direction2(Setting setting, Workload workload) {
    return new Direction2(
            workload,
            setting.patients,
            setting.asked(200),
            true,
            setting.inRounds().taking(Direction2.A_ROUND),
            setting::say)
        .findings();
  }

  static Findings explain(Setting setting, Workload workload) {
    return new Explain(
            workload, setting.trials, setting.asked(1_000), setting.inRounds(), setting::say)
        .findings();
  }

  static Findings cql(Setting setting, Workload workload) {
    return new Cql(workload, setting.trials, setting.asked(30), setting.inRounds(), setting::say)
        .findings();
  }

  static Findings intake(Setting setting, int many) throws IOException, InterruptedException {
    return new Intake(Setting.home(), setting.rounds, many, setting::say).findings();
  }

  static Findings messages(Setting setting) throws IOException, InterruptedException {
    try (ListenerBenchmark listeners = new ListenerBenchmark()) {
      return listeners.measure(setting.seed, setting.asked(2_000), setting.rounds, setting::say);
    }
  }

  static Findings day(Setting setting, Duration time) throws IOException, InterruptedException {
    LocalDate yesterday = LocalDate.now(ZoneId.systemDefault()).minusDays(1);
    return DayLoad.of(
            Setting.home(), setting.seed, setting.asked(10_000), yesterday, time, setting::say)
        .measure();
  }

  static Findings cards(Setting setting) throws IOException, InterruptedException {
    try (CardsBenchmark cards = new CardsBenchmark(Setting.home(), setting::say)) {
      return cards.measure(setting.asked(2_000), setting.rounds);
    }
  }

  static Findings scale(Setting setting, Workload workload, int many) {
    return new Scale(
            workload, setting.trials, many, setting.asked(300), setting.inRounds(), setting::say)
        .findings();
  }

  static Findings load(Setting setting, Workload workload) throws InterruptedException {
    return new Load(
            workload,
            setting.trials,
            setting.patients,
            setting.asked(1_000),
            setting.inRounds(),
            setting::say)
        .findings();
  }

  static Findings million(Setting setting, Workload workload) {
    return new Million(
            workload, setting.trials, setting.patients, setting.asked(20_000), setting::say)
        .findings();
  }

  static Findings equality(Setting setting, Workload workload) {
    LongEquality equality = new LongEquality(workload, setting::say);
    int patients = setting.asked(1_000);
    int trials = setting.asked(200);
    long ofPatients =
        equality
            .ofPatients(
                Setting.trials(workload, setting.trials), Setting.patients(workload, patients))
            .compared();
    long ofTrials =
        equality.ofTrials(Setting.trials(workload, trials), setting.patients).compared();
    return Findings.of(
        Amount.of(
            "one patient, all trials: pairs that are equal, four states",
            (double) ofPatients * setting.trials,
            "pairs"),
        Amount.of(
            "one trial, all patients: pairs that are equal, four states",
            (double) ofTrials * setting.patients,
            "pairs"),
        Amount.of("differences", 0, "the first one would have ended this"));
  }
}
