package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.intake.PatientFiles;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.workbench.json.Json;
import tools.jackson.databind.json.JsonMapper;

class FactJsonTest {
  private static final List<Code> CODES =
      List.of(
          new Code(
              "http://hl7.org/fhir/sid/icd-10-cm",
              "E11*",
              "a \"b\" \\ \n \u00e4 \u20ac \ud83e\uddec"),
          Code.of("urn:x", "1"));
  private static final Source SOURCE = new Source("Observation", "id-1", "3");
  private static final Optional<Interval> DAY =
      Optional.of(Interval.on(LocalDate.parse("2024-02-29")));
  private static final Optional<Interval> MOMENT =
      Optional.of(Interval.at(LocalDateTime.parse("2024-02-29T10:00:00.120")));
  private static final ReferenceRange RANGE =
      new ReferenceRange(Optional.of(Quantity.of("1E-7", "mg/dL")), Optional.empty());

  private final JsonMapper json = Json.mapper();

  @TempDir Path folder;

  private String written(List<? extends Fact> facts) {
    var out = new Bytes(1);
    new FactJson(json).write(facts, out);
    return new String(out.toBytes(), UTF_8);
  }

  private String mapped(List<? extends Fact> facts) {
    return facts.stream().map(json::writeValueAsString).collect(Collectors.joining(","));
  }

  @Test
  void everyKindOfFactIsWrittenAsTheMapperWritesIt() {
    List<Fact> facts =
        Stream.of(
                new Measurement.Result.Numeric(
                    Measurement.Comparator.AT_MOST, Quantity.of("12345678901234567890.50", "%")),
                new Measurement.Result.Coded(CODES),
                new Measurement.Result.Coded(List.of()),
                new Measurement.Result.Unusable("no \"unit\""))
            .<Fact>map(result ->
                new Measurement(
                    CODES, Measurement.Status.PRELIMINARY, result, RANGE, MOMENT, SOURCE))
            .collect(Collectors.toList());
    facts.addAll(
        List.of(
            new Diagnosis(
                CODES,
                ClinicalStatus.NOT_SAID,
                Verification.CONFIRMED,
                DAY,
                MOMENT,
                Optional.empty(),
                CODES,
                List.of(),
                SOURCE),
            new MedicationUse(CODES, MedicationUse.Status.UNCLEAR, DAY, Optional.empty(), SOURCE),
            new PerformedProcedure(List.of(), PerformedProcedure.Status.DONE, DAY, SOURCE),
            new Immunization(CODES, Immunization.Status.GIVEN, Optional.empty(), SOURCE),
            new Allergy(CODES, ClinicalStatus.ACTIVE, Verification.CONFIRMED, DAY, SOURCE),
            new GeneVariant(CODES, CODES, GeneVariant.Finding.ABSENT, CODES, DAY, SOURCE),
            new StudyParticipation(CODES, StudyParticipation.Status.ENDED, DAY, DAY, SOURCE)));

    assertThat(written(facts)).isEqualTo(mapped(facts));
    assertThat(List.of(json.readValue("[" + written(facts) + "]", Fact[].class))).isEqualTo(facts);
    assertThat(written(List.of())).isEmpty();
  }

  @Test
  void theFactsOfTheDemoAreWrittenAsTheMapperWritesThem() throws IOException {
    PatientFiles.Contents contents =
        new PatientFiles(ZoneId.of("UTC")).read(DemoNdjson.in(folder, 8));

    assertThat(contents.charts())
        .hasSize(8)
        .allSatisfy(
            chart -> assertThat(written(chart.facts()).equals(mapped(chart.facts()))).isTrue());
  }

  @Test
  void everyCharacterIsWrittenAsTheMapperWritesIt() {
    for (char c = 1; c < Character.MIN_SURROGATE; c++) {
      Fact fact =
          new Immunization(
              List.of(new Code("urn:x", "1", "a" + c + "b")),
              Immunization.Status.GIVEN,
              DAY,
              SOURCE);

      assertThat(written(List.of(fact))).isEqualTo(mapped(List.of(fact)));
    }
  }

  @Test
  void thereIsNoNulInJsonForPostgresql() {
    Fact fact =
        new Immunization(
            List.of(new Code("urn:x", "1", "a\u0000b")), Immunization.Status.GIVEN, DAY, SOURCE);

    assertThat(written(List.of(fact))).contains("a\\ufffdb").doesNotContain("u0000");
  }
}
