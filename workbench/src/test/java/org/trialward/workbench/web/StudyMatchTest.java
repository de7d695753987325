package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.emr.FhirR4;

/** Another system asks over HTTP which trials fit its patient. */
class StudyMatchTest extends RunningApplication {
  private static final String QUESTION =
      """
      {"resourceType": "Parameters", "parameter": [{"name": "trialMatchClinicalData", "resource":
        {"resourceType": "Bundle", "type": "collection", "entry": [
          {"resource": {"resourceType": "Patient", "id": "asked-canary", "birthDate": "1970-05-17", "gender": "female"}},
          {"resource": {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/asked-canary"},
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]}}}]}}]}
      """;

  @Autowired private JdbcClient jdbc;

  private HttpResponse<String> ask(String token, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(root().resolve("/fhir/ResearchStudy/$match"))
            .header("Content-Type", "application/fhir+json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  private static String remedy(HttpResponse<String> answer) {
    return FhirR4.get()
        .newJsonParser()
        .parseResource(OperationOutcome.class, answer.body())
        .getIssueFirstRep()
        .getDiagnostics();
  }

  @Test
  void theAnswerNamesTheTrialAndNothingIsKept() throws Exception {
    HttpResponse<String> answer = ask(MATCH_TOKEN, QUESTION);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/fhir+json");
    Bundle bundle = FhirR4.get().newJsonParser().parseResource(Bundle.class, answer.body());
    assertThat(bundle.getTotal()).isOne();
    assertThat(bundle.getEntryFirstRep().getResource().getIdElement().getIdPart())
        .isEqualTo(TRIAL.value());
    assertThat(
            jdbc.sql(
                    """
                    select (select count(*) from chart where patient = 'asked-canary')
                         + (select count(*) from candidate where patient = 'asked-canary')
                         + (select count(*) from audit where subject like '%asked-canary%')
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whoHasNoTokenIsRefused() throws Exception {
    HttpResponse<String> answer = ask("guessed", QUESTION);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(remedy(answer)).contains("trialward.match.token");
  }

  @Test
  void aQuestionWithoutAPatientGetsTheRemedy() throws Exception {
    HttpResponse<String> answer = ask(MATCH_TOKEN, "{\"resourceType\": \"Bundle\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(remedy(answer)).contains("send exactly one");
  }

  @Test
  void aQuestionTooLargeIsNotHeldInMemory() throws Exception {
    HttpResponse<String> answer = ask(MATCH_TOKEN, " ".repeat((8 << 20) + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void theStatementNamesTheOperationToEverybody() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(root().resolve("/fhir/metadata")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      CapabilityStatement statement =
          FhirR4.get().newJsonParser().parseResource(CapabilityStatement.class, answer.body());
      assertThat(statement.getRestFirstRep().getResourceFirstRep().getOperationFirstRep().getName())
          .isEqualTo("match");
    }
  }
}
