package org.trialward.rules.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.rules.Patients.HBA1C;
import static org.trialward.rules.Patients.TYPE_2_DIABETES;
import static org.trialward.rules.Patients.diagnosis;
import static org.trialward.rules.Patients.hba1c;
import static org.trialward.rules.Patients.on;
import static org.trialward.rules.Patients.patient;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.rules.quantity.Code;

class PatientSnapshotTest {

  @ParameterizedTest
  @CsvSource({
    "2025-02-28, true",
    "2025-03-01, true",
    "2025-03-02, false",
    "2025-03,    true",
    "2025,       true",
    "2025-04,    false",
  })
  void whatIsDatedWhollyAfterTheReferenceDateIsNotSeen(String taken, boolean seen) {
    PatientSnapshot snapshot = patient().with(hba1c("7.2 %", on(taken))).asOf("2025-03-01");
    assertThat(snapshot.coded(Measurement.class, Set.of(HBA1C))).hasSize(seen ? 1 : 0);
  }

  @Test
  void factsAreFoundByKindAndCode() {
    PatientSnapshot snapshot =
        patient()
            .with(diagnosis("44054006").since("2020"), hba1c("7.2 %", on("2025-01-10")))
            .asOf("2025-03-01");
    assertThat(snapshot.coded(Diagnosis.class, Set.of(TYPE_2_DIABETES))).hasSize(1);
    assertThat(snapshot.coded(Diagnosis.class, Set.of(HBA1C))).isEmpty();
    FactsByCode<Measurement> results = snapshot.byCode(Measurement.class);
    assertThat(results.size()).isEqualTo(1);
    assertThat(results.code(0)).isEqualTo(HBA1C);
    assertThat(results.hash(0)).isEqualTo(HBA1C.hashCode());
    assertThat(results.facts(0)).isEqualTo(results.facts(HBA1C)).hasSize(1);
    assertThat(results.facts(TYPE_2_DIABETES)).isEmpty();
    assertThat(snapshot.byCode(Allergy.class).size()).isZero();
  }

  @Test
  void aSetOfManyCodesFindsTheSameFactsInTheSameOrder() {
    PatientSnapshot snapshot =
        patient()
            .with(
                hba1c("7.2 %", on("2025-01-10")),
                diagnosis("44054006").since("2020"),
                hba1c("7.4 %", on("2025-02-10")))
            .asOf("2025-03-01");
    Set<Code> many =
        IntStream.range(0, 1000)
            .mapToObj(i -> Code.of("urn:many", "c" + i))
            .collect(Collectors.toSet());
    many.add(HBA1C);
    assertThat(snapshot.coded(Measurement.class, many))
        .hasSize(2)
        .isEqualTo(snapshot.coded(Measurement.class, Set.of(HBA1C)));
  }

  /** No code of the large set is looked at: each would be a look into the index. */
  @Test
  void aSetOfManyCodesIsNotWalkedThrough() {
    PatientSnapshot snapshot = patient().with(hba1c("7.2 %", on("2025-01-10"))).asOf("2025-03-01");
    Set<Code> large =
        new AbstractSet<>() {
          @Override
          public Iterator<Code> iterator() {
            throw new AssertionError("The set is walked through.");
          }

          @Override
          public int size() {
            return 200_000;
          }

          @Override
          public boolean contains(Object code) {
            return code.equals(HBA1C);
          }
        };
    assertThat(snapshot.coded(Measurement.class, large)).hasSize(1);
  }

  @Test
  void aFactWithTwoOfTheCodesIsOneFact() {
    var source = new Source("Observation", "1", "");
    var both =
        new Measurement(
            List.of(HBA1C, TYPE_2_DIABETES),
            Measurement.Status.FINAL,
            new Measurement.Result.Unusable("none"),
            ReferenceRange.NOT_REPORTED,
            java.util.Optional.empty(),
            source);
    PatientChart chart = patient().chart().replacing(Set.of(), List.of(both));
    PatientSnapshot snapshot = chart.asOf(java.time.LocalDate.of(2025, 3, 1));
    assertThat(snapshot.coded(Measurement.class, Set.of(HBA1C, TYPE_2_DIABETES)))
        .containsExactly(both);
  }

  @Test
  void newerFactsReplaceAllThatCameFromTheSameResources() {
    PatientChart chart =
        patient().with(hba1c("7.2 %", on("2025-01-10")), hba1c("7.4 %", on("2025-02-10"))).chart();
    Fact corrected = hba1c("8.0 %", on("2025-01-10")).from("1");
    assertThat(chart.replacing(Set.of("Observation/1"), List.of(corrected)).facts())
        .containsExactlyInAnyOrder(corrected, chart.facts().get(1));
    assertThat(chart.replacing(Set.of("Observation/1"), List.of()).facts())
        .containsExactly(chart.facts().get(1));
  }

  @Test
  void aSourceNamesTheVersionThatWasRead() {
    assertThat(new Source("Observation", "7", "2")).hasToString("Observation/7/_history/2");
    assertThat(new Source("Observation", "7", "")).hasToString("Observation/7");
    assertThat(new Source("Observation", "7", "2").reference()).isEqualTo("Observation/7");
  }

  @Test
  void aFactIsLabelledByItsFirstCode() {
    assertThat(hba1c("7.2 %", on("2025-01-10")).from("1").label()).isEqualTo("HbA1c (4548-4)");
    var uncoded =
        new PerformedProcedure(
            List.of(),
            PerformedProcedure.Status.DONE,
            java.util.Optional.empty(),
            new Source("Procedure", "1", ""));
    assertThat(uncoded.label()).isEqualTo("uncoded");
  }

  @Test
  void anIdIsNeverBlank() {
    assertThatThrownBy(() -> new PatientId(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
