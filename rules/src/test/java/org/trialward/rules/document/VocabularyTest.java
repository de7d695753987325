package org.trialward.rules.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;

/** The shared files of a site. */
class VocabularyTest {
  private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";

  @TempDir Path folder;

  private void file(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", UTF_8);
  }

  private void trial(String... when) throws IOException {
    file(
        "trial.yaml",
        "trialward: 1",
        "id: NCT00000001",
        "version: \"1\"",
        "title: A trial",
        "area: diabetes",
        "status: recruiting",
        "criteria:",
        "  - id: one",
        "    kind: inclusion",
        "    text: One thing.",
        "    when:",
        "      " + String.join("\n      ", when));
  }

  private TrialFolder read() throws IOException {
    return TrialReader.readFolder(folder);
  }

  private List<String> mistakes() throws IOException {
    return read().readings().stream()
        .flatMap(reading -> reading.mistakes().stream())
        .map(Mistake::toString)
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }

  private Set<String> codes(String name) throws IOException {
    return Optional.ofNullable(read().vocabulary().sets().get(name))
        .map(set -> values(set.codes()))
        .orElse(Set.of());
  }

  private static Set<String> values(Set<Code> codes) {
    return codes.stream().map(Code::value).collect(Collectors.toSet());
  }

  @Test
  void aTrialUsesTheSetsOfASharedFile() throws IOException {
    file(
        "a.codes.yaml", "trialward: 1", "codes:", "  gout:", "    icd-10-cm:", "      M10.*: gout");
    trial("diagnosis: gout");

    assertThat(mistakes()).isEmpty();
    assertThat(read().readings().getLast().trial()).isPresent();
  }

  @Test
  void setsIncludeEachOtherAcrossFilesInAnyOrder() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  all:", "    include: [late, early]");
    file(
        "b.codes.yaml",
        "trialward: 1",
        "codes:",
        "  late: {include: early, urn:site: {L: late}}",
        "  early: {urn:site: {E: early}}");

