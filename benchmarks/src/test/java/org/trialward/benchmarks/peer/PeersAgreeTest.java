package org.trialward.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trialward.benchmarks.workload.SyntheticWorkload;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;

class PeersAgreeTest {
  private static final Workload WORKLOAD = new SyntheticWorkload(7);
  private static final List<Trial> TRIALS =
      IntStream.range(0, 300).mapToObj(WORKLOAD::trial).toList();
  private static final List<PatientChart> CHARTS =
      IntStream.range(0, 60).mapToObj(WORKLOAD::patient).toList();
  private static final List<PatientSnapshot> PATIENTS =
      CHARTS.stream().map(chart -> chart.asOf(WORKLOAD.asOf())).toList();

  @Test
  void theExactEvaluatorFindsPossibleTrialsAtAll() {
    assertThat(PATIENTS.stream().mapToInt(p -> exactly(p).possible().cardinality()).sum())
        .isGreaterThan(100);
  }

  @Test
  void aScanOfObjectsAgreesWithTheExactEvaluator() {
    agrees(ObjectScan.of(TRIALS.stream()));
  }

  @Test
  void aFlatScanAgreesWithTheExactEvaluator() {
    agrees(FlatScan.of(TRIALS.stream()));
  }

  @Test
  void aFlatScanOfPatientsAgreesWithTheExactEvaluator() {
    agrees(FlatPatientScan.of(PATIENTS.stream()));
  }

  @Test
  void aFlatScanOfChartsAgreesWithTheExactEvaluator() {
    agrees(FlatPatientScan.of(CHARTS.stream(), WORKLOAD.asOf()));
  }

  private static <P> void agrees(TrialsOfPatient<P> method) {
    for (PatientSnapshot patient : PATIENTS) {
      Answer answer = new Answer();
      method.ask(method.prepare(patient), answer);
      assertThat(answer).as(patient.id().value()).isEqualTo(exactly(patient));
    }
  }

  private static <T> void agrees(PatientsOfTrial<T> method) {
    for (Trial trial : TRIALS) {
      Answer answer = new Answer();
      method.ask(method.prepare(trial), answer);
      assertThat(answer).as(trial.id().value()).isEqualTo(exactly(trial));
    }
  }

  private static Answer exactly(PatientSnapshot patient) {
    Answer answer = new Answer();
    for (int n = 0; n < TRIALS.size(); n++) {
      put(answer, n, TRIALS.get(n), patient);
    }
    return answer;
  }

  private static Answer exactly(Trial trial) {
    Answer answer = new Answer();
    for (int n = 0; n < PATIENTS.size(); n++) {
      put(answer, n, trial, PATIENTS.get(n));
    }
    return answer;
  }

  private static void put(Answer answer, int number, Trial trial, PatientSnapshot patient) {
    switch (Eligibility.of(trial, patient).outcome()) {
      case ELIGIBLE -> answer.eligible().set(number);
      case POSSIBLE -> answer.possible().set(number);
      case INELIGIBLE -> {
        // Not in the answer.
      }
    }
  }
}
