package org.trialward.benchmarks.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.benchmarks.SmallWorld;
import org.trialward.benchmarks.report.Agreement;
import org.trialward.benchmarks.report.Experiment;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.report.Statistic;
import org.trialward.fhir.intake.PatientFiles;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;

class CqlBenchmarkTest {
  private static final SmallWorld WORLD = SmallWorld.of(7, 40, 30);

  @TempDir Path folder;

  @Test
  void theShortestCqlMeansWhatTheExactEvaluatorSays() {
    CqlBenchmark benchmark = new CqlBenchmark(CqlPairs.plain(WORLD, 40, 30));

    assertThat(benchmark.agreement().compared()).isEqualTo(90);
    assertThat(benchmark.translationMillis()).isPositive();
  }

  @Test
  void everyMethodIsMeasuredOnTheSamePatients() {
    CqlBenchmark benchmark = new CqlBenchmark(CqlPairs.exported(WORLD, 2, 3));
    Agreement agreement = benchmark.agreement();

    Experiment experiment =
        Experiment.of(
            "2 trials",
            agreement,
            Statistic.MEAN,
            new Rounds(0, 1, Duration.ofMillis(50), System::nanoTime).measure(benchmark.tasks()));

    assertThat(experiment.methods()).hasSize(6);
    assertThat(experiment.methods())
        .allSatisfy(
            method -> assertThat(method.meanMillis().median()).as(method.name()).isPositive());
    assertThat(experiment.method(CqlBenchmark.CQL_OUTCOME).calls()).isBetween(1, 3);
  }

  @Test
  void aPatientOnWhomBothSidesDifferIsNamed() {
    CqlPairs right = CqlPairs.plain(WORLD, 8, 10);
    CqlPairs wrong =
        new CqlPairs(
            "swapped",
            right.asOf(),
            right.trials(),
            right.libraries().reversed(),
            right.patients(),
            right.bundles(),
            Optional.empty());

    assertThatIllegalStateException()
        .isThrownBy(() -> new CqlBenchmark(wrong).agreement())
        .withMessageContaining("swapped, patient")
        .withMessageContaining("Nothing is measured");
  }

  /** That they agree is proved where the referee is tested: translating 25 trials takes long. */
  @Test
  void demoTrialsAndPatientsAreReadForBothSides() throws IOException {
    CqlPairs demo =
        CqlPairs.of(
            Path.of("../demo/trials"),
            Path.of("../demo/patients/patients.zip"),
            LocalDate.of(2025, 1, 1),
            3);

    assertThat(demo.trials()).hasSize(25);
    assertThat(demo.libraries()).hasSameSizeAs(demo.trials());
    assertThat(demo.patients()).hasSize(3);
    assertThat(demo.bundles()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      String id = demo.patients().get(i).id().value();
      assertThat(demo.bundles().get(i).getEntryFirstRep().getResource().getIdPart()).isEqualTo(id);
    }
  }

  @Test
  void intakeReadsFromABundleWhatTheChartSays() throws IOException {
    for (PatientChart chart : WORLD.patients()) {
      Path file = folder.resolve(chart.id() + ".json");
      Files.writeString(
          file,
          FhirContext.forR4Cached()
              .newJsonParser()
              .encodeResourceToString(FhirPatients.bundle(chart)));
      PatientFiles.Contents read = new PatientFiles(ZoneOffset.UTC).read(file);

      assertThat(read.problems()).isEmpty();
      assertThat(read.charts()).hasSize(1);
      PatientChart again = read.charts().getFirst();
      assertThat(again.demographics()).isEqualTo(chart.demographics());
      assertThat(again.facts()).containsExactlyInAnyOrderElementsOf(chart.facts());
      for (Trial trial : WORLD.trials()) {
        assertThat(Eligibility.of(trial, again.asOf(SmallWorld.AS_OF)).outcome())
            .isEqualTo(Eligibility.of(trial, chart.asOf(SmallWorld.AS_OF)).outcome());
      }
    }
  }
}
