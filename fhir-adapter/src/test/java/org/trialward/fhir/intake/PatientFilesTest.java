package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;

class PatientFilesTest {
  private static final PatientFiles FILES = new PatientFiles(ZoneId.of("Europe/Berlin"));

  private static final String PATIENT =
      "{'resourceType':'Patient','id':'p1','birthDate':'1980-02-29','gender':'female'}";
  private static final String CONDITION =
      "{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'1'}]}}";
  private static final String RESULT =
      "{'resourceType':'Observation','id':'o1','status':'final','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'2'}]},'valueQuantity':{'value':7.20,'unit':'%'}}";

  @TempDir Path folder;

  private void write(String name, String singleQuoted) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), Resources.json(singleQuoted));
  }

  private static String bundle(List<String> resources) {
    return "{'resourceType':'Bundle','type':'collection','entry':[%s]}"
        .formatted(
            String.join(",", resources.stream().map(r -> "{'resource':" + r + "}").toList()));
  }

  private PatientFiles.Contents read() {
    return FILES.read(folder);
  }

  @Test
  void aBundleIsAPatient() throws IOException {
    write("a.json", bundle(List.of(PATIENT, CONDITION, RESULT)));
    PatientFiles.Contents contents = read();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.charts()).hasSize(1);
    assertThat(contents.charts().getFirst().id()).isEqualTo(new PatientId("p1"));
    assertThat(contents.charts().getFirst().facts()).hasSize(2);
    assertThat(contents.charts().getFirst().facts().toString()).contains("7.20 %");
  }

  @Test
  void aRecordThatIsInactiveOrWasReplacedIsNobodysChart() throws IOException {
    write(
        "a.json",
        bundle(
            List.of(
                PATIENT,
                CONDITION,
                "{'resourceType':'Patient','id':'p0','link':[{'type':'replaced-by','other':{'reference':'Patient/p1'}}]}",
                "{'resourceType':'Patient','id':'p9','active':false}")));
    PatientFiles.Contents contents = read();
    assertThat(contents.charts()).extracting(chart -> chart.id().value()).containsExactly("p1");
    assertThat(contents.problems())
        .containsExactlyInAnyOrder(
            "a.json: `Patient/p0` is not in use (inactive, or replaced by another record): it was left out with all that names it.",
            "a.json: `Patient/p9` is not in use (inactive, or replaced by another record): it was left out with all that names it.");
  }

  @Test
  void theOrderOfThingsDoesNotMatter() throws IOException {
    List<String> resources =
        new ArrayList<>(
            List.of(
                PATIENT,
                CONDITION,
                RESULT,
                CONDITION.replace("'c1'", "'c2'"),
                CONDITION.replace("'code':'1'", "'code':'other'"),
                "{'resourceType':'Patient','id':'p0'}"));
    write("a.json", bundle(resources));
    List<PatientChart> charts = read().charts();
    assertThat(charts).extracting(chart -> chart.id().value()).containsExactly("p0", "p1");
    var random = new Random(42);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(resources, random);
      write("a.json", bundle(resources));
      assertThat(read().charts()).isEqualTo(charts);
    }
  }

  @Test
  void aBulkExportIsReadAcrossItsFiles() throws IOException {
    write("out/Condition.ndjson", CONDITION + "\n\n" + CONDITION.replace("'c1'", "'c2'") + "\n");
    write("out/Patient.ndjson", PATIENT);
    write("out/notes.txt", "not ours");
    assertThat(read().charts().getFirst().facts()).hasSize(2);
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    try (var gzip =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("Condition.ndjson.gz")))) {
      gzip.write(Resources.json(CONDITION).getBytes(StandardCharsets.UTF_8));
    }
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("more.zip")))) {
      zip.putNextEntry(new ZipEntry("x/Patient.json"));
      zip.write(Resources.json(PATIENT).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("x/Observation.ndjson"));
      zip.write(Resources.json(RESULT).getBytes(StandardCharsets.UTF_8));
    }
    PatientFiles.Contents contents = read();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.charts().getFirst().facts()).hasSize(2);
  }

  @Test
  void aTransactionBundleRefersByUuid() throws IOException {
    write(
        "a.json",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:11111111-1111-4111-8111-111111111111','resource':{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'reference':'urn:uuid:22222222-2222-4222-8222-222222222222'},'medicationReference':{'reference':'urn:uuid:33333333-3333-4333-8333-333333333333'}}},{'fullUrl':'urn:uuid:22222222-2222-4222-8222-222222222222','resource':{'resourceType':'Patient','id':'p1'}},{'fullUrl':'urn:uuid:33333333-3333-4333-8333-333333333333','resource':{'resourceType':'Medication','code':{'coding':[{'system':'s','code':'metformin'}]}}}]}");
    PatientFiles.Contents contents = read();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.charts().getFirst().facts())
        .hasSize(1)
        .first()
        .isInstanceOfSatisfying(
            MedicationUse.class,
            use -> {
              assertThat(use.codes().getFirst().value()).isEqualTo("metformin");
              assertThat(use.source().id()).isEqualTo("11111111-1111-4111-8111-111111111111");
            });
  }

  @Test
  void theNewestVersionCounts() throws IOException {
    write(
        "a.json",
        bundle(List.of(PATIENT, CONDITION.replace("'id'", "'meta':{'versionId':'2'},'id'"))));
    write(
        "b.json",
        CONDITION
            .replace("'id'", "'meta':{'versionId':'10'},'id'")
            .replace("'code':'1'", "'code':'new'"));
    assertThat(read().charts().getFirst().facts())
        .extracting(fact -> fact.codes().getFirst().value())
        .containsExactly("new");
  }

  @Test
  void anUnknownTypeIsLeftOutAndTheRestGoesOn() throws IOException {
    write("a.json", bundle(List.of("{'resourceType':'Unicorn','id':'1'}", PATIENT, CONDITION)));
    PatientFiles.Contents contents = read();
    assertThat(contents.problems())
        .containsExactly("a.json: `Unicorn` is not a resource type of FHIR R4; it was left out.");
    assertThat(contents.charts().getFirst().facts()).hasSize(1);
  }

  @Test
  void brokenJsonNamesFileAndLineAndNotTheText() throws IOException {
    write("a.json", "{'resourceType':'Bundle',\n'entry':[{'Jane Doe");
    write("b.ndjson", PATIENT + "\nJane Doe\n" + CONDITION);
    PatientFiles.Contents contents = read();
    assertThat(contents.problems())
        .containsExactly(
            "a.json, line 2: this is not JSON: the file may have been cut off; export it again.",
            "b.ndjson, line 2: this is not JSON: correct or remove the line.");
    assertThat(contents.charts().getFirst().facts()).hasSize(1);
  }

  @Test
  void anEmptyFileAndAnEmptyFolderSaySo() throws IOException {
    assertThat(read().problems().getFirst()).contains("no .json, .ndjson, .gz or .zip file");
    write("a.json", " ");
    assertThat(read().problems()).containsExactly("a.json: the file is empty: export it again.");
  }

  @Test
  void whatIsNotFhirSaysSo() throws IOException {
    write("a.json", "{'name':'x'}");
    assertThat(read().problems().getFirst()).contains("resourceType");
  }

  @Test
  void factsWithoutTheirPatientAreCounted() throws IOException {
    write("a.json", bundle(List.of(CONDITION, RESULT)));
    PatientFiles.Contents contents = read();
    assertThat(contents.charts()).isEmpty();
    assertThat(contents.problems()).hasSize(1).first().asString().startsWith("a.json: 2 resources");
  }

  @Test
  void stu3IsRefusedByName() throws IOException {
    write(
        "a.json",
        bundle(
            List.of(
                PATIENT,
                "{'resourceType':'Condition','id':'old','clinicalStatus':'active','subject':{'reference':'Patient/p1'}}")));
    assertThat(read().problems())
        .containsExactly("a.json: `Condition/old` looks like FHIR STU3: convert it to R4 (4.0.1).");
  }

  @Test
  void anEndlessNumberIsNotWrittenOut() throws IOException {
    write("a.json", bundle(List.of(PATIENT, RESULT.replace("7.20", "1e999999999"))));
    assertThat(read().problems())
        .containsExactly("a.json: `Observation/o1` holds a number out of any range: correct it.");
  }

  @Test
  void aSingleFileMayBeNamed() throws IOException {
    write("a.json", PATIENT);
    write("b.json", PATIENT.replace("p1", "p2"));
    assertThat(FILES.read(folder.resolve("b.json")).charts())
        .extracting(chart -> chart.id().value())
        .containsExactly("p2");
  }

  @Test
  void ofTwoValuesTheOneThatATrialCanAskIsRead() throws IOException {
    write(
        "a.json",
        bundle(
            List.of(
                PATIENT,
                RESULT.replace(
                    "'valueQuantity'",
                    "'valueRatio':{},'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'10828004'}]},'valueQuantity'"))));
    PatientFiles.Contents contents = read();
    assertThat(contents.charts().getFirst().facts().toString()).contains("10828004");
    assertThat(contents.problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains("several values"))
        .anyMatch(problem -> problem.contains("`valueQuantity` was left out"));
  }

  @Test
  void twoResourcesOfOneIdAreReported() throws IOException {
    write("a.json", bundle(List.of(PATIENT, CONDITION, CONDITION)));
    assertThat(read().problems()).isEmpty();
    write("b.json", CONDITION.replace("'code':'1'", "'code':'other'"));
    assertThat(read().problems())
        .containsExactly(
            "b.json: `Condition/c1` was there before with other content and no newer version: one of them was left out, give each its own id.");
  }

  @Test
  void aStudyMayStandInAnotherFile() throws IOException {
    write("a.json", PATIENT);
    write(
        "b.ndjson",
        "{'resourceType':'ResearchSubject','id':'s','status':'on-study','individual':{'reference':'Patient/p1'},'study':{'reference':'ResearchStudy/t'}}");
    write(
        "c.ndjson",
        "{'resourceType':'ResearchStudy','id':'t','identifier':[{'value':'NCT01234567'}]}");
    PatientFiles.Contents contents = read();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.charts().getFirst().facts().getFirst().label()).isEqualTo("NCT01234567");
    assertThat(contents.unmapped()).isEqualTo(UnmappedCodes.NONE);
  }
}
