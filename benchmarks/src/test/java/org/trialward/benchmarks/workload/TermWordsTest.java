package org.trialward.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermWordsTest {

  @Test
  void theOrderOfWordsPluralsAndEndingsDoNotMatter() {
    assertThat(TermWords.of("Prostatic Neoplasms")).isEqualTo(TermWords.of("neoplasm, prostate"));
  }

  @Test
  void cancerIsWhatIcdCallsAMalignantNeoplasm() {
    assertThat(TermWords.of("Lung Cancer"))
        .isEqualTo(TermWords.of("Malignant neoplasm of the lung"));
  }

  @Test
  void anOrganHasOneName() {
    assertThat(TermWords.of("Renal Failure")).isEqualTo(TermWords.of("Kidney Failure"));
  }

  @Test
  void wordsThatDifferInTheirEndsOnlyAfterSevenLettersAreOne() {
    assertThat(TermWords.of("Depressive Disorder")).isEqualTo(TermWords.of("Depression"));
    assertThat(TermWords.of("Hypertension")).isNotEqualTo(TermWords.of("Hyperthyroidism"));
  }

  @Test
  void aTermOfEverydayWordsSaysNothing() {
    assertThat(TermWords.of("Syndrome")).isEmpty();
    assertThat(TermWords.of("Communicable Diseases")).isEmpty();
    assertThat(TermWords.of("")).isEmpty();
  }

  @Test
  void theLetterOfHepatitisCounts() {
    assertThat(TermWords.of("Hepatitis A")).isNotEqualTo(TermWords.of("Hepatitis B"));
  }

  @Test
  void apostrophesAreNotWords() {
    assertThat(TermWords.of("Parkinson's disease")).isEqualTo(TermWords.of("Parkinson Disease"));
  }
}
