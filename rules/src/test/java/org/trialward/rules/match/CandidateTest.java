package org.trialward.rules.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Outlook;
import org.trialward.rules.verdict.Verdict;

class CandidateTest {
  private static final CandidateKey KEY =
      new CandidateKey(new TrialId("NCT00000001"), new PatientId("p1"));

  @Test
  void theSameTrialAndPatientHaveTheSameIdentifierForEver() {
    var again = new CandidateKey(new TrialId("NCT00000001"), new PatientId("p1"));
    assertThat(again.identifier())
        .isEqualTo(KEY.identifier())
        .hasToString("473e4bc8-edda-339c-9937-9d49c2fe078e");
    assertThat(new CandidateKey(new TrialId("NCT00000001"), new PatientId("p2")).identifier())
        .isNotEqualTo(KEY.identifier());
  }

  @Test
  void aMatchIsKeyedByTrialAndPatient() {
    var verdict = new Verdict(Outcome.ELIGIBLE, List.of(), Outlook.FINAL);
    var match = new Match(KEY.trial(), "1", KEY.patient(), LocalDate.of(2025, 3, 1), verdict);
    assertThat(match.key()).isEqualTo(KEY).hasToString("NCT00000001/p1");
  }

  @ParameterizedTest
  @EnumSource
  void onlyABusyOrUnavailableSideIsTriedAgain(DeliveryException.Category category) {
    var failure =
        new DeliveryException(
            category, "the other side", Optional.of(Duration.ofSeconds(3)), Optional.empty());
    assertThat(failure.isRetryable())
        .isEqualTo(
            category == DeliveryException.Category.BUSY
                || category == DeliveryException.Category.UNAVAILABLE);
    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
    assertThat(failure).hasNoCause().hasMessage("the other side");
    assertThat(new DeliveryException(category, "short").retryAfter()).isEmpty();
  }

  @Test
  void aTrialIdHasOnlyLettersDigitsAndThreeSigns() {
    assertThatThrownBy(() -> new TrialId("NCT 1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrialId("")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new TrialId("a-1_b.2")).isGreaterThan(new TrialId("NCT1")).hasToString("a-1_b.2");
  }
}
