package org.trialward.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("Example CPU", 2, 24_576, "Linux amd64", "Example VM 25", "Serial", 4_096);
  private static final Experiment EXPERIMENT =
      Experiment.of(
          "one patient, 10 trials",
          new Agreement(1_000, "answers"),
          Statistic.P50,
          List.of(
              new Timing("engine", List.of(round(500_000), round(600_000), round(550_000))),
              new Timing(
                  "flat scan", List.of(round(5_000_000), round(6_600_000), round(4_400_000)))));
  private static final Report REPORT =
      new Report(
          MACHINE,
          "bench direction1",
          "synthetic, seed 1",
          Findings.of(EXPERIMENT)
              .and(Findings.of(Amount.of("segments", 5, "")))
              .and(
                  Findings.of(
                      Goal.atLeast("flat scan / engine", 2, 25)
                          .reached(EXPERIMENT.method("flat scan").timesEngine()))));

  @Test
  void ratiosAreTakenRoundByRoundNotOfTheMedians() {
    assertThat(EXPERIMENT.method("flat scan").timesEngine()).isEqualTo(new Figure(10, 8, 11));
    assertThat(EXPERIMENT.method("engine").timesEngine()).isEqualTo(new Figure(1, 1, 1));
  }

  @Test
  void aTableHasALineForEveryMethod() {
    assertThat(REPORT.text())
        .isEqualToNormalizingNewlines(
            """
            bench direction1
            Example CPU, 2 cores, 24,576 MB; Example VM 25; Serial, heap 4,096 MB
            workload: synthetic, seed 1

            one patient, 10 trials
            (1,000 answers compared, no difference)
            method                   p50 ms                p99 ms               mean ms           calls/CPU-s  times engine (p50)  calls
            engine     0.550 [0.500, 0.600]  0.550 [0.500, 0.600]  0.550 [0.500, 0.600]  1,818 [1,667, 2,000]                1.00      3
            flat scan     5.00 [4.40, 6.60]     5.00 [4.40, 6.60]     5.00 [4.40, 6.60]        200 [152, 227]   10.0 [8.00, 11.0]      3

            figure    measured  unit
            segments      5.00%s

            ratio                        measured     goal    floor%s
            flat scan / engine  10.0 [8.00, 11.0]  >= 25.0  >= 2.00  goal missed
            """
                .formatted(" ".repeat(6), " ".repeat(13)));
  }

  @Test
  void theSameFiguresStandInJson(@TempDir Path folder) {
    Path file = folder.resolve("report.json");
    REPORT.writeJson(file);
    var json = JsonMapper.shared().readTree(file);
    assertThat(json.at("/machine/processor").asString()).isEqualTo("Example CPU");
    assertThat(json.at("/findings/experiments/0/methods/1/name").asString()).isEqualTo("flat scan");
    assertThat(json.at("/findings/experiments/0/methods/1/timesEngine/most").asDouble())
        .isEqualTo(11);
    assertThat(json.at("/findings/experiments/0/methods/0/p50Millis/median").asDouble())
        .isEqualTo(0.55);
    assertThat(JsonMapper.shared().readTree(REPORT.json())).isEqualTo(json);
  }

  @Test
  void aGoalIsJudgedByTheMedian() {
    Goal atMost = Goal.atMost("bytes", 600, 400);
    assertThat(atMost.reached(new Figure(400, 1, 900)).isMet()).isTrue();
    assertThat(atMost.reached(new Figure(401, 1, 900)).isMet()).isFalse();
    assertThat(atMost.reached(new Figure(401, 1, 900)).holdsFloor()).isTrue();
    assertThat(Findings.of(atMost.reached(Figure.once(601))).belowFloor())
        .singleElement()
        .hasToString("bytes: 601, goal <= 400, floor <= 600");
    assertThat(atMost.withoutFloor().reached(Figure.once(601)).holdsFloor()).isTrue();
  }

  @Test
  void theMachineIsReadFromWhatLinuxSays() {
    assertThat(Machine.processor(List.of("processor\t: 0", "model name\t: Example CPU @ 2 GHz")))
        .isEqualTo("Example CPU @ 2 GHz");
    assertThat(Machine.processor(List.of())).isEqualTo("not said");
    assertThat(Machine.memoryMegabytes(List.of("MemTotal:       24576000 kB"))).isEqualTo(24_000);
    assertThat(Machine.memoryMegabytes(List.of())).isZero();
  }

  @Test
  void thisMachineHasCoresAndAHeap() {
    Machine here = Machine.here();
    assertThat(here.cores()).isPositive();
    assertThat(here.heapMegabytes()).isPositive();
    assertThat(here.java()).contains("25");
  }

  private static Round round(long nanos) {
    return new Round(new long[] {nanos});
  }
}
