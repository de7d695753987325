package org.trialward.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {
  @TempDir Path folder;

  @Test
  void whatIsPrintedIsAlsoWritten() {
    JsonNode report = run("explain --trials 200 --asked 5 --rounds 1");

    assertThat(report.at("/command").asString())
        .isEqualTo(
            "./trialward bench explain --trials 200 --patients 200000 --asked 5"
                + " --workload synthetic --rounds 1 --seed 1");
    assertThat(report.at("/machine/cores").asInt()).isPositive();
    assertThat(report.at("/findings/experiments/0/methods")).hasSize(2);
    assertThat(report.at("/findings/goals/0/figure/median").asDouble()).isPositive();
  }

  @Test
  void theEngineEqualsTheExactEvaluatorThroughAllStates() {
    JsonNode report = run("equality --trials 300 --patients 250 --asked 20");

    assertThat(report.at("/findings/amounts/0/figure/median").asDouble()).isEqualTo(4 * 20 * 300);
    assertThat(report.at("/findings/amounts/1/figure/median").asDouble()).isEqualTo(4 * 20 * 250);
  }

  @Test
  void aLargeSiteIsMeasuredAfterARestart() {
    JsonNode report = run("million --trials 200 --patients 300 --asked 50");

    assertThat(report.at("/findings/amounts")).hasSizeGreaterThan(10);
  }

  @Test
  void peersThatDoNotKnowAShapeOfRealTrialsAreLeftOut() {
    assumeThat(Setting.home().resolve("../shared/data/trials"))
        .as("the registry's records beside the checkout")
        .isDirectory();
    JsonNode report = run("direction2 --workload registry --patients 100 --asked 60 --rounds 1");

    assertThat(report.at("/findings/experiments/0/methods")).hasSize(2);
  }

  @Test
  void aSizeThatCannotBeIsRefused() {
    assertThat(Bench.execute("direction1", "--trials", "0")).isEqualTo(2);
    assertThat(Bench.execute("scale", "--trials", "10", "--many", "10")).isEqualTo(2);
    assertThat(Bench.execute("explain", "--json", folder.resolve("none/x.json").toString()))
        .isEqualTo(2);
    assertThat(Bench.execute()).isEqualTo(2);
  }

  private JsonNode run(String command) {
    Path file = folder.resolve("report.json");
    assertThat(Bench.execute((command + " --json " + file).split(" "))).isZero();
    return JsonMapper.shared().readTree(file);
  }
}
