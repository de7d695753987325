package org.trialward.fhir.cds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.cds.CdsFeedback.Item;
import org.trialward.fhir.cds.CdsFeedback.Outcome;
import org.trialward.rules.patient.PatientId;

class CdsRequestTest {
  private static final String CALL =
      """
      {"hook": "order-select", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
       "fhirServer": "https://emr.example/fhir", "fhirAuthorization": {"access_token": "secret"},
       "context": {"userId": "Practitioner/7", "patientId": "p1", "selections": ["x"], "draftOrders": {}},
       "prefetch": %s, "extension": {"any": 1}}
      """;

  private static CdsRequest read(String json) {
    return CdsRequest.read(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"patient\": null, \"role\": \"odd\"}", "[]", "5"})
  void whoLooksAtWhomIsReadWhateverThePrefetchIs(String prefetch) {
    CdsRequest call = read(CALL.formatted(prefetch));
    assertThat(call.hook()).isEqualTo(CdsHook.ORDER_SELECT);
    assertThat(call.patient()).isEqualTo(new PatientId("p1"));
    assertThat(call.user()).isEqualTo("Practitioner/7");
    assertThat(call.prefetch().specialties(call.user())).isEmpty();
    assertThat(call.toString()).doesNotContain("secret");
  }

  @Test
  void aReferenceToThePatientIsTakenForTheId() {
    assertThat(read(CALL.formatted("{}").replace("\"p1\"", "\"Patient/p1\"")).patient())
        .isEqualTo(new PatientId("p1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order-select|medication-prescribe|hook",
        "hookInstance|instance|hookInstance",
        "patientId|patient|patientId",
        "\"p1\"|\"p1?x=y\"|patientId",
        "\"p1\"|7|patientId",
        "userId|user|userId",
        "Practitioner/7|Dr. Who|userId"
      })
  void whatWeCannotDoWithoutIsNamed(String what, String instead, String named) {
    assertThatThrownBy(() -> read(CALL.formatted("{}").replace(what, instead)))
        .isInstanceOf(MalformedCall.class)
        .hasMessageContaining("`")
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{\"hook\":", "Ada Example"})
  void whatIsNoObjectIsRefusedWithoutBeingQuoted(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(MalformedCall.class)
        .hasMessageNotContaining("Ada");
  }

  @Test
  void feedbackIsReadWithoutThePhysiciansWords() {
    CdsFeedback feedback =
        CdsFeedback.read(
            """
            {"feedback": [
              {"card": "c1", "outcome": "accepted", "acceptedSuggestions": [], "outcomeTimestamp": "2026-11-20T08:00:00Z"},
              {"card": "c2", "outcome": "overridden", "outcomeTimestamp": "yesterday",
               "overrideReason": {"reason": {"code": "patient-refuses"}, "userComment": "Ada said no"}},
              {"card": "c3", "outcome": "overridden", "overrideReason": null}]}
            """
                .getBytes(UTF_8));
    assertThat(feedback.feedback())
        .containsExactly(
            new Item(
                "c1",
                Outcome.ACCEPTED,
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-20T08:00:00Z"))),
            new Item("c2", Outcome.OVERRIDDEN, Optional.of("patient-refuses"), Optional.empty()),
            new Item("c3", Outcome.OVERRIDDEN, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"feedback\": {}}",
        "{\"feedback\": [{\"outcome\": \"accepted\"}]}",
        "{\"feedback\": [{\"card\": \"c1\"}]}",
        "{\"feedback\": [{\"card\": \"c1\", \"outcome\": \"ignored\"}]}",
        "{\"feedback\": [null]}"
      })
  void whatIsNoFeedbackIsRefused(String body) {
    assertThatThrownBy(() -> CdsFeedback.read(body.getBytes(UTF_8)))
        .isInstanceOf(MalformedCall.class)
        .hasMessageContaining("send");
  }
}
