package org.trialward.ctms.screeninglog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.ctms.screeninglog.LogEntries.STUDY;
import static org.trialward.ctms.screeninglog.LogEntries.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.screeninglog.Disclosure.Dates;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.quantity.Interval;

class LogExportTest {
  private static final Disclosure EXACT = new Disclosure(Dates.EXACT, Set.of());

  static String csv(Disclosure disclosure, LogEntry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    LogExport export = LogExport.csv(STUDY, disclosure, out);
    for (LogEntry entry : entries) {
      export.write(entry);
    }
    export.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> row(Disclosure disclosure, LogEntry entry) throws IOException {
    try (var parser =
        CSVParser.parse(
            new StringReader(csv(disclosure, entry)),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords().getFirst().toMap();
    }
  }

  private static Map<String, String> row(LogEntry entry) throws IOException {
    return row(Disclosure.DE_IDENTIFIED, entry);
  }

  @Test
  void aParticipantsRowTellsTheWholeWay() throws IOException {
    LogEntry entry =
        entry(17)
            .criterion("hba1c", Truth.UNKNOWN, "2026-11-08")
            .answered(1, "REFERRED", "already-discussed", 2)
            .step(CandidateState.REFERRED, "Practitioner/7", 2, "physician-referred")
            .step(CandidateState.CONTACTED, "carla", 3, "")
            .step(CandidateState.CONSENTED, "carla", 14, "")
            .step(CandidateState.ELIGIBLE, "carla", 20, "")
            .step(CandidateState.ENROLLED, "oncore", 21, "")
            .participation("2.1", "S-004", "1012")
            .build();
    assertThat(row(entry))
        .containsEntry("log_version", "export-1")
        .containsEntry("site", "Site 12")
        .containsEntry("study", "NCT04000165")
        .containsEntry("candidate_no", "17")
        .containsEntry("found_on", "2026")
        .containsEntry("feed", "adt")
        .containsEntry("rule_version", "3")
        .containsEntry("age_band", "60-69")
        .containsEntry("sex", "FEMALE")
        .containsEntry("state", "ENROLLED")
        .containsEntry("outcome", "POSSIBLE")
        .containsEntry("prescreen_outcome", "PASSED")
        .containsEntry("prescreen_reason", "")
        .containsEntry("decided_by", "oncore")
        .containsEntry("decided_on", "P21D")
        .containsEntry("physician_informed_on", "P1D")
        .containsEntry("physician_answer", "REFERRED")
        .containsEntry("physician_answer_code", "already-discussed")
        .containsEntry("physician_answered_on", "P2D")
        .containsEntry("contacted_on", "P3D")
        .containsEntry("consent_version", "2.1")
        .containsEntry("consented_on", "P14D")
        .containsEntry("screen_number", "S-004")
        .containsEntry("eligible", "Y")
        .containsEntry("enrolled_on", "P21D")
        .containsEntry("subject_id", "1012")
        .containsEntry("emr_patient_id", "")
        .containsEntry("criterion_age-adult", "MET")
        .containsEntry("criterion_age-adult_evidence", "")
        .containsEntry("criterion_hba1c", "OPEN")
        .containsEntry("criterion_hba1c_evidence", "P12D");
  }

  @Test
  void aFailedPrescreenNamesTheFirstCriterionAgainst() throws IOException {
    LogEntry entry =
        entry(1)
            .criterion("hba1c", Truth.FALSE, "2026")
            .step(CandidateState.REJECTED, "carla", 1, "criteria-not-met: fell last week")
            .build();
    assertThat(row(entry))
        .containsEntry("prescreen_outcome", "FAILED")
        .containsEntry("prescreen_reason", "hba1c")
        .containsEntry("reason", "criteria-not-met");
  }

  @Test
  void aScreenFailureIsNotEligibleForACodedReason() throws IOException {
    LogEntry entry =
        entry(1)
            .step(CandidateState.CONSENTED, "carla", 1, "")
            .step(CandidateState.ELIGIBLE, "carla", 2, "")
            .step(CandidateState.SCREEN_FAILED, "carla", 3, "criteria-not-met")
            .build();
    assertThat(row(entry))
        .containsEntry("eligible", "N")
        .containsEntry("eligible_reason", "criteria-not-met");
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasAPrescreenOutcome(CandidateState state) throws IOException {
    assertThat(row(entry(1).step(state, "x", 1, "").build()))
        .containsEntry("state", state.name())
        .hasEntrySatisfying(
            "prescreen_outcome",
            outcome -> assertThat(CodeList.PRESCREEN.items()).containsKey(outcome));
  }

  @Nested
  class Dating {
    @ParameterizedTest
    @CsvSource({
      "2026-11-20, P0D",
      "2026-11-08, P12D",
      "2026-11-23, -P3D",
      "2026-08, P3M",
      "2024, P2Y",
      "1938-01-01, P32465D",
      "1937-11-20, ''",
      "1930, ''"
    })
    void evidenceIsAsOldAsItWasOnTheDayFound(String recorded, String told) {
      var dates = new LogDates(Dates.RELATIVE, LogEntries.FOUND);
      assertThat(dates.evidence(Interval.ofPartialDate(recorded).orElseThrow())).isEqualTo(told);
    }

    @Test
    void trueDaysStandOnlyWhereTheSiteAllowsThem() throws IOException {
      LogEntry entry =
          entry(1)
              .criterion("hba1c", Truth.TRUE, "2026-08")
              .step(CandidateState.CONTACTED, "carla", 3, "")
              .build();
      assertThat(row(EXACT, entry))
          .containsEntry("found_on", "2026-11-20")
          .containsEntry("contacted_on", "2026-11-23")
          .containsEntry("criterion_hba1c_evidence", "2026-08");
      assertThat(csv(Disclosure.DE_IDENTIFIED, entry)).doesNotContain("2026-");
    }

    @ParameterizedTest
    @CsvSource({
      "1961-03-04, 60-69",
      "1936-11-20, 90+",
      "1900, 90+",
      "2026-11-01, 0-9",
      "2016-11-20, 10-19",
      "2016-11-21, 0-9",
      "1976, ''",
      "2027, ''"
    })
    void agesAreBands(String born, String band) {
      assertThat(
              AgeBand.of(Interval.ofPartialDate(born).orElseThrow(), LogEntries.FOUND).orElse(""))
          .isEqualTo(band);
    }
  }

  @Nested
  class WhatIsWithheld {
    @ParameterizedTest
    @ValueSource(strings = {"Mustermann", "mustermann-erika", "MRN_0815", "erika-mustermann: no"})
    void whateverPeopleTypedThatIsNoCodeOfTheList(String typed) throws IOException {
      LogEntry entry =
          entry(1)
              .answered(1, "NOT_SUITABLE", typed, 1)
              .step(CandidateState.REJECTED, "carla", 1, typed)
              .build();
      assertThat(row(entry))
          .containsEntry("reason", "text withheld")
          .containsEntry("prescreen_reason", "text withheld")
          .containsEntry("physician_answer_code", "text withheld");
    }

    @Test
    void thePatientsIdAndFreeReasonsUnlessTheSiteAllowsThem() throws IOException {
      LogEntry entry = entry(1).step(CandidateState.REJECTED, "carla", 1, "moved away").build();
      assertThat(csv(Disclosure.DE_IDENTIFIED, entry)).doesNotContain(Deliveries.PATIENT_ID);
      var all = new Disclosure(Dates.RELATIVE, Set.of(OptionalColumn.values()));
      assertThat(row(all, entry))
          .containsEntry("emr_patient_id", Deliveries.PATIENT_ID)
          .containsEntry("reason", "moved away");
    }
  }

  @Test
  void noCellRunsInASpreadsheet() throws IOException {
    LogEntry entry =
        entry(1)
            .criterion("hba1c", Truth.TRUE, "2026-11-23")
            .step(CandidateState.REJECTED, "=cmd|'/c calc'!A0", 1, "x")
            .build();
    assertThat(row(entry))
        .containsEntry("decided_by", "'=cmd|'/c calc'!A0")
        .containsEntry("criterion_hba1c_evidence", "'-P3D");
  }

  @Test
  void everyRowHasTheColumnsOfTheHeader() throws IOException {
    List<String> lines =
        csv(Disclosure.DE_IDENTIFIED, entry(1).build(), entry(2).build()).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines)
        .allSatisfy(line ->
            assertThat(line.chars().filter(c -> c == ',').count())
                .isEqualTo(4 + LogField.values().length + 4 - 1));
  }

  @Test
  void aCodedFieldHasOnlyCodesOfItsList() throws IOException {
    for (CandidateState state : CandidateState.values()) {
      LogValues values =
          new LogValues(entry(1).step(state, "x", 1, "").build(), Disclosure.DE_IDENTIFIED);
      assertThat(Arrays.stream(LogField.values()).filter(f -> f.codes().isPresent()))
          .isNotEmpty()
          .allSatisfy(field ->
              assertThat(values.of(field))
                  .satisfiesAnyOf(
                      value -> assertThat(value).isEmpty(),
                      value -> assertThat(field.codes().orElseThrow().items()).containsKey(value)));
    }
  }
}
