package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.population.IndexState;
import org.trialward.workbench.population.Progress;

class PopulationControllerTest {
  private static final Instant START = Instant.parse("2025-03-01T08:00:00Z");

  @Test
  void whereACountWouldStandItSaysHowFarTheIndexIs() {
    var progress = new Progress(1200, 5400, START, START.plusSeconds(4));
    assertThat(PopulationController.notYet(new IndexState.Building(progress)))
        .isEqualTo("The index of patients is being built: 1,200 of 5,400.");
    assertThat(progress).hasToString("1,200 of 5,400 patients, 300 a second, 14 s left");
  }

  @Test
  void anIndexThatCannotBeAskedSaysWhy() {
    assertThat(PopulationController.notYet(new IndexState.Unavailable("Stop the other one.")))
        .isEqualTo("Nobody can be counted. Stop the other one.");
  }
}
