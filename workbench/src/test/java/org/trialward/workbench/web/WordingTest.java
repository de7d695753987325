package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  private final Wording words = new Wording();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DETECTED -> REJECTED (ELIGIBLE, rules 2): record-wrong: An OPEN question | Detected -> Rejected (Fits, rules 2): Record is wrong or outdated: An OPEN question
          CONSENTED -> ELIGIBLE (POSSIBLE, rules 2) | Consented -> Eligible (Possible, rules 2)
          LAPSED, INELIGIBLE, rules 3, as of 2025-01-01 | Lapsed, Does not fit, rules 3, as of 2025-01-01
          IN_REVIEW to emr-flag, revision 2: ALREADY_THERE | In review to emr-flag, revision 2: already there
          DETECTED -> DO_NOT_CONTACT: patient-opted-out: cora | Detected -> Do not contact: Patient opted out: cora
          """)
  void theAuditTellsOfACandidateInTheWordsOfThePages(String stored, String told) {
    assertThat(words.detail(stored)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"role COORDINATOR", "revision 1", "lab: OBX-6 is ELIGIBLE", "''"})
  void whatElseTheAuditTellsStaysAsItStands(String stored) {
    assertThat(words.detail(stored)).isEqualTo(stored);
  }

  @Test
  void aCountNamesOneOrMany() {
    assertThat(words.count(1, "patient appears", "patients appear")).isEqualTo("1 patient appears");
    assertThat(words.count(0, "patient appears", "patients appear")).isEqualTo("0 patients appear");
    assertThat(words.count(1_200, "request", "requests")).isEqualTo("1,200 requests");
  }
}
