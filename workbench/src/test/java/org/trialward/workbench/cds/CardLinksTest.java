package org.trialward.workbench.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.cds.CdsCard.Link;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Outlook;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Judged;
import org.trialward.workbench.settings.TrialwardSettings.Cds;
import org.trialward.workbench.settings.TrialwardSettings.Cds.Access;

class CardLinksTest {
  private static final Entry ENTRY =
      new Entry(
          new Candidate(
              new CandidateKey(new TrialId("T1"), new PatientId("anna")),
              17,
              CandidateState.DETECTED,
              Outcome.ELIGIBLE,
              "1",
              Optional.empty()),
          new Judged(
              new VerdictDocument(
                  "T1", "1", "anna", LocalDate.EPOCH, Outcome.ELIGIBLE, List.of(), Outlook.FINAL),
              1,
              ""),
          1,
          "engine",
          Instant.EPOCH,
          Instant.EPOCH);

  private static Link link(Cds.Links links) {
    return new CardLinks(
            new Cds(
                Access.CLOSED,
                Optional.empty(),
                List.of(),
                Duration.ofMinutes(5),
                Optional.of(URI.create("https://trialward.example/tw/")),
                links))
        .to(ENTRY);
  }

  @Test
  void aCardLeadsToTheCandidatesPage() {
    assertThat(link(Cds.Links.PAGES))
        .isEqualTo(
            Link.absolute("Review T1", URI.create("https://trialward.example/tw/candidates/17")));
  }

  @Test
  void whereTheEmrLaunchesItTheDetailsPageIsToldTheCandidatesNumberAndNothingOfThePatient() {
    assertThat(link(Cds.Links.SMART))
        .isEqualTo(
            Link.smart("Review T1", URI.create("https://trialward.example/tw/smart/launch"), "17"));
  }
}
