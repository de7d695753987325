package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadTypesTest {
  @Test
  void dispensesAreReadAndWatchedWhereTheSiteWantsThem() {
    ReadTypes wanted = new ReadTypes(false, true);
    assertThat(wanted.all()).contains("MedicationDispense");
    assertThat(wanted.watched()).contains("MedicationDispense");
    assertThat(wanted.facts()).contains("MedicationDispense");
    assertThat(wanted.concern("MedicationDispense")).isTrue();
  }

  @Test
  void dispensesAreAskedOfNoEmrThatWasNotToldToLetUsReadThem() {
    assertThat(ReadTypes.STANDARD.all()).doesNotContain("MedicationDispense");
    assertThat(ReadTypes.STANDARD.watched()).doesNotContain("MedicationDispense");
    assertThat(ReadTypes.STANDARD.facts())
        .contains("MedicationRequest")
        .doesNotContain("MedicationDispense");
    assertThat(ReadTypes.STANDARD.concern("MedicationDispense")).isFalse();
  }

  @Test
  void whoReadsDocumentsAsksForThemAndForTheirBytes() {
    assertThat(new ReadTypes(true, false).all())
        .contains("DocumentReference", "Binary", "Condition");
    assertThat(ReadTypes.STANDARD.all())
        .contains("Condition")
        .doesNotContain("DocumentReference", "Binary");
  }
}
