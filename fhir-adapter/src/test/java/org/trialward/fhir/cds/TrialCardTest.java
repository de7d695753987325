package org.trialward.fhir.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;

class TrialCardTest {
  private static final String VIEWER = "Practitioner/7";

  private static CardMatch match(String trial, String... open) {
    return new CardMatch(
        new CandidateKey(new TrialId(trial), new PatientId("p1")),
        "Metformin *early* <b>in</b>\nolder adults",
        List.of(open),
        CdsCard.Link.absolute(
            "Review " + trial, URI.create("https://trialward.example/candidates/" + trial)));
  }

  private static CdsCard card(CardMatch... matches) {
    return TrialCard.of(VIEWER, List.of(matches));
  }

  @Test
  void severalTrialsAreFoldedIntoOneCard() {
    CdsCard card = card(match("NCT2"), match("NCT1", "HbA1c above 7 %"));
    assertThat(card.summary()).isEqualTo("2 trials: may meet criteria – review");
    assertThat(card.indicator()).isEqualTo("info");
    assertThat(card.detail()).contains("NCT1", "NCT2", "- Open: HbA1c above 7 %");
    assertThat(card.links())
        .extracting(link -> link.url().getPath())
        .containsExactly("/candidates/NCT1", "/candidates/NCT2");
  }

  @Test
  void theSummaryIsShortAndNamesNoPatient() {
    String longest = "N" + "1".repeat(63);
    CdsCard card = card(match(longest));
    assertThat(card.summary()).hasSizeLessThan(140).contains(longest).doesNotContain("p1");
  }

  @Test
  void theSameViewerAndMatchesGiveTheSameCardAndOthersAnother() {
    assertThat(card(match("NCT1"), match("NCT2"))).isEqualTo(card(match("NCT2"), match("NCT1")));
    assertThat(card(match("NCT1")).uuid()).isNotEqualTo(card(match("NCT2")).uuid());
    assertThat(card(match("NCT1")).uuid())
        .isNotEqualTo(TrialCard.of("Practitioner/8", List.of(match("NCT1"))).uuid());
  }

  @Test
  void theDetailHoldsNoMarkupOfTheTrialFile() {
    assertThat(card(match("NCT1")).detail())
        .contains("Metformin \\*early\\* &lt;b\\>in&lt;/b\\> older adults");
  }

  @Test
  void thePhysicianMayGiveHl7sReasonsAndTwoOfOurs() {
    assertThat(card(match("NCT1")).overrideReasons())
        .hasSize(12)
        .extracting(Coding::code)
        .contains("patient-ineligible", "already-discussed", "do-not-show-this-trial");
  }

  @Test
  void onACardOfSeveralTrialsNeverAgainIsSaidOfAll() {
    assertThat(card(match("NCT1"), match("NCT2")).overrideReasons().getLast().display())
        .isEqualTo("Do not show these trials again");
  }
}
