package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cards over HTTP, each test with a physician of its own. */
@DirtiesContext // a third patient, whom the other tests of the pages do not count
class CdsCardsTest extends RunningApplication {
  private static final PatientId DANA = new PatientId("dana");
  private static final String DISCOVERY = "/cds-services";
  private static final String HOOK = "/cds-services/trialward";
  private static final String FEEDBACK = HOOK + "/feedback";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  @Autowired private JdbcClient jdbc;
  @Autowired private AuditLog audit;
  @Autowired private Decisions decisions;

  @BeforeEach
  void oneConfirmedCandidate() {
    admitAnother(DANA, "Dana Third", "MRN-1004");
    Entry entry = candidate(DANA);
    if (entry.candidate().state() == CandidateState.DETECTED) {
      decisions.decide(
          entry.candidate().number(),
          entry.revision(),
          CandidateState.CONFIRMED,
          Actor.COORDINATOR,
          "",
          "cora");
    }
  }

  /** An answer would silence the cards of the tests to come. */
  @AfterEach
  void forgetAnswers() {
    jdbc.sql("delete from answer").update();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return HTTP.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root().resolve(path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + CdsCaller.token(path));
  }

  private static String call(String hook, String user, String prefetch) {
    return """
    {"hook": "%s", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
     "fhirServer": "https://emr.example/fhir",
     "fhirAuthorization": {"access_token": "of-the-emr", "token_type": "Bearer", "expires_in": 300,
                           "scope": "patient/*.rs", "subject": "trialward"},
     "context": {"userId": "%s", "patientId": "dana", "encounterId": "e1"},
     "prefetch": %s}
    """
        .formatted(hook, user, prefetch);
  }

  /** The patient, whose general practitioner is this user. */
  private static String treatedBy(String user) {
    return """
    {"patient": {"resourceType": "Patient", "id": "dana", "generalPractitioner": [{"reference": "%s"}]},
     "role": {"resourceType": "Bundle", "entry": [{"resource":
       {"resourceType": "PractitionerRole", "practitioner": {"reference": "%s"},
        "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "394583002"}]}]}}]},
     "careTeam": null}
    """
        .formatted(user, user);
  }

  private JsonNode cards(String hook, String user, String prefetch) throws Exception {
    HttpResponse<String> answer = post(HOOK, call(hook, user, prefetch));
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("cards");
  }

  @ParameterizedTest
  @ValueSource(strings = {"patient-view", "encounter-start", "order-select", "appointment-book"})
  void everyHookGivesOneCardToWhoTreatsThePatient(String hook) throws Exception {
    String user = "Practitioner/of-" + hook;

    JsonNode cards = cards(hook, user, treatedBy(user));

    assertThat(cards.size()).isEqualTo(1);
    JsonNode card = cards.path(0);
    assertThat(card.propertyNames())
        .containsExactlyInAnyOrder(
            "uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links");
    assertThat(card.path("summary").asString())
        .hasSizeLessThan(140)
        .contains(TRIAL.value())
        .doesNotContain("Dana", "1970", "MRN");
    assertThat(card.path("indicator").asString()).isEqualTo("info");
    assertThat(card.path("detail").asString())
        .contains("Able to keep to the visit plan.")
        .doesNotContain("Dana", "<");
    assertThat(card.path("source").path("topic").path("code").asString()).isEqualTo("trial-match");
    assertThat(card.path("links").path(0).propertyNames())
        .containsExactlyInAnyOrder("label", "url", "type");
    assertThat(card.path("links").path(0).path("type").asString()).isEqualTo("absolute");
    assertThat(card.path("links").path(0).path("url").asString())
        .endsWith("/candidates/" + candidate(DANA).candidate().number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"patient\": null, \"role\": null, \"careTeam\": null, \"encounter\": null}",
        "{\"patient\": {\"resourceType\": \"OperationOutcome\", \"issue\": []}}",
        "{\"careTeam\": {\"resourceType\": \"Bundle\", \"link\": [{\"relation\": \"next\", \"url\": \"x\"}]}}"
      })
  void whoIsNotKnownToTreatThePatientGetsNoCardAndNoError(String prefetch) throws Exception {
    assertThat(cards("patient-view", "Practitioner/unknown", prefetch).isEmpty()).isTrue();
  }

  @Test
  void aPatientAtTheirOwnPortalGetsNoCard() throws Exception {
    assertThat(cards("patient-view", "Patient/dana", treatedBy("Patient/dana")).isEmpty()).isTrue();
  }

