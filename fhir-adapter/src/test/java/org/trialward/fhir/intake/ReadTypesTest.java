package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadTypesTest {
  @Test
  void dispensesAreReadAndWatched() {
    assertThat(new ReadTypes(false).all()).contains("MedicationDispense");
    assertThat(new ReadTypes(false).watched()).contains("MedicationDispense");
  }

  @Test
  void whoReadsDocumentsAsksForThemAndForTheirBytes() {
    assertThat(new ReadTypes(true).all()).contains("DocumentReference", "Binary", "Condition");
    assertThat(new ReadTypes(false).all())
        .contains("Condition")
        .doesNotContain("DocumentReference", "Binary");
  }
}
