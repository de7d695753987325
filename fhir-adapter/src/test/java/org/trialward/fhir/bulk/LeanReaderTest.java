package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.fhir.SharedData;
import org.trialward.fhir.emr.Versions;
import org.trialward.fhir.intake.ChartMapper;
import org.trialward.fhir.intake.ResourceParser;
import org.trialward.fhir.intake.Surroundings;
import org.trialward.fhir.intake.Together;

/** What the lean reader reads gives the same facts as what HAPI's parser reads. */
class LeanReaderTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ChartMapper MAPPER = new ChartMapper(java.time.ZoneId.of("Europe/Berlin"));

  /** Everything that intake looks at, as text that can be compared. */
  private static String said(Resource resource) {
    String mapped =
        resource instanceof Patient patient
            ? person(patient)
            : MAPPER.map(resource, Surroundings.NONE).toString();
    return String.join(
        "\n",
        resource.fhirType() + "/" + resource.getIdElement().getIdPart(),
        Versions.of(resource) + " " + Versions.number(resource) + " " + Versions.updated(resource),
        Together.patient(resource).toString(),
        Together.referred(resource).toString(),
        Boolean.toString(Together.dependsOnOthers(resource)),
        mapped);
  }

  private static String person(Patient patient) {
    var who = MAPPER.map(patient);
    return "%s %s %s %s %s %s"
        .formatted(
            who.demographics(),
            who.identity().name() + "|" + who.identity().recordNumber(),
            who.identity().birthDate(),
            who.active(),
            who.replacedBy(),
            who.unusable());
  }

  /** By HAPI's parser; empty where intake refuses it or lists a problem with it. */
  private static Optional<String> byHapi(String line) {
    return ResourceParser.line(line) instanceof ResourceParser.Read read
            && read.problems().isEmpty()
        ? Optional.of(said(read.resource()))
        : Optional.empty();
  }

  /** How many were read lean. */
  private static int assertEqual(Stream<JsonNode> resources) {
    return resources
        .map(JsonNode::toString)
        .mapToInt(line ->
            LeanReader.read(line.getBytes(UTF_8))
                .map(lean -> {
                  assertThat(Optional.of(said(lean))).as(line).isEqualTo(byHapi(line));
                  return 1;
                })
                .orElse(0))
        .sum();
  }

  private static List<JsonNode> resources(JsonNode document) {
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode entry : document.path("entry")) {
      if (LeanReader.reads(entry.path("resource").path("resourceType").asText())) {
        resources.add(entry.path("resource"));
      }
    }
    if (LeanReader.reads(document.path("resourceType").asText())) {
      resources.add(document);
    }
    return resources;
  }

  private static List<JsonNode> demo() {
    List<JsonNode> resources = new ArrayList<>();
    try (ZipFile zip = new ZipFile("../demo/patients/patients.zip")) {
      for (ZipEntry entry : zip.stream().map(e -> (ZipEntry) e).toList()) {
        if (entry.getName().endsWith(".json")) {
          try (InputStream in = zip.getInputStream(entry)) {
            resources.addAll(resources(JSON.readTree(in)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return resources;
  }

  @Test
  void theDemoPatientsGiveTheSameFactsByBothWaysAndAllAreReadLean() {
    List<JsonNode> resources = demo();

    assertThat(resources).hasSizeGreaterThan(1_000);
    assertThat(assertEqual(resources.stream())).isEqualTo(resources.size());
  }

  @Test
  void syntheasUsCorePatientsGiveTheSameFactsByBothWays(@TempDir Path folder) throws IOException {
    List<JsonNode> resources =
        files(SharedData.unpacked("synthea-us-core.tar.xz", folder)).stream()
            .limit(15)
            .flatMap(file -> resources(read(file)).stream())
            .toList();

    assertThat(assertEqual(resources.stream())).isGreaterThan(resources.size() * 99 / 100);
  }

  @Test
  void mcodesExamplesGiveTheSameFactsByBothWays(@TempDir Path folder) throws IOException {
    List<JsonNode> resources =
        files(SharedData.unpacked("mcode-fixtures.tar.xz", folder)).stream()
            .flatMap(file -> resources(read(file)).stream())
            .toList();

    assertThat(assertEqual(resources.stream())).isPositive();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void aDamagedResourceGivesTheSameFactsByBothWaysOrIsLeftToHapi(@ForAll long seed) {
    String line = MutatedResources.of(seed);

    LeanReader.read(line.getBytes(UTF_8))
        .ifPresent(lean ->
            assertThat(Optional.of(said(lean)))
                .as(line)
                .isIn(byHapi(line), byHapi(withoutNarrative(line))));
  }

  /** HAPI refuses a resource whose narrative is no XHTML; no fact is read from it. */
  private static String withoutNarrative(String line) {
    try {
      return JSON.readTree(line) instanceof ObjectNode resource
          ? resource.without("text").toString()
          : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026",
        "2026-11",
        "2026-11-01",
        "2026-11-01T10:00:00Z",
        "2026-11-01T10:00:00.1Z",
        "2026-11-01T10:00:00.123+01:00",
        "2026-11-01T10:00:00.123456789-11:30",
        "2024-02-29",
        "2026-03-29T02:30:00+01:00",
        "2026-11-01T23:59:59.999Z",
        "1899-12-31T00:00:00Z",
        "2026-11-01T10:00:00.000000Z"
      })
  void aDateStaysAsItIsWritten(String date) {
    String line =
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"s\",\"code\":\"c\"}]},\"valueInteger\":1,\"effectiveDateTime\":\"%s\"}"
            .formatted(date);

    Optional<Resource> lean = LeanReader.read(line.getBytes(UTF_8));

    assertThat(lean).isPresent();
    assertThat(Optional.of(said(lean.get()))).isEqualTo(byHapi(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29",
        "2026-13",
        "26",
        "2026-11-01T10:00",
        "2026-11-01T10:00:00",
        "2026-11-01T25:00:00Z",
        "2026-11-01 10:00:00Z",
        " 2026",
        "2026-11-01T10:00:00+1",
        "today"
      })
  void aDateThatIsNotPlainIsLeftToHapi(String date) {
    String line =
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"code\":{\"text\":\"x\"},\"onsetDateTime\":\"%s\"}"
            .formatted(date);

    assertThat(LeanReader.read(line.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"clinicalStatus\":\"active\"}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"modifierExtension\":[{\"url\":\"u\"}]}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"status\":\"finished\"}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"valueString\":\"a\",\"valueInteger\":1}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"valueQuantity\":{\"value\":1e999999999}}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"unknown\":{\"value\":1e999999999}}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\",\"id\":\"2\"}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"extension\":[{\"url\":\"u\",\"id\":[{\"url\":\"v\"}],\"valueDateTime\":\"2019-03\"}]}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"note\":[{\"id\":7}]}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"code\":{\"coding\":[{\"code\":\"c\",\"extension\":[{\"url\":\"u\",\"valueCoding\":{\"code\":\"A\"},\"valueString\":\"A\"}]}]}}",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"meta\":{\"tag\":[{\"code\":\"t\"},\"x\"]}}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"code\":{\"text\":\"x\"},\"note\":[{\"text\":\"n\",\"_text\":[{\"id\":\"e\"},\"\"]}]}",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"code\":{\"text\":\"x\",\"extension\":[{\"url\":\"u\",\"valueString\":\"A\"}]}}",
        "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"1\",\"verificationStatus\":{\"text\":\"x\",\"extension\":[{\"url\":\"u\",\"valueCode\":\"unknown\"}]}}",
        "{\"resourceType\":\"Observation\"}",
        "{\"resourceType\":\"Observation\",\"id\":\"1\"",
        "{\"resourceType\":\"Claim\",\"id\":\"1\"}",
        "[]",
        ""
      })
  void whatIsNotPlainIsLeftToHapi(String line) {
    assertThat(LeanReader.read(line.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url':'http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit','valueCoding':{'system':'urn:kbv','code':'A'}}",
        "{'url':'urn:terms','extension':[{'url':'term','valueId':'3012'}]}"
      })
  void whatIsSaidOfACodeIsReadAlike(String extension) {
    String line =
        Resources.json(
            "{'resourceType':'Condition','id':'1','code':{'coding':[{'extension':[%s],'system':'http://hl7.org/fhir/sid/icd-10','code':'I26.9'}]}}"
                .formatted(extension));

    Optional<Resource> lean = LeanReader.read(line.getBytes(UTF_8));

    assertThat(lean).isPresent();
    assertThat(Optional.of(said(lean.get()))).isEqualTo(byHapi(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'MedicationStatement','id':'1','status':'active','medicationCodeableConcept':{'coding':[{'system':'s','code':'c'}]},'dosage':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-02','end':'2026-02-01'}}}}]}",
        "{'resourceType':'MedicationRequest','id':'1','status':'active','intent':'order','extension':[{'url':'http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period','valuePeriod':{'end':'2026-02-01'}}],'medicationCodeableConcept':{'coding':[{'system':'s','code':'c'}]}}",
        "{'resourceType':'MedicationRequest','id':'1','status':'active','intent':'plan','reportedBoolean':true,'medicationCodeableConcept':{'coding':[{'system':'s','code':'c'}]}}",
        "{'resourceType':'MedicationRequest','id':'1','status':'active','intent':'plan','requester':{'reference':'Patient/2'},'medicationCodeableConcept':{'coding':[{'system':'s','code':'c'}]}}"
      })
  void howLongAndOnWhoseWordAMedicineIsTakenIsReadAlike(String resource) {
    String line = Resources.json(resource);

    Optional<Resource> lean = LeanReader.read(line.getBytes(UTF_8));

    assertThat(lean).isPresent();
    assertThat(Optional.of(said(lean.get()))).isEqualTo(byHapi(line));
  }

  @Test
  void theTypeMayStandAnywhere() {
    byte[] line =
        "{ \"id\": \"1\", \"code\": {\"resourceType\": \"no\"}, \"resourceType\": \"Procedure\"}"
            .getBytes(UTF_8);

    // A code without any element that is read is not plain; the type was found nevertheless.
    assertThat(LeanReader.read(line)).isEmpty();
    assertThat(LeanReader.read("{\"id\":\"1\",\"resourceType\":\"Procedure\"}".getBytes(UTF_8)))
        .isPresent();
  }
}
