package org.trialward.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.benchmarks.SmallWorld;
import org.trialward.rules.criterion.Characteristic.Alive;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;

/** A peer that answers otherwise than the exact evaluator measures nothing. */
class LucenePeersTest {
  private static final LocalDate AS_OF = SmallWorld.AS_OF;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theMonitorMatchesWhomNothingSpeaksAgainst(long seed) {
    SmallWorld world = SmallWorld.of(seed, 200, 40);
    try (RawMonitor peer = RawMonitor.of(world.trials().stream(), sample(world))) {
      assertThat(peer.tellsEligible()).isFalse();
      for (PatientSnapshot patient : snapshots(world)) {
        Answer answer = new Answer();
        peer.ask(peer.prepare(patient), answer);
        assertThat(answer.possible())
            .as(patient.id().value())
            .isEqualTo(exact(world, patient).fits());
        assertThat(answer.eligible().isEmpty()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theMonitorBeforeAnExactCheckGivesThreeValues(long seed) {
    SmallWorld world = SmallWorld.of(seed, 200, 40);
    try (MonitorThenExact peer = MonitorThenExact.of(world.trials().stream(), sample(world))) {
      agreeOnTrials(peer, world);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theQueryForTrialsGivesThreeValues(long seed) {
    SmallWorld world = SmallWorld.of(seed, 200, 40);
    try (BooleanQueryTrials peer = BooleanQueryTrials.of(world.trials().stream(), sample(world))) {
      agreeOnTrials(peer, world);
      assertThat(peer.bytes()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theQueryForPatientsGivesThreeValues(long seed) {
    SmallWorld world = SmallWorld.of(seed, 40, 200);
    List<PatientSnapshot> patients = snapshots(world);
    try (BooleanQueryPatients peer = BooleanQueryPatients.of(patients.stream())) {
      agreeOnPatients(peer, world.trials(), patients);
      assertThat(peer.indexBytes()).isBetween(1L, peer.bytes() - 1);
    }
  }

  @Test
  void moreTrialsThanOneBatchHoldsAreAllFound() {
    SmallWorld world = SmallWorld.of(4, 2_500, 2);
    try (MonitorThenExact peer = MonitorThenExact.of(world.trials().stream(), sample(world))) {
      agreeOnTrials(peer, world);
    }
  }

  @Test
  void morePatientsThanOneBlockHoldsAreAllFound() {
    SmallWorld world = SmallWorld.of(5, 4, 1_500);
    List<PatientSnapshot> patients = snapshots(world);
    try (BooleanQueryPatients peer = BooleanQueryPatients.of(patients.stream())) {
      agreeOnPatients(peer, world.trials(), patients);
    }
  }

  @Test
  void aShapeThatTheWorkloadDoesNotHaveIsNamed() {
    Trial trial =
        new Trial(
            new TrialId("ODD-1"),
            "1",
            "An odd trial",
            "none",
            RecruitmentStatus.RECRUITING,
            Dossier.EMPTY,
            Optional.empty(),
            List.of(
                new EligibilityCriterion(
                    "alive",
                    EligibilityCriterion.Kind.INCLUSION,
                    "Lives.",
                    List.of(),
                    new Alive())));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BooleanQueryTrials.of(Stream.of(trial), Stream.empty()))
        .withMessageContaining("ODD-1")
        .withMessageContaining("Alive");
  }

  private static <P> void agreeOnTrials(TrialsOfPatient<P> peer, SmallWorld world) {
    for (PatientSnapshot patient : snapshots(world)) {
      Answer answer = new Answer();
      peer.ask(peer.prepare(patient), answer);
      assertThat(answer).as(patient.id().value()).isEqualTo(exact(world, patient));
    }
  }

  private static <T> void agreeOnPatients(
      PatientsOfTrial<T> peer, List<Trial> trials, List<PatientSnapshot> patients) {
    for (Trial trial : trials) {
      Answer answer = new Answer();
      peer.ask(peer.prepare(trial), answer);
      Answer exact = new Answer();
      for (int number = 0; number < patients.size(); number++) {
        note(number, trial, patients.get(number), exact);
      }
      assertThat(answer).as(trial.id().value()).isEqualTo(exact);
    }
  }

  private static Answer exact(SmallWorld world, PatientSnapshot patient) {
    Answer answer = new Answer();
    for (int number = 0; number < world.trials().size(); number++) {
      note(number, world.trials().get(number), patient, answer);
    }
    return answer;
  }

  private static void note(int number, Trial trial, PatientSnapshot patient, Answer answer) {
    switch (Eligibility.of(trial, patient).outcome()) {
      case ELIGIBLE -> answer.eligible().set(number);
      case POSSIBLE -> answer.possible().set(number);
      case INELIGIBLE -> {}
    }
  }

  private static List<PatientSnapshot> snapshots(SmallWorld world) {
    return world.patients().stream().map(chart -> chart.asOf(AS_OF)).toList();
  }

  /** Fewer than are asked, so that some codes are not seen in it. */
  private static Stream<PatientSnapshot> sample(SmallWorld world) {
    return world.patients().stream().limit(2).map((PatientChart chart) -> chart.asOf(AS_OF));
  }
}
