package org.trialward.rules.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

class StageGroupsTest {

  private static ValueSet stage4() {
    return standard("stage-iv");
  }

  private static ValueSet standard(String name) {
    return Objects.requireNonNull(Vocabulary.standard().sets().get(name));
  }

  private static Code ajcc(String value) {
    return Code.of(CodeSystem.AJCC.uri(), value);
  }

  private static Code snomed(String value) {
    return Code.of(CodeSystem.SNOMED.uri(), value);
  }

  @ParameterizedTest
  @CsvSource({"stage-0,0", "stage-i,I", "stage-ii,II", "stage-iii,III", "stage-iv,IV"})
  void theNamesThatComeWithTheProgramHoldAllCodesOfTheirGroup(String name, String number) {
    assertThat(standard(name).codes())
        .containsExactlyInAnyOrderElementsOf(StageGroups.numbered(number).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "IV", "c4", "p4A", "4B"})
  void theFormsOfAjccAreStageIv(String code) {
    assertThat(stage4().containsAny(List.of(ajcc(code)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"258228008", "2640006", "1222837003", "1352913000", "1222841004"})
  void soAreSnomedsOwnAjccsAndUiccsConcepts(String code) {
    assertThat(stage4().containsAny(List.of(snomed(code)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3C", "IIIC", "p1", "0", "c2A"})
  void anotherGroupIsNotStageIv(String code) {
    assertThat(StageGroups.apart(stage4(), List.of(ajcc(code)))).isEqualTo(Truth.FALSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"T4", "cN1", "pM0", "X", "5"})
  void whatIsNoGroupLeavesTheGroupOpen(String code) {
    assertThat(StageGroups.apart(stage4(), List.of(ajcc(code)))).isEqualTo(Truth.UNKNOWN);
  }

  @Test
  void aSecondGroupThatMayBeMeantLeavesItOpen() {
    var stage4b = new ValueSet("stage 4B", Set.of(ajcc("4B")));

    assertThat(StageGroups.apart(stage4b, List.of(ajcc("2"), ajcc("4")))).isEqualTo(Truth.UNKNOWN);
    assertThat(StageGroups.apart(stage4b, List.of(ajcc("2"), ajcc("4A")))).isEqualTo(Truth.FALSE);
  }

  @Test
  void aSetOfCategoriesAsksForNoGroup() {
    assertThat(StageGroups.asks(new ValueSet("T4", Set.of(ajcc("T4"), snomed("1228944003")))))
        .isFalse();
    assertThat(StageGroups.asks(stage4())).isTrue();
  }

  @Test
  void aSetThatAlsoTakesACategoryIsDeniedByNoGroup() {
    var locallyAdvanced = new ValueSet("T4 or IIIA", Set.of(ajcc("cT4"), ajcc("IIIA")));

    assertThat(StageGroups.apart(locallyAdvanced, List.of(ajcc("2B")))).isEqualTo(Truth.UNKNOWN);
  }

  @Test
  void aBulkyStageIiMayBeIia() {
    var stage2a = new ValueSet("IIA", Set.of(ajcc("IIA")));

    assertThat(StageGroups.apart(stage2a, List.of(snomed("1222772008")))).isEqualTo(Truth.UNKNOWN);
  }
}
