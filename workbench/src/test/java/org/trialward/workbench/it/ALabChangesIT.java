package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.queue.Candidates.Entry;

/** The record changes: queue and EMR say so after one poll. */
@Order(1)
class ALabChangesIT {
  private static final String TRIAL = "IT-LAB";

  private static Ward ward;
  private static Workbench workbench;

  @BeforeAll
  static void start() {
    ward = Ward.shared();
    workbench = Workbench.start("lab", ward.fhir(), Ward.trials("lab"));
  }

  @AfterAll
  static void stop() {
    workbench.close();
  }

  /** One look at the EMR, and no other: what it brought is worked off and delivered. */
  private static void pollOnce() {
    Instant before = workbench.polledAt().orElseThrow();
    workbench.poll();
    workbench.settle();
    assertThat(workbench.polledAt().orElseThrow()).as("it was polled").isAfter(before);
    assertThat(workbench.feedProblems()).isEmpty();
    assertThat(workbench.deliveries("PARKED")).isZero();
  }

  private static Optional<Entry> candidate(PatientId patient) {
    return workbench.candidate(TRIAL, patient);
  }

  /**
   * Where the candidate stands.
   *
   * @param reason its code, which may be followed by words
   */
  private static void assertStands(
      PatientId patient, CandidateState state, Outcome outcome, String reason) {
    assertThat(candidate(patient))
        .hasValueSatisfying(entry -> {
          assertThat(entry.candidate().state()).isEqualTo(state);
          assertThat(entry.candidate().outcome()).isEqualTo(outcome);
          assertThat(entry.candidate().reason().orElse("")).startsWith(reason);
        });
  }

  private static void assertEmrSays(PatientId patient, String subject, String flag) {
    assertThat(ward.statuses("ResearchSubject", TRIAL, patient.value()))
        .isEqualTo(List.of(subject));
    assertThat(ward.statuses("Flag", TRIAL, patient.value())).isEqualTo(List.of(flag));
  }

  @Test
  void aLabThatCrossesTheThresholdChangesVerdictSubjectAndFlagWithinOnePoll() {
    PatientId patient = ward.admitDiabetic("it-lab-crosses", "7.1");
    pollOnce();
    assertThat(candidate(patient)).isEmpty();

    Instant edited = ward.hba1c(patient, "8.4");
    assertThat(candidate(patient)).as("before the poll").isEmpty();
    pollOnce();
    Duration took = Duration.between(edited, Instant.now());
    assertStands(patient, CandidateState.DETECTED, Outcome.ELIGIBLE, "all-criteria-met");
    assertEmrSays(patient, "potential-candidate", "active");

    ward.hba1c(patient, "6.9");
    assertStands(patient, CandidateState.DETECTED, Outcome.ELIGIBLE, "all-criteria-met");
    pollOnce();
    assertStands(patient, CandidateState.LAPSED, Outcome.INELIGIBLE, "criteria-against: hba1c");
    assertEmrSays(patient, "ineligible", "inactive");

    ward.hba1c(patient, "9.9");
    pollOnce();
    assertStands(patient, CandidateState.DETECTED, Outcome.ELIGIBLE, "all-criteria-met");
    assertEmrSays(patient, "potential-candidate", "active");
    System.out.printf(
        "ALabChangesIT: polls needed: 1; from the edit to queue, ResearchSubject and Flag: %d ms%n",
        took.toMillis());
  }

  @Test
  void aDiagnosisEnteredInErrorLapsesTheCandidateAndSaysWhy() {
    PatientId patient = ward.admitDiabetic("it-lab-error", "8.8");
    pollOnce();
    assertEmrSays(patient, "potential-candidate", "active");

    ward.diagnose(patient, "entered-in-error");
    pollOnce();
    assertStands(patient, CandidateState.LAPSED, Outcome.INELIGIBLE, "criteria-against: diabetes");
    assertEmrSays(patient, "ineligible", "inactive");
  }

