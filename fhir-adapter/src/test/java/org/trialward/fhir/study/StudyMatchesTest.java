package org.trialward.fhir.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.Resources;
import org.trialward.fhir.ValidFhir;
import org.trialward.fhir.intake.AskedPatient;
import org.trialward.fhir.study.StudyMatches.StudyMatch;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

class StudyMatchesTest {
  private static final String BASE = "https://trials.example/fhir";
  private static final LocalDate TODAY = LocalDate.parse("2025-01-15");

  private static final String DIABETIC =
      "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':'Patient','id':'p','gender':'female','birthDate':'1960-05-01'}},{'resource':{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'44054006'}]},'clinicalStatus':{'coding':[{'code':'active'}]}}}%s]}";

  private static AskedPatient read(String singleQuoted) {
    return AskedPatient.read(Resources.json(singleQuoted).getBytes(UTF_8), ZoneOffset.UTC);
  }

  private static AskedPatient.Answerable diabetic(String more) {
    return (AskedPatient.Answerable) read(DIABETIC.formatted(more));
  }

  private static List<StudyMatch> matches(AskedPatient.Answerable asked) throws IOException {
    return TrialReader.readAll(Path.of("../demo/trials")).stream()
        .flatMap(reading -> reading.trial().stream())
        .map(trial -> new StudyMatch(trial, Eligibility.of(trial, asked.chart().asOf(TODAY))))
        .toList();
  }

  private static Bundle answer(AskedPatient.Answerable asked) throws IOException {
    return StudyMatches.searchset(BASE, matches(asked), asked.problems());
  }

  @Test
  void theAnswerListsWhatFitsOrCouldTheBestFirst() throws IOException {
    Bundle answer = answer(diabetic(""));
    assertThat(answer.getEntry()).isNotEmpty().hasSize(answer.getTotal());
    assertThat(answer.getEntry())
        .allSatisfy(entry -> {
          assertThat(entry.getSearch().getMode()).isEqualTo(SearchEntryMode.MATCH);
          assertThat(entry.getSearch().getScore()).isBetween(new BigDecimal("0.5"), BigDecimal.ONE);
          assertThat(entry.getSearch().getExtensionsByUrl(StudyMatches.REASON)).isNotEmpty();
        })
        .isSortedAccordingTo(
            (a, b) -> b.getSearch().getScore().compareTo(a.getSearch().getScore()));
  }

  @Test
  void everyAnswerIsValidR4() throws IOException {
    ValidFhir.check(answer(diabetic("")));
    ValidFhir.check(answer(diabetic(",{'resource':{'resourceType':'Nothing'}}")));
    ValidFhir.check(StudyMatches.refusal(IssueType.INVALID, "Send a Bundle."));
    ValidFhir.check(
        StudyMatches.capabilities(BASE, Date.from(Instant.parse("2025-01-15T10:00:00Z"))));
  }

  @Test
  void aTrialThatDoesNotFitIsLeftOut() throws IOException {
    AskedPatient.Answerable asked = diabetic("");
    List<String> fitting =
        matches(asked).stream()
            .filter(match -> match.verdict().outcome() != Outcome.INELIGIBLE)
            .map(match -> match.trial().id().value())
            .toList();
    assertThat(matches(asked)).hasSizeGreaterThan(fitting.size());
    assertThat(answer(asked).getEntry())
        .extracting(entry -> entry.getResource().getIdElement().getIdPart())
        .containsExactlyInAnyOrderElementsOf(fitting);
  }

  @Test
  void whatCouldNotBeReadStandsInAnOutcome() throws IOException {
    AskedPatient.Answerable asked =
        diabetic(
            ",{'resource':{'resourceType':'Parameters','parameter':[{'name':'zipCode','valueString':'1'}]}},{'resource':{'resourceType':'Nothing'}}");
    assertThat(asked.problems()).anyMatch(p -> p.contains("`zipCode` was not taken into account"));
    BundleEntryComponent last = answer(asked).getEntry().getLast();
    assertThat(last.getSearch().getMode()).isEqualTo(SearchEntryMode.OUTCOME);
    assertThat(((OperationOutcome) last.getResource()).getIssue())
        .anySatisfy(issue -> assertThat(issue.getDiagnostics()).contains("`Nothing`"));
  }

  @Test
  void theBundleMayComeAsTheDraftsParameter() {
    String wrapped =
        "{'resourceType':'Parameters','parameter':[{'name':'phase','valueString':'phase-1'},{'name':'trialMatchClinicalData','resource':%s}]}"
            .formatted(DIABETIC.formatted(""));
    AskedPatient.Answerable asked = (AskedPatient.Answerable) read(wrapped);
    assertThat(asked.chart()).isEqualTo(diabetic("").chart());
    assertThat(asked.problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no json at all|This is not JSON",
        "[]|There is no Bundle in it",
        "{'resourceType':'Patient','id':'p'}|There is no Bundle in it",
        "{'resourceType':'Parameters'}|`trialMatchClinicalData`",
        "{'resourceType':'Bundle'}|0 readable Patient resources",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'a'}},{'resource':{'resourceType':'Patient','id':'b'}}]}|2 readable Patient resources"
      })
  void aQuestionWithoutOnePatientIsRefusedWithTheRemedy(String question, String remedy) {
    assertThat(read(question))
        .isInstanceOfSatisfying(
            AskedPatient.Unanswerable.class, it -> assertThat(it.remedy()).contains(remedy));
  }
}
