package org.trialward.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialwardTest {

  @Test
  void withoutACommandItStarts() {
    assertThat(Trialward.isStart()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "--trialward.site.id=north", "--server.port=8081"})
  void settingsStartIt(String first) {
    assertThat(Trialward.isStart(first)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "match", "-h", "help"})
  void whoAsksForHelpOrForACommandDoesNotStartAServer(String first) {
    assertThat(Trialward.isStart(first)).isFalse();
  }
}
