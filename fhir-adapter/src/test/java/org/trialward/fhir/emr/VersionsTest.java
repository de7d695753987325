package org.trialward.fhir.emr;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
  private static Condition version(String version) {
    Condition condition = new Condition();
    condition.getMeta().setVersionId(version);
    return condition;
  }

  @Test
  void aNumberCountsUp() {
    assertThat(Versions.number(version("10"))).isEqualTo(10);
    assertThat(Versions.newer(version("9"), version("10")).getMeta().getVersionId())
        .isEqualTo("10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/3", "MTY3", "2026-11-22", "99999999999999999999"})
  void whatIsNoNumberHasNone(String version) {
    assertThat(Versions.number(version(version))).isEqualTo(-1);
  }

  @Test
  void aResourceWithoutAVersionHasNone() {
    assertThat(Versions.number(new Condition())).isEqualTo(-1);
  }
}
