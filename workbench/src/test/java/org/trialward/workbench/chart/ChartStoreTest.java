package org.trialward.workbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diagnosis;
import static org.trialward.workbench.TestCharts.hba1c;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.json.Json;

class ChartStoreTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final List<Code> CODES =
      List.of(new Code("urn:a", "1", "Größe „\\\" 🩺"), Code.of("urn:b|c", "{x}"));
  private static final Optional<Interval> DAY = Interval.ofPartialDate("2024-02-29");
  private static final Optional<Interval> YEAR = Interval.ofPartialDate("1899");
  private static final Optional<Interval> MOMENT =
      Optional.of(Interval.at(LocalDateTime.parse("2024-03-31T02:30:00.123456789")));

  private final ChartStore charts =
      new ChartStore(DATABASE.jdbc(), Json.mapper(), new TestClock().site());

  @BeforeEach
  void clear() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static final Immunization.Status GIVEN = Immunization.Status.GIVEN;
  private static final String SNOMED = CodeSystem.SNOMED.uri();
  private static final Source SOURCE = new Source("Type", "id-1", "");
  private static final ReferenceRange NORMAL =
      new ReferenceRange(Optional.empty(), Optional.of(Quantity.of("40", "U/L")));

  static Stream<Fact> everyKindOfFact() {
    return Stream.concat(
        Stream.of(
            new Diagnosis(
                CODES,
                ClinicalStatus.NOT_SAID,
                Verification.UNCONFIRMED,
                DAY,
                YEAR,
                MOMENT,
                CODES,
                CODES,
                SOURCE),
            new Immunization(CODES, Immunization.Status.GIVEN, MOMENT, SOURCE),
            new GeneVariant(CODES, CODES, GeneVariant.Finding.PRESENT, List.of(), YEAR, SOURCE),
            new StudyParticipation(CODES, StudyParticipation.Status.ENDED, YEAR, MOMENT, SOURCE),
            new MedicationUse(
                List.of(), MedicationUse.Status.UNCLEAR, YEAR, Optional.empty(), SOURCE),
            new PerformedProcedure(CODES, PerformedProcedure.Status.DONE, MOMENT, SOURCE),
            new Allergy(CODES, ClinicalStatus.INACTIVE, Verification.REFUTED, DAY, SOURCE)),
        Stream.of(
                new Result.Coded(CODES),
                new Result.Unusable("the result has no unit"),
                numeric("7.10", "%"),
                numeric("1E+2", "mg/dL"),
                numeric("-0.0000001", "10*9/L"),
                numeric("123456789012345678901234567890.5", "1"))
            .map(result ->
                new Measurement(
                    CODES, Measurement.Status.PRELIMINARY, result, NORMAL, MOMENT, SOURCE)));
  }

  private static Result numeric(String value, String unit) {
    return new Result.Numeric(Comparator.AT_MOST, Quantity.of(value, unit));
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFact")
  void aChartReadsBackAsItWas(Fact fact) {
    StoredChart stored = chart("anna", fact);
    charts.save(stored);
    StoredChart read = charts.find(new PatientId("anna")).orElseThrow();
    assertThat(read.chart().demographics()).isEqualTo(stored.chart().demographics());
    assertThat(read.identity()).isEqualTo(stored.identity());
    // BigDecimal's equals asks for the same scale; a verdict and its evidence ask for the number.
    if (fact instanceof Measurement m && m.result() instanceof Result.Numeric(_, var quantity)) {
      var result = (Result.Numeric) ((Measurement) read.chart().facts().getFirst()).result();
      assertThat(result.quantity().value()).isEqualByComparingTo(quantity.value());
      assertThat(result.quantity().unit()).isEqualTo(quantity.unit());
    } else {
      assertThat(read.chart().facts()).containsExactly(fact);
      assertThat(read.chart().facts().getFirst().label()).isEqualTo(fact.label());
    }
  }

  @Test
  void whatIsNotKnownOfAPersonStaysNotKnown() {
    for (Death death :
        List.of(new Death.NotRecorded(), new Death.Died(Optional.empty()), new Death.Died(YEAR))) {
      var who =
          new Demographics(
              Optional.empty(),
              Optional.empty(),
              death,
              new Residence(Optional.of("US"), Optional.of("02139")),
              List.of("es", "en-US"),
              new Source("Patient", "x", ""));
      var stored =
          new StoredChart(
              new PatientChart(new PatientId("x"), who, List.of()),
              new PatientIdentity("", "", ""));
      charts.save(stored);
      assertThat(charts.find(new PatientId("x"))).contains(stored);
    }
  }

  @Test
  void aChartSavedAgainReplacesTheEarlierOneAndItsSources() {
    charts.save(chart("anna", diagnosis("1", "old"), diagnosis("1", "both")));
    charts.save(chart("anna", diagnosis("1", "both"), diagnosis("1", "new")));
    assertThat(charts.count()).isEqualTo(1);
    assertThat(charts.holders("Condition/old")).isEmpty();
    assertThat(charts.holders("Condition/both")).containsExactly(new PatientId("anna"));
    assertThat(charts.holders("Condition/new")).containsExactly(new PatientId("anna"));
    assertThat(charts.holders("Condition/ne")).isEmpty();
  }

  @Test
  void codesOfNoPublishedSystemAreCountedOverAllCharts() {
    var local = new Code("urn:hospital:lab", "KREA", "creatinine");
    charts.save(chart("anna", new Immunization(List.of(local), GIVEN, DAY, SOURCE)));
    charts.save(
        chart(
            "bea",
            new Immunization(List.of(local), GIVEN, DAY, SOURCE),
            new Immunization(List.of(local, Code.of(SNOMED, "1")), GIVEN, DAY, SOURCE)));
    assertThat(charts.unmapped()).containsExactly(new UnmappedCodes.Tally(local, 2));
    charts.save(chart("bea"));
    assertThat(charts.unmapped()).containsExactly(new UnmappedCodes.Tally(local, 1));
  }

  @Test
  void aDeletedChartIsGoneWithItsIdentity() {
    charts.save(chart("anna", diagnosis("1", "c")));
    assertThat(charts.identity(new PatientId("anna"))).isPresent();
    charts.delete(new PatientId("anna"));
    assertThat(charts.find(new PatientId("anna"))).isEmpty();
    assertThat(charts.identity(new PatientId("anna"))).isEmpty();
    assertThat(charts.holders("Condition/c")).isEmpty();
    assertThat(charts.patients()).isEmpty();
  }

  @Test
  void aChartOfTheFirstVersionIsReadAfterTheUpgradeAndReadAgainFromTheEmr() throws IOException {
    StoredChart stored =
        chart(
            "anna",
            diagnosis("1", "c"),
            hba1c("7.1", "2024-05-01", "o"),
            new Allergy(CODES, ClinicalStatus.ACTIVE, Verification.CONFIRMED, DAY, SOURCE));
    charts.save(stored);
    DATABASE
        .jdbc()
        .sql("alter table chart alter column facts type jsonb using facts::jsonb")
        .update();
    DATABASE
        .jdbc()
        .sql(
            """
            update chart set facts = facts #- '{demographics,residence}' #- '{demographics,languages}'
              #- '{facts,0,severity}' #- '{facts,0,stage}' #- '{facts,1,normal}'
            """)
        .update();
    DATABASE.jdbc().sql("alter table chart drop column unmapped").update();
    DATABASE.jdbc().sql(resource("/db/migration/V2__wider_facts.sql")).update();
    DATABASE.jdbc().sql("alter table chart alter column facts type text").update();
    assertThat(charts.find(new PatientId("anna"))).contains(stored);
    assertThat(
            DATABASE
                .jdbc()
                .sql("select patient from inbox where feed = 'upgrade' and state = 'OPEN'")
                .query(String.class)
                .list())
        .containsExactly("anna");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ChartStoreTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aNulInTheRecordHoldsNothingUp() {
    Fact odd =
        new Diagnosis(
            List.of(new Code("urn:lab", "X", "Kal\u0000ium")),
            ClinicalStatus.ACTIVE,
            Verification.CONFIRMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            new Source("Condition", "odd", "1"));
    charts.save(chart("anna", odd));
    charts.noteUnusable(
        new PatientId("anna"), List.of(new Unusable(odd.source(), "x", "y", "mg\u0000")));

    assertThat(charts.unmapped())
        .singleElement()
        .satisfies(tally -> assertThat(tally.code().display()).isEqualTo("Kal\ufffdium"));
  }
}
