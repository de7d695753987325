package org.trialward.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.trialward.benchmarks.workload.RegistryWorkload.Status;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/** The real records and codes, for those who have them beside the checkout. */
@TestInstance(Lifecycle.PER_CLASS)
class RealRegistryTest {
  private static final int RECORDS = 10_552;

  private Optional<RegistryWorkload> read = Optional.empty();

  @BeforeAll
  void read() throws IOException {
    read = real();
  }

  @BeforeEach
  void needsTheFiles() {
    Assumptions.assumeTrue(read.isPresent(), RegistryWorkload.ABSENT);
  }

  @Test
  void someOf200TrialsArePossibleForSomeOf50PatientsAndNoneIsEligible() {
    Map<Outcome, Long> outcomes =
        IntStream.range(0, 50)
            .mapToObj(p -> workload().patient(p).asOf(workload().asOf()))
            .flatMap(p -> IntStream.range(0, 200).mapToObj(t -> outcome(t, p)))
            .collect(Collectors.groupingBy(o -> o, Collectors.counting()));
    assertThat(outcomes).containsKeys(Outcome.POSSIBLE, Outcome.INELIGIBLE);
    assertThat(outcomes).doesNotContainKey(Outcome.ELIGIBLE);
  }

  @Test
  void theSameNumberGivesAnEqualTrialAndPatient() throws IOException {
    RegistryWorkload again = real().orElseThrow();
    for (int number = 0; number < 2 * RECORDS; number += 97) {
      assertThat(again.trial(number)).isEqualTo(workload().trial(number));
      assertThat(again.patient(number)).isEqualTo(workload().patient(number));
    }
  }

  @Test
  void mostRecordsHaveCodesForTheirConditions() {
    long coded =
        IntStream.range(0, RECORDS)
            .mapToObj(workload()::trial)
            .filter(RealRegistryTest::asksForACondition)
            .count();
    assertThat(coded).isGreaterThan(RECORDS * 3 / 4);
  }

  private static boolean asksForACondition(Trial trial) {
    return trial.criteria().stream().anyMatch(criterion -> criterion.id().equals("condition"));
  }

  private Outcome outcome(int trial, PatientSnapshot patient) {
    return Eligibility.of(workload().trial(trial), patient).outcome();
  }

  private RegistryWorkload workload() {
    return read.orElseThrow();
  }

  private static Optional<RegistryWorkload> real() throws IOException {
    return RegistryWorkload.in(Path.of("../../shared/data"), Status.ALL_RECRUITING, RECORDS);
  }
}