  @Test
  void whatAnEarlierCallShowedIsKnownWhenALaterOneIsSilent() throws Exception {
    String user = "Practitioner/once-told";
    JsonNode first = cards("patient-view", user, treatedBy(user));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(cards("encounter-start", user, "null").size()).isEqualTo(1));
    assertThat(cards("encounter-start", user, "null").path(0).path("uuid"))
        .isEqualTo(first.path(0).path("uuid"));
    assertThat(
            jdbc.sql("select distinct specialty from impression where practitioner = :user")
                .param("user", user)
                .query(Rows.text())
                .list())
        .containsExactly("http://snomed.info/sct|394583002");
  }

  @Test
  void everyShowingIsCountedAndInTheAudit() throws Exception {
    String user = "Practitioner/counted";
    cards("patient-view", user, treatedBy(user));
    cards("order-select", user, treatedBy(user));
    assertThat(
            jdbc.sql("select hook from impression where practitioner = :user order by id")
                .param("user", user)
                .query(Rows.text())
                .list())
        .containsExactly("patient-view", "order-select");
    assertThat(audit.about(candidate(DANA).key().toString(), 50))
        .filteredOn(entry -> entry.who().equals(user))
        .extracting(AuditLog.Entry::action)
        .containsExactly("CARD_SHOWN", "CARD_SHOWN");
  }

  @Test
  void theTokenOfTheEmrIsStoredNowhere() throws Exception {
    String user = "Practitioner/discreet";
    cards("patient-view", user, treatedBy(user));
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from audit where detail like '%of-the-emr%' or subject like '%of-the-emr%'
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void discoveryOffersFourHooksUnderOneIdSoThatEachReplacesTheCardOfTheOther() throws Exception {
    JsonNode services = JSON.readTree(get(DISCOVERY).body()).path("services");
    assertThat(services.findValuesAsString("hook"))
        .containsExactly("patient-view", "encounter-start", "order-select", "appointment-book");
    assertThat(services.findValuesAsString("id")).containsOnly("trialward");
    for (JsonNode service : services) {
      assertThat(service.path("prefetch").propertyNames())
          .containsExactlyInAnyOrder("patient", "role", "careTeam", "encounter");
      assertThat(service.path("usageRequirements").asString()).isNotBlank();
    }
  }

  /** It is older than 1.0: fields that came later are all that it may object to. */
  @Test
  void theValidatorOfTheCommunityObjectsToNothingButWhatCameAfterIt() throws Exception {
    assumeTrue(CdsValidator.isThere(), "cds-validator cannot be fetched by npm: not validated");
    String user = "Practitioner/validated";
    String card = post(HOOK, call("patient-view", user, treatedBy(user))).body();
    assertThat(CdsValidator.objections("Card", card))
        .allMatch(objection ->
            objection.matches(
                ".*additionalProperty \"(uuid|overrideReasons|topic|type)\" exists in instance.*"));
    assertThat(CdsValidator.objections("DiscoveryResponse", get(DISCOVERY).body()))
        .allMatch(objection ->
            objection.matches(
                ".*additionalProperty \"(title|usageRequirements|version|hookVersion)\" exists in instance.*|.*\\.name: is required"));
    assertThat(CdsValidator.objections("Card", "{\"cards\": [{\"summary\": 5}]}"))
        .as("it does object")
        .hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/cds-services/trialward|{|400|invalid",
        "/cds-services/trialward|{}|400|invalid",
        "/cds-services/trialward/feedback|{}|400|invalid",
        "/cds-services/trialward-patient-view|{}|404|not-found",
        "/cds-services/other/feedback|{}|404|not-found"
      })
  void whatIsWrongIsSaidAsAnOperationOutcome(String path, String body, int status, String code)
      throws Exception {
    HttpResponse<String> answer = post(path, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode outcome = JSON.readTree(answer.body());
    assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
    assertThat(outcome.path("issue").path(0).path("code").asString()).isEqualTo(code);
    assertThat(outcome.path("issue").path(0).path("diagnostics").asString()).isNotBlank();
  }

  @Test
  void aDismissalIsAnAnswerOnceHoweverOftenItIsTold() throws Exception {
    String user = "Practitioner/dismissing";
    String card = cards("patient-view", user, treatedBy(user)).path(0).path("uuid").asString();
    String dismissal =
        """
        {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-11-20T08:00:00Z",
          "overrideReason": {"reason": {"code": "already-discussed", "system": "urn:trialward:override-reason"},
                             "userComment": "with Dana"}}]}
        """
            .formatted(card);
    assertThat(post(FEEDBACK, dismissal).statusCode()).isEqualTo(200);
    assertThat(post(FEEDBACK, dismissal).statusCode()).isEqualTo(200);
    assertThat(answers(user)).containsExactly("WAVED_AWAY already-discussed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "of another service"})
  void aCardThatWeDoNotKnowIsNoError(String card) throws Exception {
    String feedback =
        "{\"feedback\": [{\"card\": \"%s\", \"outcome\": \"accepted\"}]}".formatted(card);
    assertThat(post(FEEDBACK, feedback).statusCode()).isEqualTo(200);
  }

  private List<String> answers(String user) {
    return jdbc.sql("select kind || ' ' || code from answer where practitioner = :user")
        .param("user", user)
        .query(Rows.text())
        .list();
  }
}
