package org.trialward.workbench.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.trialward.workbench.TestCharts.diabetes;
import static org.trialward.workbench.TestCharts.hba1c;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.trialward.ctms.screeninglog.LogStudy;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.flag.Answer;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.xml.sax.SAXException;

class ScreeningExportsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final TrialId TRIAL = new TrialId("T1");
  private static final LocalDate BORN = LocalDate.of(1957, 7, 13);
  private static final String NAME = "Zebulon Quixworth";
  private static final String RECORD_NUMBER = "MRN-77-4471";
  private static final String PATIENT = "emr-9f2c-quix";

  /** With an age, so that the evidence holds a birth date. */
  private static final String RULES =
      TestTrials.WITH_HBA1C
          + """
            - {id: adult, kind: inclusion, text: Is an adult., when: {age: {at-least: 18 years}}}
          """;

  @TempDir Path trialFiles;
  private TestEngine engine;

  @BeforeEach
  void oneCandidate() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", RULES);
    engine.trials.reload("test");
    LocalDate measured = engine.clock.site().asOf().minusDays(12);
    engine.changed(
        chart(
            PATIENT,
            NAME,
            RECORD_NUMBER,
            diabetes(NAME + RECORD_NUMBER),
            hba1c("8.1", measured.toString(), RECORD_NUMBER)));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static StoredChart chart(String patient, String name, String record, Fact... facts) {
    var who =
        new Demographics(
            Optional.of(Interval.on(BORN)),
            Optional.of(Sex.MALE),
            new Demographics.Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            new Source("Patient", patient, "1"));
    return new StoredChart(
        new PatientChart(new PatientId(patient), who, List.of(facts)),
        new PatientIdentity(name, record, BORN.toString()));
  }

  private ScreeningExports exports(Map<String, String> settings) {
    TrialwardSettings bound =
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("trialward", TrialwardSettings.class);
    var rows = new ScreeningRows(engine.jdbc, Json.mapper());
    var entries =
        new ScreeningEntries(engine.candidates, rows, engine.clock.site(), DATABASE.transaction());
    return new ScreeningExports(
        engine.trials, engine.store, rows, entries, engine.clock.site(), bound);
  }

  private interface Form {
    void write(ScreeningExports exports, LogStudy study, OutputStream out) throws IOException;
  }

  private String written(Map<String, String> settings, Form form) throws IOException {
    ScreeningExports exports = exports(settings);
    var out = new ByteArrayOutputStream();
    form.write(exports, exports.study(TRIAL).orElseThrow(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> forms(Map<String, String> settings) throws IOException {
    return Map.of(
        "CSV", written(settings, ScreeningExports::csv),
        // The file's own number is drawn, and might hold any digits.
        "ODM", written(settings, ScreeningExports::odm).replaceFirst("FileOID=\"[^\"]*\"", ""),
        "FHIR", written(settings, ScreeningExports::fhir));
  }

  /** Everything that could tell who it is, in every spelling that the export might choose. */
  private Stream<String> tellTale() {
    LocalDate measured = engine.clock.site().asOf().minusDays(12);
    UUID identifier = engine.candidate(PATIENT).key().identifier();
    return Stream.of(
        NAME,
        "Zebulon",
        "Quixworth",
        "quixworth",
        RECORD_NUMBER,
        "4471",
        PATIENT,
        BORN.toString(),
        "19570713",
        "1957",
        "07/13",
        measured.toString(),
        identifier.toString(),
        identifier.toString().replace("-", ""));
  }

  private Entry decide(CandidateState next, Actor actor, String reason) {
    Entry seen = engine.candidate(PATIENT);
    return engine.decisions.decide(
        seen.candidate().number(), seen.revision(), next, actor, reason, "carla");
  }

  @Test
  void noFormTellsWhoItIs() throws IOException {
    decide(CandidateState.IN_REVIEW, Actor.COORDINATOR, NAME + " born " + BORN);
    decide(CandidateState.REJECTED, Actor.COORDINATOR, "zebulon-quixworth");
    assertThat(forms(Map.of()))
        .allSatisfy((form, text) ->
            assertThat(tellTale())
                .as(form)
                .allSatisfy(word -> assertThat(text).doesNotContainIgnoringCase(word)));
  }

  @Test
  void theSignedConsentStandsInTheLog() throws IOException {
    engine
        .jdbc
        .sql(
            """
            insert into study_consent (candidate, version, signed_on, recorded_by, recorded_at)
            select number, v, d::date, 'carla', now()
            from candidate, (values ('2.0', '2024-01-01'), ('3.1 of 2024', '2024-06-01')) as signed (v, d)
            """)
        .update();
    assertThat(forms(Map.of()))
        .allSatisfy((form, text) -> {
          if (!form.equals("FHIR")) {
            assertThat(text).as(form).contains("3.1 of 2024").doesNotContain("2.0");
          }
        });
  }

  @Test
  void aPhysiciansWordsStayInTheHospital() throws IOException {
    long number = engine.candidate(PATIENT).candidate().number();
    var impressions = new Impressions(engine.jdbc, engine.clock.site());
    var viewer = new Viewer("Practitioner/7", Set.of(), true);
    impressions.shown(
        UUID.randomUUID(), viewer, "", "patient-view", List.of(engine.candidate(PATIENT)));
    engine.clock.advance(Duration.ofDays(2));
    DATABASE
        .transactional(
            Answers.class,
            new Answers(engine.jdbc, engine.decisions, engine.audit, engine.clock.site()))
        .give(
            new Answer(
                number,
                "Practitioner/7",
                Answer.Kind.NOT_SUITABLE,
                Optional.of("patient-ineligible"),
                Optional.of("Mr Quixworth, " + RECORD_NUMBER + ", is too frail"),
                Optional.empty(),
                "card"));
    String csv = written(Map.of(), ScreeningExports::csv);
    assertThat(csv).contains("P0D,NOT_SUITABLE,patient-ineligible,P2D");
    assertThat(csv).doesNotContain("frail");
    assertThat(forms(Map.of()).values())
        .allSatisfy(text ->
            assertThat(tellTale()).allSatisfy(word -> assertThat(text).doesNotContain(word)));
  }

  @Test
  void evidenceIsADistanceAndABirthDateIsNoEvidence() throws IOException {
    List<String> lines = written(Map.of(), ScreeningExports::csv).lines().toList();
    List<String> columns = List.of(lines.getFirst().split(",", -1));
    List<String> cells = List.of(lines.getLast().split(",", -1));
    assertThat(cells.get(columns.indexOf("criterion_hba1c"))).isEqualTo("MET");
    assertThat(cells.get(columns.indexOf("criterion_hba1c_evidence"))).isEqualTo("P12D");
    assertThat(cells.get(columns.indexOf("criterion_adult"))).isEqualTo("MET");
    assertThat(cells.get(columns.indexOf("criterion_adult_evidence"))).isEmpty();
    assertThat(cells.get(columns.indexOf("feed"))).isNotEmpty();
  }

  @Test
  void trueDaysAndTheEmrsIdStandOnlyWhereTheSiteSaysSo() throws IOException {
    Map<String, String> open =
        Map.of(
            "trialward.ctms.screening-log.dates", "exact",
            "trialward.ctms.screening-log.emr-patient-id", "true");
    String measured = engine.clock.site().asOf().minusDays(12).toString();
    assertThat(written(open, ScreeningExports::csv)).contains(measured, PATIENT);
    assertThat(forms(open).values())
        .allSatisfy(text -> assertThat(text).doesNotContain(NAME, RECORD_NUMBER, BORN.toString()));
  }

  @Test
  void theKeyListSaysWhoANumberIs() throws IOException {
    long number = engine.candidate(PATIENT).candidate().number();
    assertThat(written(Map.of(), ScreeningExports::keys).lines())
        .containsExactly(
            "study,candidate_no,name,record_number,found_on",
            "T1,%d,%s,%s,%s"
                .formatted(
                    number,
                    NAME,
                    RECORD_NUMBER,
                    LocalDate.ofInstant(
                        engine.candidate(PATIENT).detectedAt(), engine.clock.site().zone())));
  }

  @Test
  void moreThanAPageOfCandidatesIsThereOnceEachInEveryForm() throws IOException {
    engine
        .jdbc
        .sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                chart_revision, shared_files, reason, revision, changed_by, detected_at, changed_at)
            select trial, 'p' || n, state, outcome, trial_version, as_of, verdict, chart_revision,
                shared_files, reason, revision, changed_by, detected_at, changed_at
            from candidate cross join generate_series(1, 1200) n
            """)
        .update();
    assertThat(written(Map.of(), ScreeningExports::csv).lines())
        .hasSize(1202)
        .doesNotHaveDuplicates();
    assertThat(written(Map.of(), ScreeningExports::odm).split("<SubjectData ")).hasSize(1202);
    Bundle bundle =
        FhirR4.get()
            .newJsonParser()
            .parseResource(Bundle.class, written(Map.of(), ScreeningExports::fhir));
    assertThat(bundle.getEntry()).hasSize(1 + 1201 * 2 + 1);
  }

  /** The schema is CDISC's and not ours to ship. */
  @ParameterizedTest
  @ValueSource(strings = {"relative", "exact"})
  void theOdmFilePassesCdiscsOwnSchemaWhereItIsGiven(String dates) throws Exception {
    Path official = Path.of(System.getProperty("trialward.odm.schema", "no schema given"));
    assumeTrue(
        Files.isReadable(official),
        "skipped: give CDISC's schema with -Dtrialward.odm.schema=…/ODM1-3-2.xsd");
    String text =
        written(Map.of("trialward.ctms.screening-log.dates", dates), ScreeningExports::odm);
    assertThat(text).contains("<SubjectData ");
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(official.toFile())
            .newValidator();
    validator.validate(new StreamSource(new StringReader(text)));
    assertThatThrownBy(() ->
            validator.validate(
                new StreamSource(new StringReader(text.replace(" SubjectKey=", " Key=")))))
        .isInstanceOf(SAXException.class);
  }

  @Test
  void aTrialThatNobodyKnowsHasNoLog() {
    assertThat(exports(Map.of()).study(new TrialId("NOPE"))).isEmpty();
  }

  @Test
  void aTrialOutOfForceKeepsItsLog() throws IOException {
    Files.delete(trialFiles.resolve("T1.yaml"));
    engine.trials.reload("test");
    assertThat(written(Map.of(), ScreeningExports::csv).lines()).hasSize(2);
  }
}
