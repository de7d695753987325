package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a trial's cards stop by themselves. */
class ThresholdsTest {
  private static final Thresholds SITE = new Thresholds(30, 10);

  private static Figures figures(long answered, long proposals, long kept, long decided) {
    return new Figures(proposals, proposals, answered, 0, 0, 0, 0, 0, 0, decided, kept);
  }

  @ParameterizedTest(name = "{0} of {1} answered, {2} of {3} kept: stop {4}")
  @CsvSource({
    "0, 0, 0, 0, false",
    "0, 19, 0, 0, false", // too few to say
    "0, 20, 0, 0, true",
    "5, 20, 0, 0, true",
    "6, 20, 0, 0, false", // 30 % is enough
    "6, 21, 0, 0, true", // 28.6 %
    "299, 1000, 0, 0, true",
    "300, 1000, 0, 0, false",
    "20, 20, 0, 19, false", // too few were decided on
    "20, 20, 0, 20, true",
    "20, 20, 1, 20, true",
    "20, 20, 2, 20, false", // 10 % is enough
    "20, 20, 20, 20, false",
  })
  void cardsStopUnderAThresholdOfEnough(
      long answered, long proposals, long kept, long decided, boolean stop) {
    assertThat(SITE.missedBy(figures(answered, proposals, kept, decided)).isPresent())
        .isEqualTo(stop);
  }

  @Test
  void aThresholdOfNothingIsNeverMissed() {
    assertThat(new Thresholds(0, 0).missedBy(figures(0, 500, 0, 500))).isEmpty();
  }

  @Test
  void theReasonGivesTheCountsAndNeverRoundsUpToTheThreshold() {
    assertThat(SITE.missedBy(figures(2_999, 10_000, 0, 0)))
        .contains(
            "Of 10000 proposals in eight weeks, 2999 were answered: 29.9 %, and at least 30 % is asked for.");
    assertThat(SITE.missedBy(figures(20, 20, 1, 20)))
        .contains(
            "Of 20 candidates on cards that people decided on, 1 were kept: 5.0 %, and at least 10 % is asked for.");
  }
}
