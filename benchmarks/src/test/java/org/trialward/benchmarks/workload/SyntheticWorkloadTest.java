package org.trialward.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.FlatScan;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;

class SyntheticWorkloadTest {
  private static final Workload WORKLOAD = new SyntheticWorkload(1);
  private static final List<Trial> TRIALS =
      IntStream.range(0, 5_000).mapToObj(WORKLOAD::trial).toList();
  private static final List<PatientChart> PATIENTS =
      IntStream.range(0, 400).mapToObj(WORKLOAD::patient).toList();

  @Nested
  class TheSameNumber {
    @Test
    void givesTheSameTrial() {
      var again = new SyntheticWorkload(1);
      assertThat(again.trial(4_711)).isEqualTo(TRIALS.get(4_711));
      assertThat(again.trial(17)).isEqualTo(TRIALS.get(17));
    }

    @Test
    void givesTheSamePatient() {
      var again = new SyntheticWorkload(1);
      assertThat(again.patient(399)).isEqualTo(PATIENTS.get(399));
      assertThat(again.patient(17)).isEqualTo(PATIENTS.get(17));
    }

    @Test
    void givesTheSameTrialToEveryThread() {
      List<Trial> atOnce =
          IntStream.range(0, 500).parallel().mapToObj(new SyntheticWorkload(1)::trial).toList();
      assertThat(atOnce).isEqualTo(TRIALS.subList(0, 500));
    }

    @Test
    void givesAnotherTrialAndPatientWithAnotherSeed() {
      var other = new SyntheticWorkload(2);
      assertThat(other.trial(17)).isNotEqualTo(TRIALS.get(17));
      assertThat(other.patient(17)).isNotEqualTo(PATIENTS.get(17));
    }
  }

  @Test
  void numbersStandInTheIds() {
    assertThat(TRIALS.get(17).id().value()).isEqualTo("BENCH-000017");
    assertThat(PATIENTS.get(17).id().value()).isEqualTo("p-000017");
    assertThat(SyntheticWorkload.sixDigits(1_234_567)).isEqualTo("1234567");
  }

  @Test
  void patientsHave146CodesAnd75ResultsInTheMean() {
    double facts = mean(PATIENTS.stream().mapToInt(p -> p.facts().size()));
    double results =
        mean(
            PATIENTS.stream()
                .mapToInt(
                    p -> (int) p.facts().stream().filter(Measurement.class::isInstance).count()));
    assertThat(facts - results).isBetween(138.0, 150.0);
    assertThat(results).isBetween(70.0, 80.0);
  }

  @Test
  void trialsHaveAsManyCriteriaOfEachKindAsDescribed() {
    assertThat(criteria(c -> c.when() instanceof Age)).isEqualTo(1);
    assertThat(criteria(c -> c.when() instanceof SexIs)).isBetween(0.12, 0.16);
    assertThat(criteria(c -> c.when() instanceof Diagnosed && c.kind() == Kind.INCLUSION))
        .isBetween(1.48, 1.56);
    assertThat(criteria(c -> c.kind() == Kind.EXCLUSION)).isBetween(5.4, 5.6);
    assertThat(criteria(c -> c.when() instanceof Measured)).isBetween(3.9, 4.1);
    assertThat(criteria(c -> c.when() instanceof NeedsAPerson)).isBetween(1.4, 1.6);
  }

  @Test
  void aConceptsClosureIsOneObject() {
    List<ValueSet> closures =
        TRIALS.stream()
            .flatMap(SyntheticWorkloadTest::diagnoses)
            .filter(set -> !set.name().contains("+"))
            .toList();
    long distinct = closures.stream().map(ValueSet::name).distinct().count();
    Set<ValueSet> objects = Collections.newSetFromMap(new IdentityHashMap<>());
    objects.addAll(closures);
    assertThat(objects).hasSize((int) distinct);
    assertThat(closures).hasSizeGreaterThan((int) distinct);
  }

  @Test
  void aPatientFitsAboutThreePercentOfTheTrialsAndFewForSure() {
    try (FlatScan scan = FlatScan.of(TRIALS.stream())) {
      List<Answer> answers =
          PATIENTS.stream()
              .map(patient -> {
                Answer answer = new Answer();
                scan.ask(scan.prepare(patient.asOf(WORKLOAD.asOf())), answer);
                return answer;
              })
              .toList();
      assertThat(mean(answers.stream().mapToInt(a -> a.possible().cardinality())) / TRIALS.size())
          .isBetween(0.022, 0.038);
      assertThat(mean(answers.stream().mapToInt(a -> a.eligible().cardinality())) / TRIALS.size())
          .isBetween(0.00003, 0.0003);
    }
  }

  private static double criteria(Predicate<EligibilityCriterion> which) {
    return mean(TRIALS.stream().mapToInt(t -> (int) t.criteria().stream().filter(which).count()));
  }

  private static Stream<ValueSet> diagnoses(Trial trial) {
    return trial.criteria().stream()
        .flatMap(c -> c.when() instanceof Diagnosed asked ? Stream.of(asked.of()) : Stream.empty());
  }

  private static double mean(IntStream numbers) {
    return numbers.average().orElseThrow();
  }
}
