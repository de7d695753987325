package org.trialward.fhir.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

class PatientViewServiceTest {
  private final PatientViewService service = new PatientViewService();

  private static CardMatch match(String trial, Outcome outcome, String... open) {
    return new CardMatch(
        new CandidateKey(new TrialId(trial), new PatientId("p1")),
        "Metformin *early* <b>in</b>\nolder adults",
        outcome,
        List.of(open),
        URI.create("https://trialward.example/candidates/" + trial));
  }

  @Test
  void noMatchGivesNoCard() {
    assertThat(service.answer(List.of()).cards()).isEmpty();
    assertThat(service.answer(List.of(match("NCT1", Outcome.INELIGIBLE))).cards()).isEmpty();
  }

  @Test
  void severalTrialsAreFoldedIntoOneCard() {
    List<CdsCard> cards =
        service
            .answer(
                List.of(
                    match("NCT2", Outcome.ELIGIBLE),
                    match("NCT1", Outcome.POSSIBLE, "HbA1c above 7 %")))
            .cards();
    assertThat(cards).hasSize(1);
    CdsCard card = cards.getFirst();
    assertThat(card.summary()).isEqualTo("2 trials: may meet criteria – review");
    assertThat(card.indicator()).isEqualTo("info");
    assertThat(card.detail()).contains("NCT1", "NCT2", "- Open: HbA1c above 7 %");
    assertThat(card.links())
        .extracting(CdsCard.Link::url)
        .containsExactly(
            "https://trialward.example/candidates/NCT1",
            "https://trialward.example/candidates/NCT2");
    assertThat(card.links()).extracting(CdsCard.Link::type).containsOnly("absolute");
  }

  @Test
  void theSummaryIsShortAndNamesNoPatient() {
    String longest = "N" + "1".repeat(63);
    CdsCard card = service.answer(List.of(match(longest, Outcome.ELIGIBLE))).cards().getFirst();
    assertThat(card.summary()).hasSizeLessThan(140).contains(longest).doesNotContain("p1");
  }

  @Test
  void theSameMatchesGiveTheSameCard() {
    CardMatch one = match("NCT1", Outcome.ELIGIBLE);
    CardMatch two = match("NCT2", Outcome.ELIGIBLE);
    assertThat(service.answer(List.of(one, two))).isEqualTo(service.answer(List.of(two, one)));
    assertThat(service.answer(List.of(one)).cards().getFirst().uuid())
        .isNotEqualTo(service.answer(List.of(two)).cards().getFirst().uuid());
  }

  @Test
  void theDetailHoldsNoMarkupOfTheTrialFile() {
    String detail =
        service.answer(List.of(match("NCT1", Outcome.ELIGIBLE))).cards().getFirst().detail();
    assertThat(detail).contains("Metformin \\*early\\* &lt;b\\>in&lt;/b\\> older adults");
  }

  @Test
  void thePhysicianMayGiveHl7sReasonsAndTwoOfOurs() {
    assertThat(
            service
                .answer(List.of(match("NCT1", Outcome.ELIGIBLE)))
                .cards()
                .getFirst()
                .overrideReasons())
        .hasSize(12)
        .contains(OverrideReasons.ALREADY_DISCUSSED, OverrideReasons.DO_NOT_SHOW_THIS_TRIAL);
  }

  @Test
  void fieldNamesAreThoseOfTheSpecification() {
    JsonNode card =
        new ObjectMapper()
            .valueToTree(service.answer(List.of(match("NCT1", Outcome.ELIGIBLE))))
            .path("cards")
            .path(0);
    assertThat(card.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links");
    assertThat(card.path("source").path("topic").path("code").asText()).isEqualTo("trial-match");
    JsonNode discovered = new ObjectMapper().valueToTree(service.discovery());
    assertThat(discovered.path("services").path(0).path("hook").asText()).isEqualTo("patient-view");
  }
}
