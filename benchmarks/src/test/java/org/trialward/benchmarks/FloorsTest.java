package org.trialward.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.workload.SyntheticWorkload;
import org.trialward.benchmarks.workload.Workload;

/**
 * The engine must not become slow unseen. Ratios of CPU time, measured in turn and judged by their
 * median, hold on a busy machine, too.
 */
class FloorsTest {
  private static final Workload WORKLOAD = new SyntheticWorkload(1);

  @Test
  void onePatientIsMatchedFasterThanByAnyPeer() {
    Rounds rounds = Rounds.of(5).warmedUp(3).taking(Duration.ofMillis(150));
    Findings findings = new Direction1(WORKLOAD, 10_000, 150, rounds, FloorsTest::say).findings();
    assertThat(findings.goals()).hasSize(5);
    holdsEveryFloor(findings);
  }

  @Test
  void onePopulationIsSearchedFasterThanByAnyPeer() {
    Rounds rounds = Rounds.of(5).warmedUp(4).taking(Duration.ofMillis(300));
    Findings findings =
        new Direction2(WORKLOAD, 50_000, 100, false, rounds, FloorsTest::say).findings();
    assertThat(findings.goals()).hasSize(3);
    holdsEveryFloor(findings);
  }

  private static void holdsEveryFloor(Findings findings) {
    findings.goals().forEach(reached -> say(reached.toString()));
    assertThat(findings.belowFloor()).extracting(Goal.Reached::toString).isEmpty();
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