  @Test
  void aLabEnteredInErrorDoesNotCountAnyMore() {
    PatientId patient = ward.admitDiabetic("it-lab-lab-error", "8.8");
    pollOnce();
    assertThat(candidate(patient).orElseThrow().candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);

    String lab = ward.send("GET", Ward.labOf(patient), "").body();
    assertThat(lab).contains("\"final\"");
    ward.put(Ward.labOf(patient), lab.replace("\"final\"", "\"entered-in-error\""));
    pollOnce();
    assertStands(patient, CandidateState.DETECTED, Outcome.POSSIBLE, "criteria-open: hba1c");
  }

  @Test
  void whatCannotBeUsedIsKeptWithTheReason() {
    PatientId patient = ward.admitDiabetic("it-lab-no-unit", "8.8");
    String lab = ward.send("GET", Ward.labOf(patient), "").body();
    ward.put(
        Ward.labOf(patient),
        lab.replaceAll(",\\s*\"(unit|system|code)\":\\s*\"(%|http://unitsofmeasure.org)\"", ""));
    pollOnce();
    assertStands(patient, CandidateState.DETECTED, Outcome.POSSIBLE, "criteria-open: hba1c");
    assertThat(workbench.bean(ChartStore.class).unusable(patient))
        .anySatisfy(entry -> {
          assertThat(entry.source().reference()).isEqualTo(Ward.labOf(patient));
          assertThat(entry.why()).contains("unit");
        });

    ward.hba1c(patient, "8.8");
    pollOnce();
    assertThat(workbench.bean(ChartStore.class).unusable(patient)).isEmpty();
  }

  @Test
  void aDeletedLabIsFoundInTheHistory() {
    PatientId patient = ward.admitDiabetic("it-lab-deleted", "8.8");
    pollOnce();
    assertThat(candidate(patient).orElseThrow().candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);

    ward.delete(Ward.labOf(patient));
    pollOnce();
    assertStands(patient, CandidateState.DETECTED, Outcome.POSSIBLE, "criteria-open: hba1c");
    assertThat(workbench.feed().orElseThrow().feed()).isEqualTo("emr-history");
  }

  @Test
  void aNewPatientAppears() {
    PatientId patient = ward.admitDiabetic("it-lab-new", "9.1");
    assertThat(workbench.bean(ChartStore.class).find(patient)).isEmpty();
    pollOnce();
    assertThat(workbench.bean(ChartStore.class).find(patient)).isPresent();
    assertEmrSays(patient, "potential-candidate", "active");
  }

  @Test
  void aPatientMarkedDeceasedLapses() {
    PatientId patient = ward.admitDiabetic("it-lab-deceased", "9.1");
    pollOnce();
    assertEmrSays(patient, "potential-candidate", "active");

    ward.admit(patient.value(), "\"deceasedDateTime\": \"2024-12-24\",");
    pollOnce();
    assertStands(patient, CandidateState.LAPSED, Outcome.INELIGIBLE, "criteria-against: deceased");
    assertEmrSays(patient, "ineligible", "inactive");
  }

  @Test
  void aPatientWhoIsDeletedLapsesAndTheChartIsGone() {
    PatientId patient = ward.admitDiabetic("it-lab-gone", "9.1");
    pollOnce();
    assertThat(candidate(patient)).isPresent();

    ward.delete("Patient/" + patient + "?_cascade=delete");
    pollOnce();
    assertThat(workbench.bean(ChartStore.class).find(patient)).isEmpty();
    assertThat(candidate(patient))
        .hasValueSatisfying(entry -> {
          assertThat(entry.candidate().state()).isEqualTo(CandidateState.LAPSED);
          assertThat(entry.candidate().reason().orElse("")).startsWith("patient-gone");
        });
  }

  @Test
  void theAuditOfAllThisHolds() {
    assertThat(workbench.bean(AuditLog.class).verify().broken()).isEmpty();
  }
}
