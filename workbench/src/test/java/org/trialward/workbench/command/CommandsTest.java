package org.trialward.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.matcher.Matcher;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.TestCharts;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.Body;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.record.HospitalRecords;
import tools.jackson.databind.JsonNode;

class CommandsTest {
  @TempDir Path home;
  private Path trials = Path.of("");
  private Path patients = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    trials = Files.createDirectory(home.resolve("trials"));
    patients = Files.createDirectory(home.resolve("patients"));
  }

  /** What a command printed, and its exit code. */
  private record Ran(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private static Ran run(Object... args) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exit = Commands.run(Stream.of(args).map(Object::toString).toArray(String[]::new));
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  private static final String RECORD =
      """
      {"protocolSection":{"identificationModule":{"nctId":"NCT1","briefTitle":"A trial"},\
      "eligibilityModule":{"eligibilityCriteria":"Inclusion Criteria:\\n\\n* Type 2 diabetes.\\n* Can walk.\\n\\nExclusion Criteria:\\n\\n* Heart attack.",\
      "minimumAge":"18 Years","sex":"ALL"}}}
      """;

  private static final String FOR_RECORD =
      """
      registry: {record: NCT1}
      codes:
        diabetes:
          snomed: {44054006: Type 2 diabetes}
        heart-attack:
          snomed: {22298006: Heart attack}
      criteria:
        - {id: adult, kind: inclusion, registry: minimumAge, text: Of age., when: {age: {at-least: 18 years}}}
        - {id: diabetes, kind: inclusion, registry: 1, text: Has type 2 diabetes., when: {diagnosis: diabetes}}
        - {id: walks, kind: inclusion, registry: 2, text: Can walk., when: {needs-a-person: See for yourself.}}
        - {id: heart, kind: exclusion, registry: 3, text: Had a heart attack., when: {diagnosis: {of: heart-attack, status: ever}}}
      """;

  @Nested
  class Check {

    @Test
    void everyMistakeOfAFileIsPrintedAtOnceWithLineAndRemedy() {
      TestTrials.write(trials, "GOOD", "1", "recruiting", FOR_RECORD);
      Path bad =
          TestTrials.write(
              trials.resolve("bad.yaml"),
              """
              trialward: 1
              id: BAD
              version: "1"
              title: A trial
              area: diabetes
              status: recruting
              codes:
                diabetes:
                  snowmed: {44054006: Type 2 diabetes}
                unused:
                  snomed: {1: Something}
              criteria:
                - id: adult
                  kind: inclusion
                  text: Of age.
                  when:
                    age: {at-least: 18}
                - id: walks
                  kind: inclusion
                  text: Can walk.
                  whem: {needs-a-person: See for yourself.}
                - id: diabetes
                  kind: inclusion
                  text: Has diabetes.
                  when: {diagnosis: diabetes}
              """);
      Ran ran = run("check", trials);
      assertThat(ran.exit()).isEqualTo(1);
      List<String> mistakes =
          ran.lines().stream().filter(line -> line.startsWith(bad.toString())).toList();
      assertThat(mistakes.stream().map(line -> line.replaceFirst("^[^:]+:(\\d+):.*", "$1")))
          .containsSubsequence("6", "9", "10", "17", "21");
      assertThat(mistakes)
          .hasSizeGreaterThanOrEqualTo(5)
          .allSatisfy(line -> assertThat(line).matches(".+\\.yaml:\\d+: .+\\. .+\\."));
      assertThat(ran.out())
          .contains("`recruting`", "`snowmed`", "`unused`", "`18`", "`whem`")
          .contains("GOOD version 1: 3 computable, 1 needs-a-person");
      assertThat(ran.lines().getLast()).isEqualTo("2 files, " + mistakes.size() + " mistakes");
    }

    @Test
    void aFileWithoutMistakesIsFine() {
      TestTrials.write(trials, "GOOD", "1", "recruiting", FOR_RECORD);
      Ran ran = run("check", trials);
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines().getLast()).isEqualTo("1 files, 0 mistakes");
      assertThat(ran.err()).isEmpty();
    }

    @Test
    void nothingToCheckIsNotASuccess() {
      assertThat(run("check", home.resolve("nowhere")).exit()).isEqualTo(2);
      Ran empty = run("check", trials);
      assertThat(empty.exit()).isEqualTo(2);
      assertThat(empty.err()).contains("holds no .yaml file");
    }

    @Test
    void aSentenceOfTheRecordThatNoCriterionNamesIsFound() throws IOException {
      Path records = home.resolve("records.ndjson.gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(records))) {
        out.write(RECORD.getBytes(StandardCharsets.UTF_8));
      }
      TestTrials.write(trials, "T1", "1", "recruiting", FOR_RECORD);
      assertThat(run("check", trials, "--registry", records).exit()).isZero();
      TestTrials.write(
          trials, "T1", "1", "recruiting", FOR_RECORD.replace("registry: 2,", "registry: 1,"));
      Ran ran = run("check", trials, "--registry", records);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).contains("`2` of NCT1 is not accounted for: Can walk.");
    }

    @Test
    void aRecordThatIsNotInTheFileIsFound() {
      Path records =
          TestTrials.write(home.resolve("records.ndjson"), RECORD.replace("NCT1", "NCT2"));
      TestTrials.write(trials, "T1", "1", "recruiting", FOR_RECORD);
      Ran ran = run("check", trials, "--registry", records);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).contains("the record `NCT1` is not in " + records);
    }

    @Test
    void aRegistryFileThatIsNotThereIsNamedWithItsRemedy() {
      TestTrials.write(trials, "T1", "1", "recruiting", FOR_RECORD);
      Ran ran = run("check", trials, "--registry", home.resolve("nowhere.ndjson"));
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("nowhere.ndjson: no such file.");
    }

    @Test
    void theDemosTrialsAccountForEverySentenceOfTheirRecords()
        throws IOException, InterruptedException {
      Path records = Path.of("../../shared/data/trials/studies-dev.ndjson.gz");
      assumeThat(records).as("the registry extract lies beside this checkout").exists();
      Path mcode =
          unpacked(Path.of("../../shared/data/mcode-fixtures.tar.xz"))
              .resolve("mcode-fixtures/service/spec/data/NCT02513394.json");
      Ran ran = run("check", "../demo/trials", "--registry", records, "--registry", mcode);
      assertThat(ran.out()).endsWith("26 files, 0 mistakes\n");
      assertThat(ran.exit()).isZero();
    }

    private Path unpacked(Path archive) throws IOException, InterruptedException {
      Process tar =
          new ProcessBuilder(
                  "tar", "xf", archive.toAbsolutePath().toString(), "-C", home.toString())
              .inheritIO()
              .start();
      assumeThat(tar.waitFor()).as("tar can unpack " + archive.getFileName()).isZero();
      return home;
    }
  }

  @Nested
  class Explain {

    @Test
    void aTrialIsToldInPlainEnglish() {
      Ran ran = run("explain", "../demo/trials/NCT00000542.yaml");
      assertThat(ran.exit()).isZero();
      assertThat(ran.out())
          .contains("NCT00000542")
          .contains("at least 55 years old")
          .contains("hypertension");
    }

    @Test
    void aFileWithMistakesIsNotTold() {
      Path file = TestTrials.write(home.resolve("broken.yaml"), "trialward: 1\n");
      Ran ran = run("explain", file);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("`id` is missing");
    }

    @Test
    void aMissingFileIsSaid() {
      assertThat(run("explain", home.resolve("no.yaml")).exit()).isEqualTo(2);
    }
  }

  @Nested
  class TestPatients {

    @Test
    void theDemosTestPatientsComeOutAsExpected() {
      Ran ran = run("test", "../demo/trials");
      assertThat(ran.out()).contains("0 failed");
      assertThat(ran.exit()).isZero();
    }

    @Test
    void aCaseThatComesOutOtherwiseIsShown() throws IOException {
      Files.copy(Path.of("../demo/trials/NCT00000542.yaml"), home.resolve("NCT00000542.yaml"));
      Path cases =
          TestTrials.write(
              home.resolve("NCT00000542.cases.yaml"),
              """
              trial: NCT00000542
              cases:
                - name: a young man
                  because: He is too young.
                  as-of: 2025-01-01
                  patient: {born: 2000-01-01, sex: male}
                  facts:
                    - diagnosis: hypertension
                  expect: eligible
                  criteria: {age: yes, hypertension: yes}
              """);
      Ran ran = run("test", cases);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).contains("a young man").contains("age");
    }

    @Test
    void aFolderWithoutCasesIsSaid() {
      Ran ran = run("test", home);
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains(".cases.yaml");
    }
  }

  @Nested
  class InAndOut {

    @Test
    void anExportedStudyComesBackAsItWas() throws IOException {
      Path out = home.resolve("export");
      assertThat(run("export", "fhir-r4", "../demo/trials/NCT00000542.yaml", "--out", out).exit())
          .isZero();
      Ran ran = run("import", "fhir", out.resolve("NCT00000542.fhir-r4.json"), "--out", home);
      assertThat(ran.exit()).isZero();
      Path file = home.resolve("NCT00000542.yaml");
      assertThat(TrialReader.read(file).trial().map(Trial::criteria))
          .isEqualTo(
              TrialReader.read(Path.of("../demo/trials/NCT00000542.yaml"))
                  .trial()
                  .map(Trial::criteria));
    }

    @Test
    void cqlAndR5AreWrittenToo() {
      Path out = home.resolve("export");
      assertThat(run("export", "cql", "../demo/trials/NCT00000542.yaml", "--out", out).exit())
          .isZero();
      assertThat(out.resolve("NCT00000542.cql")).content().contains("library \"NCT00000542\"");
      assertThat(run("export", "fhir-r5", "../demo/trials/NCT00000542.yaml", "--out", out).exit())
          .isZero();
      assertThat(out.resolve("NCT00000542.fhir-r5.json")).content().contains("\"recruitment\"");
    }

    @Test
    void ctmlBecomesTrialFiles() {
      Path file = Path.of("../rules/src/test/resources/ctml/two-trials.json");
      Ran ran = run("import", "ctml", file, "--out", home.resolve("imported"));
      assertThat(ran.exit()).isZero();
      assertThat(home.resolve("imported").toFile().list()).hasSize(2);
    }

    @Test
    void aFileThatIsNotThereIsSaidWithItsRemedy() {
      assertThat(run("import", "ctml", home.resolve("no.yaml")).err()).contains("no such file");
      assertThat(run("import", "fhir", home.resolve("no.json")).err()).contains("no such file");
      assertThat(run("check", "../demo/trials", "--registry", home.resolve("no.json")).err())
          .contains("no such file");
    }

    @Test
    void anUnknownFormatIsSaid() {
      assertThat(run("import").exit()).isEqualTo(2);
      assertThat(run("export", "pdf", "../demo/trials").exit()).isEqualTo(2);
    }
  }

  @Nested
  class Registry {

    @Test
    void theNumbersOfTheSentencesArePrinted() {
      Path records = TestTrials.write(home.resolve("records.ndjson"), RECORD);
      Ran ran = run("registry", records, "NCT1");
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines())
          .containsExactly(
              "         1  Type 2 diabetes.",
              "         2  Can walk.",
              "         3  Heart attack.",
              "minimumAge  18 Years");
    }

    @Test
    void aRecordThatIsNotThereIsSaid() {
      Path records = TestTrials.write(home.resolve("records.ndjson"), RECORD);
      Ran ran = run("registry", records, "NCT2");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("holds no record `NCT2`");
    }
  }

  private static String bundle(String... resources) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
        + String.join(",", Stream.of(resources).map(r -> "{\"resource\":" + r + "}").toList())
        + "]}";
  }

  private static String patient(String id) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"female\",\"birthDate\":\"1970-05-01\"}"
        .formatted(id);
  }

  private static String condition(String patient, String code) {
    return """
    {"resourceType":"Condition","id":"c-%1$s-%2$s","subject":{"reference":"Patient/%1$s"},\
    "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},\
    "code":{"coding":[{"system":"http://snomed.info/sct","code":"%2$s"}]}}\
    """
        .formatted(patient, code);
  }

  private static String hba1c(String patient) {
    return """
    {"resourceType":"Observation","id":"o-%1$s","status":"final","subject":{"reference":"Patient/%1$s"},\
    "effectiveDateTime":"2025-02-01","code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},\
    "valueQuantity":{"value":8.1,"system":"http://unitsofmeasure.org","code":"%%"}}\
    """
        .formatted(patient);
  }

  @Nested
  class Match {

    @BeforeEach
    void trialsAndPatients() {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      TestTrials.write(trials, "T2", "1", "recruiting", TestTrials.WITH_HBA1C);
      TestTrials.write(
          patients.resolve("a.json"), bundle(patient("anna"), condition("anna", "44054006")));
      TestTrials.write(
          patients.resolve("b.json"),
          bundle(patient("bert"), condition("bert", "22298006"), condition("bert", "44054006")));
      TestTrials.write(
          patients.resolve("c.ndjson"),
          String.join("\n", condition("cleo", "44054006"), hba1c("cleo"), patient("cleo")));
    }

    @Test
    void theSitesOwnCodesCountOnceAConceptMapSaysWhatTheyMean() {
      TestTrials.write(
          patients.resolve("d.json"),
          bundle(
              patient("dora"),
              condition("dora", "DM2")
                  .replace(
                      "\"http://snomed.info/sct\",\"code\":\"DM2\"",
                      "\"urn:ward\",\"code\":\"DM2\"")));
      Ran before = match("table");
      assertThat(before.err()).contains("unmapped: urn:ward DM2, 1 times");
      TestTrials.write(
          trials.resolve("ward.conceptmap.json"),
          """
          {"resourceType": "ConceptMap", "status": "active", "group": [
            {"source": "urn:ward", "target": "http://snomed.info/sct", "element": [
              {"code": "DM2", "target": [{"code": "44054006", "equivalence": "equivalent"}]}]}]}
          """);
      Ran after = match("table");
      assertThat(after.err()).doesNotContain("unmapped");
      assertThat(after.lines()).anyMatch(line -> line.matches("T1 +dora +ELIGIBLE.*"));
    }

    private Ran match(String format) {
      return run(
          "match",
          "--trials",
          trials,
          "--patients",
          patients,
          "--as-of",
          "2025-03-01",
          "--format",
          format);
    }

    @Test
    void theTableHoldsEveryVerdictWithItsReason() {
      Ran ran = match("table");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines().stream().map(line -> line.replaceAll(" +", " ")))
          .containsExactly(
              "trial patient outcome because",
              "T1 anna ELIGIBLE",
              "T2 anna POSSIBLE open: hba1c",
              "T1 bert INELIGIBLE against: no-heart-attack",
              "T2 bert INELIGIBLE against: no-heart-attack",
              "T1 cleo ELIGIBLE",
              "T2 cleo ELIGIBLE");
    }

    @Test
    void theSameInputGivesTheSameBytes() {
      assertThat(match("json")).isEqualTo(match("json"));
      assertThat(match("json").lines()).hasSize(6);
    }

    @Test
    void theOrderOfPatientsResourcesAndFilesDoesNotMatter() throws IOException {
      String before = match("json").out();
      for (String file : List.of("a.json", "b.json", "c.ndjson")) {
        Files.delete(patients.resolve(file));
      }
      TestTrials.write(
          patients.resolve("1.ndjson"),
          String.join(
              "\n", hba1c("cleo"), condition("bert", "44054006"), condition("anna", "44054006")));
      TestTrials.write(
          patients.resolve("2.json"),
          bundle(
              condition("bert", "22298006"),
              patient("cleo"),
              patient("bert"),
              condition("cleo", "44054006")));
      TestTrials.write(patients.resolve("3.json"), patient("anna"));
      assertThat(match("json").out()).isEqualTo(before);
    }

    @Test
    void eachLineOfJsonIsAVerdictWithCriteriaAndEvidence() {
      List<JsonNode> verdicts =
          match("json").lines().stream().map(line -> Json.mapper().readTree(line)).toList();
      assertThat(verdicts)
          .allSatisfy(verdict -> {
            assertThat(verdict.path("asOf").asString()).isEqualTo("2025-03-01");
            assertThat(verdict.path("trialVersion").asString()).isEqualTo("1");
            assertThat(verdict.path("criteria")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(verdict.path("criteria"))
                .allSatisfy(criterion -> assertThat(criterion.path("evidence")).isNotEmpty());
          });
      JsonNode hba1c = verdicts.getLast().path("criteria").get(2);
      assertThat(hba1c.path("id").asString()).isEqualTo("hba1c");
      assertThat(hba1c.path("truth").asString()).isEqualTo("TRUE");
      JsonNode evidence = hba1c.path("evidence").get(0);
      assertThat(evidence.path("kind").asString()).isEqualTo("Supporting");
      assertThat(evidence.path("observed").path("value").asString()).isEqualTo("8.1 %");
      assertThat(evidence.path("observed").path("source").path("id").asString())
          .isEqualTo("o-cleo");
    }

    @Test
    void whatCannotBeReadIsSaidWithItsRemedyAndTheRestGoesOn() {
      String whole = match("json").out();
      TestTrials.write(patients.resolve("broken.json"), "{\"resourceType\":\"Bundle\",\"entry\":[");
      TestTrials.write(
          patients.resolve("strange.json"), bundle("{\"resourceType\":\"Pationt\",\"id\":\"x\"}"));
      TestTrials.write(trials, "T3", "1", "recruting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      Ran ran = match("json");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).isEqualTo(whole);
      assertThat(ran.err())
          .contains("broken.json, line 1: this is not JSON: the file may have been cut off")
          .contains("strange.json: `Pationt` is not a resource type of FHIR R4")
          .contains("T3.yaml:6: ");
    }

    @Test
    void noTrialsOrNoPatientsIsNotASuccess() throws IOException {
      Path empty = Files.createDirectory(home.resolve("empty"));
      Ran noTrials =
          run("match", "--trials", empty, "--patients", patients, "--as-of", "2025-03-01");
      assertThat(noTrials.exit()).isNotZero();
      assertThat(noTrials.err()).contains(empty + ": holds no .yaml file");
      Ran noPatients =
          run("match", "--trials", trials, "--patients", empty, "--as-of", "2025-03-01");
      assertThat(noPatients.exit()).isNotZero();
      assertThat(noPatients.err()).contains(".ndjson");
      assertThat(
              run(
                      "match",
                      "--trials",
                      home.resolve("no"),
                      "--patients",
                      patients,
                      "--as-of",
                      "2025-03-01")
                  .exit())
          .isEqualTo(2);
    }

    @Test
    void aDateThatIsNoneIsRefused() {
      Ran ran = run("match", "--trials", trials, "--patients", patients, "--as-of", "yesterday");
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains("--as-of").contains("yesterday");
    }
  }

  @Nested
  class Compare {
    private Path amended = Path.of("");

    @BeforeEach
    void trialsAndPatients() throws IOException {
      amended = Files.createDirectory(home.resolve("amended"));
      TestTrials.write(
          patients.resolve("a.json"), bundle(patient("anna"), condition("anna", "44054006")));
      TestTrials.write(
          patients.resolve("b.json"),
          bundle(patient("bert"), condition("bert", "22298006"), condition("bert", "44054006")));
      TestTrials.write(
          patients.resolve("c.ndjson"),
          String.join("\n", condition("cleo", "44054006"), hba1c("cleo"), patient("cleo")));
    }

    private Ran compare(Path old, Path young) {
      return run("compare", old, young, "--patients", patients, "--as-of", "2025-03-01");
    }

    private static String rules(String... criteria) {
      return """
      codes:
        diabetes:
          snomed: {44054006: Type 2 diabetes}
        heart-attack:
          snomed: {22298006: Heart attack}
        hba1c:
          loinc: {4548-4: HbA1c}
      criteria:
      """
          + String.join("", criteria);
    }

    private static final String DIABETES =
        "  - {id: diabetes, kind: inclusion, text: Has type 2 diabetes., when: {diagnosis: diabetes}}\n";
    private static final String NO_HEART_ATTACK =
        "  - {id: heart, kind: exclusion, text: Had a heart attack., when: {diagnosis: {of: heart-attack, status: ever}}}\n";
    private static final String HBA1C =
        "  - {id: hba1c, kind: inclusion, text: HbA1c of 7 % or more., when: {measurement: {of: hba1c, value: {at-least: 7 %}, within: 90 days}}}\n";

    /** All codes of a file must be used. */
    private static final String ANY_OF_THEM =
        "  - {id: any, kind: inclusion, text: Any of them., when: {any: [{diagnosis: {of: heart-attack, status: ever}}, {diagnosis: diabetes}, {measurement: {of: hba1c, value: {at-least: 0 %}}}]}}\n";

    @Test
    void whoAppearsWhoDisappearsAndWhoseReasonChangesIsPrintedWithCountsFirst() {
      TestTrials.write(
          trials, "T1", "1", "recruiting", rules(DIABETES, NO_HEART_ATTACK, ANY_OF_THEM));
      TestTrials.write(amended, "T1", "2", "recruiting", rules(DIABETES, HBA1C, ANY_OF_THEM));
      Ran ran = compare(trials, amended);
      assertThat(ran.err()).isEmpty();
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines())
          .containsExactly(
              "3 patients, as of 2025-03-01",
              "T1 version 1 to 2: 1 appear, 0 disappear, 1 change",
              "  appears     bert: POSSIBLE",
              "  changes     anna: ELIGIBLE, now POSSIBLE (open: hba1c \"HbA1c of 7 % or more.\")",
              "1 trials ask otherwise");
      Ran back = compare(amended, trials);
      assertThat(back.lines())
          .containsExactly(
              "3 patients, as of 2025-03-01",
              "T1 version 2 to 1: 0 appear, 1 disappear, 1 change",
              "  disappears  bert: against: heart \"Had a heart attack.\"",
              "  changes     anna: POSSIBLE (open: hba1c \"HbA1c of 7 % or more.\"), now ELIGIBLE",
              "1 trials ask otherwise");
    }

    @Test
    void aNewTrialAndOneThatIsGoneAreNamedAsSuch() {
      Path old =
          TestTrials.write(
              trials, "OLD", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      Path young =
          TestTrials.write(
              amended, "YOUNG", "7", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      assertThat(compare(old, young).lines())
          .containsExactly(
              "3 patients, as of 2025-03-01",
              "OLD gone: 0 appear, 2 disappear, 0 change",
              "  disappears  anna: the trial is gone",
              "  disappears  cleo: the trial is gone",
              "YOUNG version 7, new: 2 appear, 0 disappear, 0 change",
              "  appears     anna: ELIGIBLE",
              "  appears     cleo: ELIGIBLE",
              "2 trials ask otherwise");
    }

    @Test
    void aTrialWhoseApprovalHasExpiredSaysSo() {
      String rules = TestTrials.DIABETES_WITHOUT_HEART_ATTACK;
      TestTrials.write(trials, "T1", "1", "recruiting", rules);
      TestTrials.write(
          amended,
          "T1",
          "1",
          "recruiting",
          "approval: {number: \"7\", expires: 2025-02-28}\n" + rules);
      assertThat(compare(trials, amended).lines())
          .contains("T1 version 1: 0 appear, 2 disappear, 0 change")
          .contains("  disappears  anna: its approval has expired");
    }

    @Test
    void theSameTrialsAskTheSame() {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      Ran ran = compare(trials, trials);
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines())
          .containsExactly("3 patients, as of 2025-03-01", "0 trials ask otherwise");
    }

    @Test
    void otherTranslationsOfTheSitesCodesAreComparedToo() {
      TestTrials.write(
          patients.resolve("d.json"),
          bundle(
              patient("dora"),
              condition("dora", "DM2")
                  .replace(
                      "\"http://snomed.info/sct\",\"code\":\"DM2\"",
                      "\"urn:ward\",\"code\":\"DM2\"")));
      for (Path folder : List.of(trials, amended)) {
        TestTrials.write(folder, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      }
      TestTrials.write(
          amended.resolve("ward.conceptmap.json"),
          """
          {"resourceType": "ConceptMap", "status": "active", "group": [
            {"source": "urn:ward", "target": "http://snomed.info/sct", "element": [
              {"code": "DM2", "target": [{"code": "44054006", "equivalence": "equivalent"}]}]}]}
          """);
      assertThat(compare(trials, amended).lines())
          .containsExactly(
              "4 patients, as of 2025-03-01",
              "0 trials ask otherwise",
              "The site's codes are translated otherwise. With the new trials:",
              "T1 version 1: 1 appear, 0 disappear, 0 change",
              "  appears     dora: ELIGIBLE");
      assertThat(compare(amended, trials).lines())
          .endsWith(
              "T1 version 1: 0 appear, 1 disappear, 0 change",
              "  disappears  dora: against: diabetes \"Has type 2 diabetes.\"");
    }

    @Test
    void patientsMayComeFromSeveralFiles() {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      Ran ran =
          run(
              "compare",
              trials,
              trials,
              "--as-of",
              "2025-03-01",
              "--patients",
              patients.resolve("a.json"),
              patients.resolve("c.ndjson"));
      assertThat(ran.lines()).startsWith("2 patients, as of 2025-03-01");
    }

    @Test
    void withoutAReferenceDateItIsToday() {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      Ran ran = run("compare", trials, trials, "--patients", patients);
      assertThat(ran.exit()).isZero();
      assertThat(ran.lines().getFirst()).matches("3 patients, as of \\d{4}-\\d{2}-\\d{2}");
    }

    @Test
    void aTrialThatCannotBeReadIsNotTakenForOneThatIsGone() {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      TestTrials.write(amended, "T1", "2", "recruting", TestTrials.WITH_HBA1C);
      Ran ran = compare(trials, amended);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("T1.yaml:6: ").contains("Correct this first");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      Ran noFolder = compare(trials, home.resolve("nowhere"));
      assertThat(noFolder.exit()).isEqualTo(2);
      assertThat(noFolder.err()).contains("nowhere: no such file or folder.");
      Ran noTrials = compare(trials, Files.createDirectory(home.resolve("empty")));
      assertThat(noTrials.exit()).isEqualTo(1);
      assertThat(noTrials.err()).contains("empty: holds no .yaml file");
    }

    @Test
    void nothingOfThePatientsIsLeftBehind() throws IOException {
      TestTrials.write(trials, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
      List<Path> before = leftBehind();
      assertThat(compare(trials, trials).exit()).isZero();
      assertThat(leftBehind()).isEqualTo(before);
    }

    private static List<Path> leftBehind() throws IOException {
      try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return temporary
            .filter(path -> path.getFileName().toString().startsWith("trialward-compare"))
            .sorted()
            .toList();
      }
    }
  }

  /** As documented: settings follow the command, as they follow the application. */
  @Nested
  class OnTheDatabase {

    @Test
    void theAuditIsVerifiedAndParkedEventsAreReplayedWithSettingsOnTheCommandLine() {
      try (TestDatabase database = TestDatabase.fresh()) {
        String url = "--trialward.database.url=" + database.url();
        String user = "--trialward.database.user=postgres";
        AuditLog audit =
            database.transactional(
                AuditLog.class, new AuditLog(database.jdbc(), new TestClock().site()));
        audit.append("carla", AuditAction.SEEN, "T/p", "detail");
        database
            .jdbc()
            .sql(
                """
                insert into inbox (feed, patient, occurred_at, received_at, dedup_key, state, attempts, not_before)
                values ('emr', 'anna', now(), now(), 'key', 'PARKED', 8, now())
                """)
            .update();
        Ran replay = run("replay", url, user);
        assertThat(replay.exit()).as(replay.err()).isZero();
        assertThat(replay.out()).isEqualTo("1 events are open again.\n");
        Ran holds = run("audit-verify", url, user);
        assertThat(holds.exit()).as(holds.err()).isZero();
        assertThat(holds.out()).startsWith("The audit holds: 2 entries, last hash ");
        database.jdbc().sql("alter table audit disable trigger all").update();
        database.jdbc().sql("update audit set who = 'dora' where seq = 1").update();
        Ran broken = run("audit-verify", url, user);
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
            .contains("The audit is broken after 0 entries: entry 1 was changed.");
      }
    }

    @Test
    void whatCouldNotBeReadIsListedShownAndReplayed() {
      try (TestDatabase database = TestDatabase.fresh()) {
        var audit =
            database.transactional(
                AuditLog.class, new AuditLog(database.jdbc(), new TestClock().site()));
        var messages =
            database.transactional(
                MessageStore.class,
                new MessageStore(
                    database.jdbc(),
                    new HospitalRecords(database.jdbc(), Json.mapper()),
                    new TestClock().site()));
        for (String key : List.of("a", "b")) {
          messages.addRefused(
              new Arriving(
                  "adt",
                  Format.HL7V2,
                  "ADT^A08",
                  key,
                  Instant.parse("2025-03-01T07:00:00Z"),
                  new Body("MSH|x\rPID|||4711".getBytes(StandardCharsets.UTF_8))),
              "PID-3 is empty: have the sender fill it.");
        }
        Ran list = inbox(database, "list");
        assertThat(list.exit()).as(list.err()).isZero();
        assertThat(list.lines()).hasSize(3);
        assertThat(list.out())
            .contains("m1 ", "ADT^A08", "PID-3 is empty: have the sender fill it.")
            .doesNotContain("4711");

        Ran show = inbox(database, "show", "m1");
        assertThat(show.out()).contains("state     parked", "PID-3").doesNotContain("4711");
        assertThat(audit.about("message 1", 9)).isEmpty();
        Ran body = inbox(database, "show", "M1", "--body");
        assertThat(body.lines()).endsWith("MSH|x", "PID|||4711");
        assertThat(audit.about("message 1", 9))
            .extracting(AuditLog.Entry::action)
            .containsExactly("MESSAGE_SEEN");

        assertThat(inbox(database, "replay", "m1").out()).isEqualTo("m1 is open again.\n");
        Ran again = inbox(database, "replay", "m1");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("m1 is not parked");
        assertThat(inbox(database, "replay", "--all").lines())
            .containsExactly("0 events are open again.", "1 messages are open again.");
        assertThat(inbox(database, "list").out()).isEqualTo("Nothing is parked.\n");

        database.jdbc().sql("update message set state = 'DONE', done_at = now()").update();
        Ran since = inbox(database, "replay", "--feed", "adt", "--since", "2025-03-01");
        assertThat(since.out()).isEqualTo("2 messages are open again.\n");
        Ran nothing = inbox(database, "replay", "--feed", "lab", "--since", "2025-03-01");
        assertThat(nothing.exit()).isEqualTo(1);
        assertThat(nothing.err()).contains("No message of `lab` since 2025-03-01 00:00");
        Ran noMoment = inbox(database, "replay", "--feed", "adt", "--since", "yesterday");
        assertThat(noMoment.exit()).isEqualTo(2);
        assertThat(noMoment.err()).contains("`yesterday` is no moment: write 2026-11-20");
        assertThat(inbox(database, "show", "m99").err()).contains("There is no message m99");
      }
    }

    private Ran inbox(TestDatabase database, String... words) {
      return run(
          Stream.concat(
                  Stream.concat(Stream.of("inbox"), Stream.of(words)),
                  Stream.of(
                      "--trialward.database.url=" + database.url(),
                      "--trialward.database.user=postgres"))
              .toArray());
    }

    @Test
    void anInboxCommandThatSaysTooLittleIsToldWhatIsMissing() {
      assertThat(run("inbox").err()).contains("list, show ID, or replay ID");
      assertThat(run("inbox", "replay").err()).contains("one ID, or --feed with --since, or --all");
      assertThat(run("inbox", "replay", "m1", "--all").exit()).isEqualTo(2);
      assertThat(run("inbox", "replay", "--feed", "adt").err()).contains("belong together");
      assertThat(run("inbox", "show", "12").err()).contains("`12` names nothing: write m12");
      assertThat(run("inbox", "show", "e12").err()).contains("nothing but what the list shows");
    }

    @Test
    void theIndexOfPatientsIsMadeAgainUnlessTheApplicationRuns(@TempDir Path folder) {
      try (TestDatabase database = TestDatabase.fresh()) {
        TestClock clock = new TestClock();
        var charts = new ChartStore(database.jdbc(), Json.mapper(), clock.site());
        charts.save(TestCharts.diabetic("anna"));
        charts.save(TestCharts.chart("bert"));
        String[] settings = {
          "--trialward.database.url=" + database.url(),
          "--trialward.database.user=postgres",
          "--trialward.trials.path=" + trials,
          "--trialward.index.path=" + folder
        };
        Ran before = index("status", settings);
        assertThat(before.exit()).as(before.err()).isZero();
        assertThat(before.out()).startsWith("0 of 2 patients, ");
        Ran rebuild = index("rebuild", settings);
        assertThat(rebuild.exit()).as(rebuild.err()).isZero();
        assertThat(rebuild.out()).isEqualTo("The index holds 2 patients.\n");
        assertThat(rebuild.err()).contains("[##############################] 2 of 2 patients");
        assertThat(index("status", settings).out()).startsWith("2 of 2 patients, ");

        var readings = new PatientReadings(charts, Vocabulary::standard, clock.site());
        var rounds =
            new RematchRounds(database.jdbc(), new FeedCursors(database.jdbc(), clock.site()));
        try (Matcher matcher = new Matcher(List.of());
            PatientIndex held =
                new PatientIndex(
                    folder,
                    charts,
                    readings,
                    matcher,
                    rounds,
                    clock.site(),
                    database.transaction())) {
          held.catchUp(progress -> {});
          Ran refused = index("rebuild", settings);
          assertThat(refused.exit()).isEqualTo(1);
          assertThat(refused.err()).contains("The application runs on this index");
        }
      }
    }

    private Ran index(String action, String... settings) {
      return run(Stream.concat(Stream.of("index", action), Stream.of(settings)).toArray());
    }

    @Test
    void whatIsNoSettingIsRefused() {
      Ran ran = run("replay", "--everything");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("`--everything` is not a setting");
    }

    @Test
    void whoLeavesIsRemovedWithWhatTheyOpened() {
      try (TestDatabase database = TestDatabase.fresh()) {
        String url = "--trialward.database.url=" + database.url();
        String user = "--trialward.database.user=postgres";
        Ran admitted = run("user", "carla", "--role", "coordinator", url, user);
        assertThat(admitted.exit()).as(admitted.err()).isZero();
        database
            .jdbc()
            .sql("insert into spring_session values ('1', '1', 0, 0, 1800, 0, 'carla')")
            .update();

        Ran removed = run("user", "carla", "--remove", url, user);

        assertThat(removed.exit()).as(removed.err()).isZero();
        assertThat(removed.out()).isEqualTo("carla is removed.\n");
        assertThat(
                database
                    .jdbc()
                    .sql(
                        "select name from app_user union all select principal_name from spring_session")
                    .query(String.class)
                    .list())
            .isEmpty();
        assertThat(
                database
                    .jdbc()
                    .sql("select action || ' ' || subject || ' ' || detail from audit order by seq")
                    .query(String.class)
                    .list())
            .containsExactly("USER_CHANGED carla role COORDINATOR", "USER_CHANGED carla removed");
        Ran again = run("user", "carla", "--remove", url, user);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("There is no user `carla`");
        Ran engine = run("user", "engine", "--role", "administrator", url, user);
        assertThat(engine.exit()).isEqualTo(1);
        assertThat(engine.err()).contains("`engine`");
      }
    }

    @Test
    void aRoleThatDoesNotExistIsRefusedWithThoseThatDo() {
      Ran ran = run("user", "carla", "--role", "queen");
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains("queen").containsIgnoringCase("physician, coordinator");
    }
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Ran ran = run();
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("match", "check", "registry");
  }
}
