package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.trialward.rules.match.CandidateState;

class RejectionReasonTest {

  @Test
  void theCodeStandsBeforeTheColonAndTheWordsBehindIt() {
    assertThat(rejecting("criteria-not-met", " eGFR fell "))
        .isEqualTo("criteria-not-met: eGFR fell");
    assertThat(rejecting("patient-declined", "")).isEqualTo("patient-declined");
  }

  @Test
  void whatHasNoReasonStaysEmptySoThatItIsRefused() {
    assertThat(rejecting("", "")).isEmpty();
    assertThat(rejecting("no-such-code", " ")).isEmpty();
    assertThat(rejecting("other-reason", "")).isEmpty();
    assertThat(RejectionReason.stored(CandidateState.IN_REVIEW, "", " ")).isEmpty();
  }

  @Test
  void wordsWithoutACodeAreAnotherReason() {
    assertThat(rejecting("", "moves away")).isEqualTo("other-reason: moves away");
  }

  @Test
  void peopleReadWordsForTheCode() {
    assertThat(RejectionReason.readable("criteria-not-met: eGFR fell"))
        .isEqualTo("Does not meet criteria on review: eGFR fell");
    assertThat(RejectionReason.readable("information-needed: pathology report"))
        .isEqualTo("More information needed: pathology report");
    assertThat(RejectionReason.readable("criteria-against: adult"))
        .isEqualTo("Criteria against: adult");
    assertThat(RejectionReason.readable("Free words: kept.")).isEqualTo("Free words: kept.");
  }

  /** What screening logs accept as a code: lower-case words joined by `-`. */
  @Test
  void everyCodeMayLeaveTheHospital() {
    for (RejectionReason reason : RejectionReason.values()) {
      assertThat(reason.code()).matches("[a-z0-9]+(-[a-z0-9]+)+").hasSizeLessThanOrEqualTo(60);
    }
  }

  private static String rejecting(String code, String text) {
    return RejectionReason.stored(CandidateState.REJECTED, code, text);
  }
}