    assertThat(mistakes()).isEmpty();
    assertThat(codes("all")).containsOnly("E", "L");
  }

  @Test
  void setsThatIncludeEachOtherInACircleAreRefused() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  x:", "    include: y");
    file("b.codes.yaml", "trialward: 1", "codes:", "  y:", "    include: x");

    assertThat(mistakes())
        .contains("b.codes.yaml:4: the set `x` includes itself. Break the circle x > y > x.");
  }

  @Test
  void aSiteAddsItsOwnCodeToASetOfTheProgram() throws IOException {
    file(
        "a.codes.yaml",
        "trialward: 1",
        "codes:",
        "  creatinine:",
        "    analyte: creatinine",
        "    include: creatinine",
        "    urn:lab: {KREA: creatinine}");

    assertThat(mistakes()).isEmpty();
    assertThat(codes("creatinine")).contains("KREA", "2160-0");
  }

  @Test
  void aSetOfTheSiteIsMeantInTheDefinitionsOfTheProgramToo() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  pregnancy: {urn:site: {P: pregnant}}");

    assertThat(String.valueOf(read().vocabulary().definitions().get("pregnant")))
        .contains("pregnant (P)")
        .doesNotContain("O09*");
  }

  @Test
  void aSiteSetWithAMistakeDoesNotUncoverTheSetOfTheProgram() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  creatinine: {loin: {1-1: x}}");
    trial("measurement: {derived: egfr-ckd-epi-2021, value: {at-least: 30 mL/min/{1.73_m2}}}");

    assertThat(read().readings()).noneMatch(reading -> reading.trial().isPresent());
  }

  @Test
  void anUnreadableSharedFileWithholdsTheNamesOfTheProgram() throws IOException {
    file("a.codes.yaml", "codes: [");
    trial("measurement: {of: creatinine, value: {at-most: 2 mg/dL}}");

    assertThat(mistakes()).anyMatch(m -> m.contains("`creatinine` is not defined"));
  }

  @Test
  void definitionsUseEachOtherAcrossFiles() throws IOException {
    file("a.codes.yaml", "trialward: 1", "define:", "  grown: {all: [use: old, sex: female]}");
    file("b.codes.yaml", "trialward: 1", "define:", "  old: {age: {at-least: 65 years}}");
    trial("use: grown");

    assertThat(mistakes()).isEmpty();
    assertThat(read().readings().getLast().trial().orElseThrow().criteria().getFirst().toString())
        .contains("65");
  }

  @Test
  void definitionsInACircleAreRefused() throws IOException {
    file("a.codes.yaml", "trialward: 1", "define:", "  a: {not: {use: b}}");
    file("b.codes.yaml", "trialward: 1", "define:", "  b: {not: {use: a}}");

    assertThat(mistakes())
        .containsExactly(
            "a.codes.yaml:3: the definition `a` holds itself. Break the chain a > b > a.");
  }

  @Test
  void definitionsThatDoubleWithEveryStepAreRefusedInBoundedTime() throws IOException {
    StringBuilder text = new StringBuilder("trialward: 1\ndefine:\n  d0: {sex: female}\n");
    for (int i = 1; i < 45; i++) {
      text.append("  d%d: {all: [use: d%d, use: d%d]}%n".formatted(i, i - 1, i - 1));
    }
    file("a.codes.yaml", text.toString());

    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            assertThat(mistakes())
                .anyMatch(m -> m.contains("written out, this is more than 1000")));
  }

  @Test
  void aLongChainOfDefinitionsIsRefusedAndNotFollowed() throws IOException {
    StringBuilder text = new StringBuilder("trialward: 1\ndefine:\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("  d%d: {use: d%d}%n".formatted(i, i + 1));
    }
    file("a.codes.yaml", text + "  d20000: {sex: female}");

    assertThat(mistakes()).anyMatch(m -> m.contains("more than 50 deep"));
  }

  @Test
  void aNameInTwoSharedFilesIsAMistake() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  x: {urn:s: {A: a}}");
    file("b.codes.yaml", "trialward: 1", "codes:", "  x: {urn:s: {B: b}}");

    assertThat(mistakes())
        .containsExactly(
            "b.codes.yaml:3: the set `x` stands in another shared file too. Keep one of them.");
  }

  @Test
  void anExpansionGivesItsCodesWithoutHeadings() throws IOException {
    file(
        "a.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/vs", "version": "2",
         "expansion": {"total": 4, "contains": [
        \t{"system": "urn:s", "code": "H", "abstract": true, "contains": [
             {"system": "urn:s", "code": "A", "display": "\\u00e4 \\/ b"},
             {"system": "urn:s", "code": "B", "inactive": true}]},
           {"display": "only a heading"}]}}\
        """);

    assertThat(mistakes()).isEmpty();
    var sets = read().vocabulary().valueSets();
    assertThat(sets).containsOnlyKeys("http://x/vs", "http://x/vs|2");
    assertThat(values(sets.getOrDefault("http://x/vs", Set.of()))).containsOnly("A", "B");
    assertThat(String.valueOf(sets.get("http://x/vs"))).contains("ä / b");
  }

  @Test
  void aPartOfAnExpansionIsRefused() throws IOException {
    file(
        "a.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/vs",
         "expansion": {"total": 500, "contains": [{"system": "urn:s", "code": "A"}]}}\
        """);

    assertThat(mistakes())
        .containsExactly(
            "a.valueset.json:2: the expansion is not whole: 1 codes of 500. Expand it without"
                + " `count` and `offset`, and store all of it.");
  }

  @Test
  void anIcdSubtreeNeedsNoTerminologyServer() throws IOException {
    file("a.valueset.json", compose("is-a", "E11"));
    file("b.valueset.json", compose("descendent-of", "E11.6").replace("x/E11.6", "x/below"));

    assertThat(mistakes()).isEmpty();
    var sets = read().vocabulary().valueSets();
    assertThat(values(sets.getOrDefault("http://x/E11", Set.of()))).containsOnly("E11*");
    assertThat(values(sets.getOrDefault("http://x/below", Set.of())))
        .hasSize(36)
        .contains("E11.60*", "E11.6Z*")
        .doesNotContain("E11.6*");
  }

  private static String compose(String op, String value) {
    return """
    {"resourceType": "ValueSet", "url": "http://x/%s", "compose": {"include": [
     {"system": "%s", "filter": [{"property": "concept", "op": "%s", "value": "%s"}]}]}}\
    """
        .formatted(value, ICD, op, value);
  }

  @Test
  void otherFiltersAskForTheExpansion() throws IOException {
    file("a.valueset.json", compose("is-a", "44054006").replace(ICD, "http://snomed.info/sct"));

    assertThat(mistakes())
        .containsExactly(
            "a.valueset.json:2: the filter `concept is-a 44054006` needs a terminology server."
                + " Let a terminology server expand it (`$expand`) and store the whole"
                + " expansion.");
  }

  @Test
  void aValueSetIsComposedOfOthersAtHand() throws IOException {
    file(
        "a.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/a", "compose": {
         "include": [{"valueSet": ["http://x/b"]}],
         "exclude": [{"system": "urn:s", "concept": [{"code": "B"}]}]}}\
        """);
    file(
        "b.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/b", "compose": {"include": [
         {"system": "urn:s", "concept": [{"code": "A"}, {"code": "B"}]}]}}\
        """);

    assertThat(mistakes()).isEmpty();
    assertThat(values(read().vocabulary().valueSets().getOrDefault("http://x/a", Set.of())))
        .containsOnly("A");
  }

  @Test
  void valueSetsInACircleAreRefused() throws IOException {
    file(
        "a.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/a", "compose": {
         "include": [{"valueSet": ["http://x/a"]}]}}\
        """);

    assertThat(mistakes()).singleElement().asString().contains("in a circle");
  }

  @Test
  void aBareUrlIsAmbiguousWhereTwoVersionsAreStored() throws IOException {
    for (String version : List.of("1", "2")) {
      file(
          version + ".valueset.json",
          """
          {"resourceType": "ValueSet", "url": "http://x/a", "version": "%s", "compose": {
           "include": [{"system": "urn:s", "concept": [{"code": "A%s"}]}]}}\
          """
              .formatted(version, version));
    }
    file("a.codes.yaml", "trialward: 1", "codes:", "  x: {valueset: http://x/a}");

    assertThat(mistakes())
        .contains(
            "a.codes.yaml:3: the FHIR value set `http://x/a` is at hand in 2 versions. Write one"
                + " of http://x/a|1, http://x/a|2.");
  }

  @Test
  void aLongWordInANarrativeCostsNothing() throws IOException {
    file(
        "a.valueset.json",
        """
        {"resourceType": "ValueSet", "url": "http://x/a", "text": {"div": "%s"}, "compose": {
         "include": [{"system": "urn:s", "concept": [{"code": "A"}]}]}}\
        """
            .formatted("x".repeat(10_000_000)));

    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(mistakes()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{\"a\": &x [*x, *x]}",
        "{\"resourceType\": \"Patient\"}",
        "null",
        "{\"resourceType\": \"ValueSet\", \"url\": [1], \"expansion\": 7}",
        "{\"resourceType\": \"ConceptMap\", \"group\": [{\"source\": {}, \"element\": \"x\"}]}",
        "{\"resourceType\": \"ConceptMap\", \"url\": \"\\uD800\"}",
        "- a\n- b: |\n   text",
        "\u0000"
      })
  void anythingElseInAJsonFileIsAMistakeWithARemedy(String content) throws IOException {
    file("a.valueset.json", content);
    file("a.conceptmap.json", content);

    assertThat(read().readings()).hasSize(2).noneMatch(reading -> reading.mistakes().isEmpty());
  }

  @Test
  void deepNestingIsRefusedAlsoWhereNobodyLooks() throws IOException {
    file("a.valueset.json", "{\"unknown\": " + "[".repeat(1_000_000));

    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> assertThat(mistakes()).singleElement().asString().contains("nested too deep"));
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedAtItsLine() throws IOException {
    Files.write(folder.resolve("postal-codes.csv"), new byte[] {'a', '\n', (byte) 0xFF});
    Files.write(folder.resolve("a.codes.yaml"), new byte[] {'\n', '\n', (byte) 0xC3});

    assertThat(mistakes())
        .containsExactlyInAnyOrder(
            "postal-codes.csv:2: not UTF-8. Save the file as UTF-8.",
            "a.codes.yaml:3: not UTF-8. Save the file as UTF-8.");
  }

  @Test
  void aMapTranslatesTheSitesCodes() throws IOException {
    file("a.conceptmap.json", map("equivalence", "equivalent", "wider"));
    Diagnosis local = diagnosis(Code.of("urn:site", "D1"), Code.of("urn:site", "D2"));

    assertThat(mistakes()).isEmpty();
    assertThat(translated(local).codes())
        .containsExactly(Code.of("urn:site", "D1"), Code.of(ICD, "E11.9"), Code.of(ICD, "E11.65"));
    assertThat(((Diagnosis) translated(local)).stage()).containsExactly(Code.of("urn:site", "D2"));
  }

  @Test
  void aBroaderCodeIsNoAnswer() throws IOException {
    file("a.conceptmap.json", map("relationship", "equivalent", "source-is-narrower-than-target"));
    Measurement local =
        new Measurement(
            List.of(Code.of("urn:site", "D1")),
            Measurement.Status.FINAL,
            new Result.Coded(List.of(Code.of("urn:site", "D1"))),
            ReferenceRange.NOT_REPORTED,
            Optional.empty(),
            new Source("Observation", "1", ""));

    assertThat(mistakes()).isEmpty();
    assertThat(translated(local).codes()).contains(Code.of(ICD, "E11.65"));
    assertThat(((Measurement) translated(local)).result())
        .isEqualTo(new Result.Coded(List.of(Code.of("urn:site", "D1"), Code.of(ICD, "E11.9"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"narrower", "inexact", "relatedto", "unmatched", "disjoint"})
  void aTranslationThatIsNoSuchThingIsNotUsed(String relation) throws IOException {
    file("a.conceptmap.json", map("equivalence", relation, relation));
    Diagnosis local = diagnosis(Code.of("urn:site", "D1"), Code.of("urn:site", "D1"));

    assertThat(mistakes()).isEmpty();
    assertThat(translated(local)).isEqualTo(local);
  }

  @Test
  void aMisspeltTargetIsAMistakeAtItsLine() throws IOException {
    file("a.conceptmap.json", map("equivalence", "equivalent", "wider").replace("E11.9", "E119"));

    assertThat(mistakes())
        .containsExactly("a.conceptmap.json:3: `E119` is no ICD-10-CM code. Write `E11.9`.");
  }

  private static String map(String key, String first, String second) {
    return """
    {"resourceType": "ConceptMap", "group": [{"source": "urn:site", "target": "%s|2024",
      "element": [{"code": "D1", "target": [
        {"code": "E11.9", "%s": "%s"},
        {"code": "E11.65", "%s": "%s"}]}]}]}\
    """
        .formatted(ICD, key, first, key, second);
  }

  private static Diagnosis diagnosis(Code code, Code stage) {
    return new Diagnosis(
        List.of(code),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(stage),
        new Source("Condition", "1", ""));
  }

  private Fact translated(Fact fact) throws IOException {
    PatientChart chart =
        new PatientChart(
            new PatientId("p"),
            new Demographics(
                Optional.empty(),
                Optional.empty(),
                new Demographics.Death.NotRecorded(),
                Residence.NOT_RECORDED,
                List.of(),
                new Source("Patient", "p", "")),
            List.of(fact));
    return read().vocabulary().translations().translate(chart).facts().getFirst();
  }

  @Test
  void theTablesOfTheSiteAreRead() throws IOException {
    file(
        "postal-codes.csv",
        "country,postal-code,latitude,longitude",
        "us,02139,42.3647,-71.1042",
        "US,\"02138\",42.3770,-71.1256",
        "US,90210,34.0901,-118.4065");
    file("rxnorm-ingredients.csv", "ingredient,product,name", "6809,860975,\"metformin, 500 mg\"");
    file("a.codes.yaml", "trialward: 1", "codes:", "  m: {rxnorm-ingredient: {6809: metformin}}");

    assertThat(mistakes()).isEmpty();
    assertThat(read().vocabulary().places().within(10, "US", "02139").orElseThrow())
        .containsOnly("02139", "02138");
    assertThat(codes("m")).containsOnly("6809", "860975");
  }

  @Test
  void aWrongRowIsAMistakeAtItsLine() throws IOException {
    file("postal-codes.csv", "country,postal-code,latitude,longitude", "US,02139,142,-71");
    file("rxnorm-ingredients.csv", "ingredient;product", "6809,x");

    assertThat(mistakes())
        .containsExactlyInAnyOrder(
            "postal-codes.csv:2: this is no place. Write for example"
                + " `US,02139,42.3647,-71.1042`.",
            "rxnorm-ingredients.csv:1: the first line does not name the columns. Write"
                + " ingredient,product.",
            "rxnorm-ingredients.csv:2: this is no pair of RxNorm codes. Write for example"
                + " `6809,860975,metformin 500 mg`.");
  }

  @Test
  void aCodeThatTheSitesTableDoesNotKnowIsAMistake() throws IOException {
    Files.write(folder.resolve("icd-10-cm.tsv.gz"), packed("E1165\thyperglycemia\nE119\tnone\n"));
    file(
        "a.codes.yaml",
        "trialward: 1",
        "codes:",
        "  x:",
        "    icd-10-cm:",
        "      E11.65: known",
        "      E11.*: known by what is below",
        "      E11.66: not known");

    assertThat(mistakes())
        .containsExactly(
            "a.codes.yaml:7: `E11.66` is not in the site's table of ICD-10-CM. Look the code up,"
                + " or supply the table of its year as `icd-10-cm.tsv`.");
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aPackedFileThatIsNotPackedIsAMistake() throws IOException {
    file("icd-10-cm.tsv.gz", "E11.9\tx");

    assertThat(mistakes()).singleElement().asString().contains("packed otherwise than by gzip");
  }

  @Test
  void theVersionDependsOnTheContentAndNotOnTheNamesOfTheFiles() throws IOException {
    String standard = read().vocabulary().version();
    file("a.codes.yaml", "trialward: 1", "codes:", "  x: {urn:s: {A: a}}");
    String first = read().vocabulary().version();
    Files.move(folder.resolve("a.codes.yaml"), folder.resolve("z.codes.yaml"));
    String renamed = read().vocabulary().version();
    file("z.codes.yaml", "trialward: 1", "codes:", "  x: {urn:s: {B: a}}");

    assertThat(standard).isEqualTo(Vocabulary.standard().version()).hasSize(64);
    assertThat(renamed).isEqualTo(first).isNotEqualTo(standard);
    assertThat(read().vocabulary().version()).isNotEqualTo(first);
  }

  @Test
  void aSingleTrialFileFindsTheSharedFilesBesideIt() throws IOException {
    file("a.codes.yaml", "trialward: 1", "codes:", "  gout: {icd-10-cm: {M10.*: gout}}");
    trial("diagnosis: gout");

    assertThat(TrialReader.readAll(folder.resolve("trial.yaml")))
        .singleElement()
        .matches(reading -> reading.trial().isPresent());
  }

  @Test
  void testPatientsAreNoTrials() throws IOException {
    file("trial.cases.yaml", "cases: []");

    assertThat(read().readings()).isEmpty();
  }
}
