package org.trialward.rules.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** The names that come with the program. */
class StandardNamesTest {
  private static final Path ICD_10_CM =
      Path.of("..", "..", "shared", "data", "icd", "icd10cm-fy2021.tsv.gz");

  /** Came into ICD-10-CM after the year of the shared table. */
  private static final List<String> NEWER = List.of("K76.82");

  private static List<Code> codes() {
    return Vocabulary.standard().sets().values().stream()
        .flatMap(set -> set.codes().stream())
        .toList();
  }

  @Test
  void haveNoMistake() throws IOException {
    assertThat(new VocabularyReader().read(List.of()).files()).isEmpty();
    CodeCheck check = new CodeCheck(IcdTable.NONE);
    assertThat(codes()).allSatisfy(code -> assertThat(check.objectionTo(code)).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void haveASetForEveryInputOfAFormula(Formula formula) {
    String text =
        """
        trialward: 1
        id: NCT00000001
        version: "1"
        title: A trial
        area: any
        status: recruiting
        criteria:
          - id: one
            kind: inclusion
            text: One thing.
            when:
              measurement: {derived: %s, value: {at-least: "1 %s"}}
        """
            .formatted(formula, formula.unit());

    assertThat(TrialReader.read("t.yaml", text.getBytes(UTF_8)).mistakes()).isEmpty();
  }

  @Test
  void haveBothScalesOfPerformanceStatus() {
    assertThat(Vocabulary.standard().sets()).containsKeys("ecog", "karnofsky");
  }

  @Test
  void haveOnlyCodesOfIcd10Cm() throws IOException {
    assumeTrue(Files.exists(ICD_10_CM), "skipped: the shared ICD-10-CM table is not present");
    SiteTables tables = new SiteTables();
    try (var packed = new GZIPInputStream(Files.newInputStream(ICD_10_CM))) {
      Mistakes mistakes = new Mistakes("icd");
      tables.addIcd(packed.readAllBytes(), mistakes);
      assertThat(mistakes.sorted()).isEmpty();
    }
    assertThat(codes())
        .filteredOn(code -> code.system().equals(CodeSystem.ICD_10_CM.uri()))
        .extracting(Code::value)
        .filteredOn(value -> !NEWER.contains(value))
        .isNotEmpty()
        .allSatisfy(value -> assertThat(tables.icd().knows(value.replace("*", ""))).isTrue());
  }

  @Test
  void areListedInTheDescriptionOfTheTrialFile() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "trial-file.md"));
    String list = page.substring(page.indexOf("## The names that come with the program"));
    Vocabulary standard = Vocabulary.standard();

    assertThat(list.lines().filter(line -> line.startsWith("- `")))
        .containsExactlyElementsOf(
            new TreeMap<>(standard.sets()).values().stream().map(set -> line(set)).toList());
    assertThat(standard.definitions().keySet())
        .allSatisfy(name -> assertThat(list).contains("| `" + name + "` |"));
  }

  private static String line(ValueSet set) {
    return "- `%s`: %s"
        .formatted(
            set.name(),
            set.codes().stream().map(Code::value).distinct().collect(Collectors.joining(", ")));
  }
}
