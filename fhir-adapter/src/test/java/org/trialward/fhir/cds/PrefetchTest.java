package org.trialward.fhir.cds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.patient.PatientId;

class PrefetchTest {
  private static final PatientId PATIENT = new PatientId("p1");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final String ROLE =
      """
      {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/7"},
       "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "394593009"}, {"display": "x"}]},
                     {"text": "no code"}]}
      """;

  private static Prefetch prefetch(String... resources) {
    return Prefetch.ofAnswers(List.of(resources).stream().map(it -> it.getBytes(UTF_8)).toList());
  }

  private static boolean treats(String user, String... resources) {
    return prefetch(resources).showsTreating(user, PATIENT, TODAY);
  }

  private static String bundle(String resource, String more) {
    return """
    {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": %s}]%s}
    """
        .formatted(resource, more);
  }

  private static String careTeam(String member, String status, String end) {
    return """
    {"resourceType": "CareTeam", "status": "%s", "subject": {"reference": "Patient/p1"},
     "participant": [{"member": {"display": "unknown"}}, {"period": {"end": "%s"}, "member": {"reference": "%s"}}]}
    """
        .formatted(status, end, member);
  }

  private static String encounter(String status, String end) {
    return """
    {"resourceType": "Encounter", "status": "%s", "subject": {"reference": "Patient/p1"},
     "participant": [{"individual": {"reference": "Practitioner/7"}}], "period": {"end": "%s"}}
    """
        .formatted(status, end);
  }

  @Nested
  class Treating {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Practitioner/7",
          "https://emr.example/fhir/Practitioner/7",
          "https://emr.example/fhir/Practitioner/7/_history/2"
        })
    void theGeneralPractitionerTreatsHoweverTheReferenceIsWritten(String reference) {
      String patient =
          """
          {"resourceType": "Patient", "id": "p1", "generalPractitioner": [{"reference": "%s"}]}
          """
              .formatted(reference);
      assertThat(treats("Practitioner/7", patient)).isTrue();
      assertThat(treats("Practitioner/8", patient)).isFalse();
    }

    @Test
    void anotherPatientsResourceProvesNothing() {
      assertThat(
              treats(
                  "Practitioner/7",
                  """
                  {"resourceType": "Patient", "id": "p2", "generalPractitioner": [{"reference": "Practitioner/7"}]}
                  """,
                  encounter("in-progress", "").replace("Patient/p1", "Patient/p2")))
          .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
      "active, '', true",
      "active, 2026-11-20, true",
      "active, 2026-11, true",
      "active, 2026-11-19, false",
      "active, 2025, false",
      "inactive, '', false",
      "entered-in-error, '', false"
    })
    void aMemberOfACareTeamAtWorkTreats(String status, String end, boolean treats) {
      assertThat(treats("Practitioner/7", careTeam("Practitioner/7", status, end)))
          .isEqualTo(treats);
    }

    @Test
    void aRoleAndItsPersonAreTheSameOne() {
      assertThat(treats("Practitioner/7", ROLE, careTeam("PractitionerRole/r1", "active", "")))
          .isTrue();
      assertThat(treats("PractitionerRole/r1", ROLE, careTeam("Practitioner/7", "active", "")))
          .isTrue();
      assertThat(treats("Practitioner/8", ROLE, careTeam("PractitionerRole/r1", "active", "")))
          .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
      "in-progress, '', true",
      "planned, '', true",
      "finished, 2026-11-01T08:00:00Z, true",
      "finished, 2026-09-01, false",
      "finished, '', false",
      "cancelled, '', false"
    })
    void whoTakesPartInAnEncounterTreatsUntilAMonthAfter(
        String status, String end, boolean treats) {
      String resource =
          end.isEmpty()
              ? encounter(status, end).replace(", \"period\": {\"end\": \"\"}", "")
              : encounter(status, end);
      assertThat(treats("Practitioner/7", resource)).isEqualTo(treats);
      assertThat(treats("Practitioner/7", bundle(resource, ""))).isEqualTo(treats);
    }
  }

  @Test
  void specialtiesAreCodesWithTheirSystem() {
    assertThat(prefetch(bundle(ROLE, "")).specialties("Practitioner/7").orElseThrow())
        .containsExactly("http://snomed.info/sct|394593009");
    assertThat(prefetch(ROLE).specialties("PractitionerRole/r1")).isPresent();
    assertThat(prefetch(ROLE).specialties("Practitioner/8")).isEmpty();
  }

  @Test
  void aRoleThatEndedSaysNothing() {
    assertThat(
            prefetch(ROLE.replace("\"id\": \"r1\"", "\"id\": \"r1\", \"active\": false"))
                .specialties("Practitioner/7"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"resourceType\": \"OperationOutcome\", \"issue\": [{\"severity\": \"error\"}]}",
        "{\"resourceType\": \"Bundle\", \"entry\": null}",
        "{\"resourceType\": \"Bundle\", \"entry\": [{}, {\"resource\": null}]}",
        "{\"resourceType\": \"CareTeam\", \"participant\": {\"member\": 7}, \"subject\": []}",
        "{\"resourceType\": \"Patient\", \"id\": \"p1\", \"generalPractitioner\": [{\"reference\": null}, 5]}",
        "{\"resourceType\": 5}"
      })
  void whatIsNotThereOrOddProvesNothing(String resource) {
    assertThat(treats("Practitioner/7", resource)).isFalse();
    assertThat(prefetch(resource).specialties("Practitioner/7")).isEmpty();
  }

  @Test
  void theFirstPageOfManyProvesWhatStandsOnIt() {
    String more = ", \"link\": [{\"relation\": \"next\", \"url\": \"https://emr.example/next\"}]";
    assertThat(treats("Practitioner/7", bundle(encounter("in-progress", "2027"), more))).isTrue();
  }

  @Test
  void anAnswerThatIsNoJsonIsRefusedWithoutBeingQuoted() {
    assertThatThrownBy(() -> prefetch("<html>Ada</html>"))
        .isInstanceOf(MalformedCall.class)
        .hasMessageNotContaining("Ada");
  }
}
