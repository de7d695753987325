package org.trialward.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTest {

  @Test
  void theDisplayTextDoesNotMakeADifference() {
    var named = new Code("http://loinc.org", "4548-4", "HbA1c");
    assertThat(named)
        .isEqualTo(Code.of("http://loinc.org", "4548-4"))
        .hasSameHashCodeAs(Code.of("http://loinc.org", "4548-4"));
  }

  @Test
  void theSameValueInAnotherSystemIsAnotherCode() {
    assertThat(Code.of("http://loinc.org", "1"))
        .isNotEqualTo(Code.of("http://snomed.info/sct", "1"));
  }

  @Test
  void itReadsAsItsDisplayTextWithTheCodeBehind() {
    assertThat(new Code("s", "4548-4", "HbA1c")).hasToString("HbA1c (4548-4)");
    assertThat(Code.of("s", "4548-4")).hasToString("4548-4");
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "' ', 1", "s, ''", "s, ' '"})
  void itNeedsASystemAndAValue(String system, String value) {
    assertThatThrownBy(() -> Code.of(system, value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "snomed, http://snomed.info/sct",
    "icd-10-cm, http://hl7.org/fhir/sid/icd-10-cm",
    "loinc, http://loinc.org",
    "rxnorm, http://www.nlm.nih.gov/research/umls/rxnorm",
    "cvx, http://hl7.org/fhir/sid/cvx",
    "ndc, http://hl7.org/fhir/sid/ndc",
  })
  void codeSystemsHaveTheUriThatFhirGivesThem(String name, String uri) {
    assertThat(CodeSystem.called(name).map(CodeSystem::uri)).hasValue(uri);
  }

  @Test
  void anotherNameIsNoCodeSystem() {
    assertThat(CodeSystem.called("SNOMED")).isEmpty();
  }
}
