package org.trialward.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.FlatPatientScan;
import org.trialward.benchmarks.peer.FlatScan;
import org.trialward.benchmarks.peer.ObjectScan;
import org.trialward.benchmarks.peer.PatientsOfTrial;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.benchmarks.workload.SyntheticWorkload;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

class EqualityTest {
  private static final Workload WORKLOAD = new SyntheticWorkload(3);
  private static final List<Trial> TRIALS =
      IntStream.range(0, 50).mapToObj(WORKLOAD::trial).toList();
  private static final List<PatientSnapshot> PATIENTS =
      IntStream.range(0, 5).mapToObj(n -> WORKLOAD.patient(n).asOf(WORKLOAD.asOf())).toList();

  @Test
  void methodsThatAgreeMayBeMeasured() {
    Agreement agreement =
        Equality.check(
            FlatScan.of(TRIALS.stream()),
            List.of(ObjectScan.of(TRIALS.stream())),
            PATIENTS,
            n -> TRIALS.get(n).id());
    assertThat(agreement.compared()).isEqualTo(5);
  }

  @Test
  void theFirstDifferenceIsNamed() {
    TrialsOfPatient<?> engine = saying("engine", true, new int[] {1}, new int[] {7});
    TrialsOfPatient<?> peer = saying("peer", true, new int[] {1}, new int[0]);
    assertThatIllegalStateException()
        .isThrownBy(() -> Equality.check(engine, List.of(peer), PATIENTS, EqualityTest::trial))
        .withMessageContaining("trial BENCH-000007, patient p-000000")
        .withMessageContaining("`engine` says POSSIBLE, `peer` says INELIGIBLE");
  }

  @Test
  void eligibleAndPossibleAreNotTheSame() {
    TrialsOfPatient<?> engine = saying("engine", true, new int[] {1}, new int[0]);
    TrialsOfPatient<?> peer = saying("peer", true, new int[0], new int[] {1});
    assertThatIllegalStateException()
        .isThrownBy(() -> Equality.check(engine, List.of(peer), PATIENTS, EqualityTest::trial))
        .withMessageContaining("`engine` says ELIGIBLE, `peer` says POSSIBLE");
  }

  @Test
  void aMethodThatCannotTellThemApartIsAskedOnlyWhoFits() {
    TrialsOfPatient<?> engine = saying("engine", true, new int[] {1}, new int[] {2});
    TrialsOfPatient<?> peer = saying("peer", false, new int[0], new int[] {1, 2});
    assertThat(Equality.check(engine, List.of(peer), PATIENTS, EqualityTest::trial).compared())
        .isEqualTo(5);
  }

  @Test
  void aDifferenceBetweenPatientsIsNamedToo() {
    PatientsOfTrial<?> engine = FlatPatientScan.of(PATIENTS.stream());
    PatientsOfTrial<?> peer = FlatPatientScan.of(PATIENTS.stream().limit(0));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Equality.check(engine, List.of(peer), TRIALS, n -> new PatientId("p-" + n)))
        .withMessageContaining("says INELIGIBLE");
  }

  @Test
  void otherAnswersAreComparedByInput() {
    assertThat(Equality.check("sums", List.of(1, 2), n -> "input " + n, n -> n + n, n -> 2 * n))
        .hasToString("2 sums compared, no difference");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Equality.check("sums", List.of(2, 3), n -> "input " + n, n -> n + n, n -> n * n))
        .withMessageContaining("input 3: `the engine` says 6, `the peer` says 9");
  }

  private static TrialId trial(int number) {
    return WORKLOAD.trial(number).id();
  }

  private static TrialsOfPatient<Boolean> saying(
      String name, boolean tellsEligible, int[] eligible, int[] possible) {
    return new TrialsOfPatient<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Boolean prepare(PatientSnapshot patient) {
        return true;
      }

      @Override
      public void ask(Boolean patient, Answer answer) {
        IntStream.of(eligible).forEach(answer.eligible()::set);
        IntStream.of(possible).forEach(answer.possible()::set);
      }

      @Override
      public boolean tellsEligible() {
        return tellsEligible;
      }
    };
  }
}
