package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.it.RedcapStub.Import;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;
import tools.jackson.databind.JsonNode;

/** A patient withdraws the consent to be asked, in the EMR: one look later nobody asks any more. */
@Order(1)
class ConsentWithdrawnIT {
  private static final String TRIAL = "IT-LAB";

  private static Ward ward;
  private static RedcapStub redcap;
  private static Workbench workbench;

  @BeforeAll
  static void start() throws Exception {
    ward = Ward.shared();
    redcap = RedcapStub.open();
    workbench =
        Workbench.start(
            "consent",
            ward.fhir(),
            Ward.trials("lab"),
            Stream.concat(
                    redcap.settings().stream(),
                    Stream.of("trialward.cds.access=open", "trialward.flags.show=card"))
                .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    workbench.close();
    redcap.close();
  }

  private static void consent(PatientId patient, String type) {
    ward.put(
        "Consent/" + patient + "-research",
        """
        {"resourceType": "Consent", "id": "%1$s-research", "status": "active",
         "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]},
         "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
         "patient": {"reference": "Patient/%1$s"}, "dateTime": "2024-12-30",
         "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
         "provision": {"type": "%2$s"}}
        """
            .formatted(patient, type));
  }

  /** One look at the EMR, and no other, worked off but for the CTMS, which may be down. */
  private static void cycle() {
    workbench.poll();
    workbench.settle("redcap");
  }

  private static int cards(PatientId patient) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(workbench.pages() + "/cds-services/trialward"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"hook": "patient-view", "hookInstance": "11111111-1111-4111-8111-111111111111",
                     "context": {"userId": "Practitioner/1", "patientId": "%1$s"},
                     "prefetch": {"patient": {"resourceType": "Patient", "id": "%1$s",
                       "generalPractitioner": [{"reference": "Practitioner/1"}]}}}
                    """
                        .formatted(patient)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode answer = Json.mapper().readTree(http.send(request, BodyHandlers.ofString()).body());
      return answer.path("cards").size();
    }
  }

  private static Entry candidate(PatientId patient) {
    return workbench.candidate(TRIAL, patient).orElseThrow();
  }

  private static List<String> deliveries(PatientId patient, String destination) {
    return workbench.bean(Outbox.class).of(candidate(patient).candidate().number()).stream()
        .filter(line -> line.destination().equals(destination))
        .map(Outbox.Line::state)
        .toList();
  }

  private static void assertFlag(PatientId patient, String status) {
    assertThat(ward.statuses("Flag", TRIAL, patient.value())).isEqualTo(List.of(status));
  }

  @Test
  void cardQueueEntryAndPendingDeliveriesAreGoneAndComeBackWhenThePatientAllowsItAgain()
      throws Exception {
    redcap.goAway();
    PatientId patient = ward.admitDiabetic("it-consent", "9.4");
    consent(patient, "permit");
    cycle();
    assertFlag(patient, "active");
    assertThat(candidate(patient).candidate().state()).isEqualTo(CandidateState.DETECTED);
    assertThat(deliveries(patient, "redcap")).containsExactly("OPEN");
    assertThat(cards(patient)).isOne();

    consent(patient, "deny");
    cycle();
    assertThat(candidate(patient).candidate().state()).isEqualTo(CandidateState.DO_NOT_CONTACT);
    assertThat(cards(patient)).isZero();
    await("what was just under way to the CTMS to be cancelled, too")
        .atMost(Workbench.GENEROUS)
        .untilAsserted(() -> assertThat(deliveries(patient, "redcap")).containsOnly("CANCELLED"));
    assertFlag(patient, "inactive");
    assertThat(ward.statuses("ResearchSubject", TRIAL, patient.value())).hasSize(1);
    assertThat(
            workbench.bean(AuditLog.class).about(candidate(patient).key().toString(), 50).stream()
                .filter(entry -> entry.action().equals("CONSENT_WITHDRAWN"))
                .map(AuditLog.Entry::detail))
        .anyMatch(detail ->
            detail.startsWith(
                "DETECTED -> DO_NOT_CONTACT: patient-opted-out: Consent/it-consent-research, said on 2024-12-30"));

    redcap.comeBack();
    consent(patient, "permit");
    cycle();
    assertThat(candidate(patient).candidate().state()).isEqualTo(CandidateState.DETECTED);
    assertFlag(patient, "active");
    workbench.settle();
    String record = "TW-" + candidate(patient).candidate().number();
    assertThat(redcap.imports().stream().filter(it -> it.record().equals(record)))
        .containsExactly(new Import(record, candidate(patient).revision(), "DETECTED"));
    assertThat(cards(patient)).isOne();

    ward.delete("Consent/" + patient + "-research");
    cycle();
    assertThat(candidate(patient).candidate().state()).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void aDeniedConsentThatIsDeletedNoLongerHolds() {
    PatientId patient = ward.admitDiabetic("it-consent-gone", "9.4");
    consent(patient, "deny");
    cycle();
    assertThat(workbench.candidate(TRIAL, patient)).isEmpty();
    ward.delete("Consent/" + patient + "-research");
    cycle();
    assertThat(candidate(patient).candidate().state()).isEqualTo(CandidateState.DETECTED);
  }
}
