package org.trialward.rules.ctml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.ctml.Oncology.patient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.ctml.CtmlImport.Imported;
import org.trialward.rules.document.Mistake;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialWriter;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Outcome;

/** Invented CTML trials: how they are read and whom they match. */
class CtmlReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/ctml");

  private static final CtmlTerms TERMS =
      new CtmlTerms(
          Map.of(
              "Thymic Tumor", List.of("Thymic Tumor", "Thymoma"),
              "_SOLID_", List.of("Thymic Tumor", "Thymoma", "Breast")),
          Map.of("KIT", "HGNC:6342"));

  private static CtmlImport file(String name) throws IOException {
    return CtmlReader.read(name, Files.readAllBytes(FOLDER.resolve(name)), TERMS);
  }

  private static CtmlImport read(String text) {
    return CtmlReader.read("trial.yaml", text.getBytes(StandardCharsets.UTF_8), TERMS);
  }

  private static Imported clause(String match) {
    CtmlImport read = read("protocol_no: T-1\nmatch:\n" + match.indent(2));
    assertThat(read.mistakes()).isEmpty();
    return read.trials().getFirst();
  }

  private static boolean matches(Oncology patient, String match) {
    return patient.matches(clause(match).trial());
  }

  private static List<String> mistakes(String text) {
    CtmlImport read = read(text);
    assertThat(read.trials()).isEmpty();
    return read.mistakes().stream().map(m -> m.line() + ": " + m.what()).toList();
  }

  private static void assertReadsBack(Imported imported) {
    String printed = TrialWriter.print(imported.trial());
    byte[] content = printed.getBytes(StandardCharsets.UTF_8);
    assertThat(TrialReader.read("printed.yaml", content).mistakes()).as(printed).isEmpty();
    assertThat(TrialReader.read("printed.yaml", content).trial()).contains(imported.trial());
  }

  private static List<String> notes(Imported imported) {
    return imported.notes().stream().map(Note::what).toList();
  }

  @Nested
  class TrialFiles {
    @Test
    void aTrialWithStepsArmsAndDoseLevels() throws IOException {
      CtmlImport read = file("levels.yaml");
      assertThat(read.mistakes()).isEmpty();
      Trial trial = read.trials().getFirst().trial();
      assertThat(trial.id().value()).isEqualTo("INV-001");
      assertThat(trial.title()).isEqualTo("Invented: drug A in thymic tumors");
      assertThat(trial.status()).isEqualTo(RecruitmentStatus.RECRUITING);
      assertThat(patient().adult().with("Thymoma").variant("KIT").matches(trial)).isTrue();
      assertThat(patient().adult().with("Breast").female().matches(trial)).isTrue();
      assertThat(patient().adult().with("Breast").male().matches(trial)).isFalse();
      assertThat(patient().adult().with("Thymoma").copyNumber("ROS1", "Gain").matches(trial))
          .isFalse();
      assertThat(notes(read.trials().getFirst()))
          .contains("step 1, arm C, dose level 1 is suspended; it is left out");
    }

    @Test
    void jsonObjectsOneAfterAnotherAndListsHoldSeveralTrials() throws IOException {
      assertThat(file("two-trials.json").trials())
          .extracting(one -> one.trial().id().value())
          .containsExactly("INV-002", "INV-003");
      assertThat(
              read("[{protocol_no: A, match: [{clinical: {gender: Male}}]}, "
                      + "{protocol_no: B, match: [{clinical: {gender: Male}}]}]")
                  .trials())
          .hasSize(2);
      assertThat(
              read("""
              protocol_no: A
              match: [{clinical: {gender: Male}}]
              ---
              protocol_no: B
              match: [{clinical: {gender: Male}}]
              """)
                  .trials())
          .hasSize(2);
    }

    @Test
    void jsonMayHaveTabsAndEscapedSlashes() {
      assertThat(
              read("""
              {
              \t"protocol_no": "A",
              \t"long_title": "one\\/two \\"three\\" \\\\",
              \t"match": [\t{"clinical": {"gender": "Male"}}]
              }
              """)
                  .trials())
          .extracting(one -> one.trial().title())
          .containsExactly("one/two \"three\" \\");
    }

    @Test
    void whatIsImportedReadsBackFromItsTrialFile() throws IOException {
      for (String name : List.of("levels.yaml", "two-trials.json", "every-field.yaml")) {
        CtmlImport read = file(name);
        assertThat(read.mistakes()).isEmpty();
        for (Imported one : read.trials()) {
          byte[] printed = TrialWriter.print(one.trial()).getBytes(StandardCharsets.UTF_8);
          assertThat(TrialReader.read("printed.yaml", printed).trial()).contains(one.trial());
        }
      }
    }

    @Test
    void whatCannotBeSaidIsKeptAndNoted() throws IOException {
      Imported imported = file("every-field.yaml").trials().getFirst();
      List<String> unsupported =
          imported.trial().criteria().stream()
              .map(EligibilityCriterion::when)
              .filter(NotYetSupported.class::isInstance)
              .map(when -> ((NotYetSupported) when).what())
              .toList();
      assertThat(unsupported)
          .containsExactly(
              "clinical disease_status [Metastatic, Recurrent]",
              "clinical her2_status Equivocal",
              "one variant with hugo_symbol KIT, exon 11, variant_classification In_Frame_Del",
              "prior_treatments drug Examplinib");
      assertThat(notes(imported))
          .containsAll(unsupported.stream().map(what -> "not yet supported: " + what).toList());
    }

    @Test
    void aTrialWithoutNumberGoesByItsFile() {
      CtmlImport read =
          CtmlReader.read(
              "some/folder/inv 9.json",
              "{\"match\": [{\"clinical\": {\"gender\": \"Male\"}}]}"
                  .getBytes(StandardCharsets.UTF_8),
              CtmlTerms.NONE);
      assertThat(read.trials().getFirst().trial().id().value()).isEqualTo("inv-9");
      assertThat(notes(read.trials().getFirst()))
          .containsExactly(
              "`protocol_no` is missing; the trial goes by its file, `inv 9`",
              "protocol `inv 9` is imported as `inv-9`");
    }
  }

  @Nested
  class Clinical {
    @Test
    void agesAreYearsAndFractionsAreMonths() {
      Oncology eighteenToday = patient().born("2007-06-15");
      assertThat(matches(eighteenToday, "- clinical: {age_numerical: '>=18'}")).isTrue();
      assertThat(matches(eighteenToday, "- clinical: {age_numerical: '>18'}")).isTrue();
      assertThat(matches(eighteenToday, "- clinical: {age_numerical: '<18'}")).isFalse();
      assertThat(matches(eighteenToday, "- clinical: {age_numerical: '==18'}")).isTrue();
      assertThat(matches(patient().born("2024-12-15"), "- clinical: {age_numerical: '>=0.5'}"))
          .isTrue();
      assertThat(matches(patient().born("2024-12-16"), "- clinical: {age_numerical: '>=.5'}"))
          .isFalse();
      assertThat(matches(patient().born("2025-05-16"), "- clinical: {age_numerical: '<0.083'}"))
          .isTrue();
      assertThat(matches(patient().born("2025-05-15"), "- clinical: {age_numerical: '<0.083'}"))
          .isFalse();
      assertThat(notes(clause("- clinical: {age_numerical: '<=18'}")))
          .containsExactly("`<=18` is read as the match engine reads it: until the birthday");
    }

    /** A trial file asks for no age above 150 years either. */
    @Test
    void nobodyIsOlderThan150Years() {
      assertReadsBack(clause("- clinical: {age_numerical: '==149'}"));
      assertReadsBack(clause("- clinical: {age_numerical: '<=150'}"));
      assertThat(mistakes("{protocol_no: T, match: [{clinical: {age_numerical: '==150'}}]}"))
          .containsExactly("1: `==150` is not an age");
      assertThat(mistakes("{protocol_no: T, match: [{clinical: {age_numerical: '==149.99'}}]}"))
          .containsExactly("1: `==149.99` is not an age");
    }

    @Test
    void severalDiagnosesInOneFieldAreNotSupported() {
      Imported imported =
          clause("- clinical: {oncotree_primary_diagnosis: [Thymic Tumor, Breast]}");
      assertThat(notes(imported))
          .containsExactly(
              "not yet supported: clinical oncotree_primary_diagnosis [Thymic Tumor, Breast]");
      assertReadsBack(imported);
    }

    @Test
    void aDiagnosisHoldsWhatLiesBelowItInTheTable() {
      String tumor = "- clinical: {oncotree_primary_diagnosis: Thymic Tumor}";
      assertThat(matches(patient().with("Thymoma"), tumor)).isTrue();
      assertThat(matches(patient().with("Breast"), tumor)).isFalse();
      assertThat(
              matches(
                  patient().with("Breast"),
                  tumor.replace("Thymic", "'!Thymic").replace("Tumor", "Tumor'")))
          .isTrue();
      assertThat(
              matches(
                  patient().with("Thymoma"), "- clinical: {oncotree_primary_diagnosis: _SOLID_}"))
          .isTrue();
    }

    @Test
    void aGroupWithoutTheTableIsNotSupported() {
      String text = "{protocol_no: T, match: [{clinical: {oncotree_primary_diagnosis: _LIQUID_}}]}";
      Imported imported =
          CtmlReader.read("t.json", text.getBytes(StandardCharsets.UTF_8), CtmlTerms.NONE)
              .trials()
              .getFirst();
      assertThat(imported.trial().criteria().getFirst().when()).isInstanceOf(NotYetSupported.class);
      assertThat(patient().with("Thymoma").outcome(imported.trial())).isEqualTo(Outcome.POSSIBLE);
    }

    @Test
    void everyFieldIsNegatedByItself() {
      String clause = "- clinical: {age_numerical: '>=18', oncotree_primary_diagnosis: '!Breast'}";
      assertThat(matches(patient().adult().with("Thymoma"), clause)).isTrue();
      assertThat(matches(patient().adult().with("Breast"), clause)).isFalse();
      assertThat(matches(patient().born("2020-01-01").with("Thymoma"), clause)).isFalse();
    }

    @Test
    void receptorsAndMutationalBurden() {
      Oncology positive = patient().receptor("85337-4", "10828004");
      assertThat(matches(positive, "- clinical: {er_status: Positive}")).isTrue();
      assertThat(matches(positive, "- clinical: {er_status: Negative}")).isFalse();
      assertThat(patient().outcome(clause("- clinical: {er_status: Negative}").trial()))
          .isEqualTo(Outcome.POSSIBLE);
      assertThat(matches(patient().burden("10"), "- clinical: {tmb_numerical: '>=10'}")).isTrue();
      assertThat(matches(patient().burden("10"), "- clinical: {tmb_numerical: '>10'}")).isFalse();
      assertThat(matches(patient().burden("9.9"), "- clinical: {tmb_numerical: '<10'}")).isTrue();
    }
  }

  @Nested
  class Genomic {
    private static final Code EXON_11 = Code.of(CtmlCodes.EXON, "11");

    @Test
    void allFieldsHoldOfOneVariant() {
      String clause = "- genomic: {hugo_symbol: KIT, variant_category: Mutation, exon: 11}";
      assertThat(matches(patient().variant("KIT", EXON_11), clause)).isTrue();
      assertThat(matches(patient().variant("PDGFRA", EXON_11), clause)).isFalse();
    }

    @Test
    void aGeneIsFoundByItsSymbolOrByTheIdOfTheTable() {
      String printed = TrialWriter.print(clause("- genomic: {hugo_symbol: KIT}").trial());
      assertThat(printed).contains("HGNC:6342").contains(CtmlCodes.GENE_SYMBOL);
      assertThat(matches(patient().variant("KIT"), "- genomic: {hugo_symbol: KIT}")).isTrue();
    }

    @Test
    void aMarkBeforeAnyFieldNegatesTheWholeVariant() {
      String clause =
          "- genomic: {hugo_symbol: KIT, protein_change: p.D816V, variant_category: '!Mutation'}";
      assertThat(matches(patient(), clause)).isTrue();
      assertThat(matches(patient().mutation("KIT", "p.V559D", "Missense_Mutation"), clause))
          .isTrue();
      assertThat(matches(patient().mutation("KIT", "p.D816V", "Missense_Mutation"), clause))
          .isFalse();
      assertThat(matches(patient().mutation("KIT", "p.Asp816Val", "Missense_Mutation"), clause))
          .isFalse();
    }

    @Test
    void categoriesAreToldApart() {
      Oncology gain = patient().copyNumber("KIT", "High Amplification");
      Oncology mutation = patient().mutation("KIT", "p.D816V", "Missense_Mutation");
      String any = "- genomic: {hugo_symbol: KIT, variant_category: Any Variation}";
      String copies = "- genomic: {hugo_symbol: KIT, variant_category: Copy Number Variation}";
      String call = "- genomic: {hugo_symbol: KIT, cnv_call: High Amplification}";
      assertThat(matches(gain, any) && matches(mutation, any)).isTrue();
      assertThat(matches(patient().fusion("KIT", "X"), any)).isFalse();
      assertThat(matches(gain, copies)).isTrue();
      assertThat(matches(mutation, copies)).isFalse();
      assertThat(matches(gain, call)).isTrue();
      assertThat(matches(patient().copyNumber("KIT", "Low Amplification"), call)).isFalse();
    }

    /** A report that has no word of that system may mean it or not. */
    @Test
    void aVariantOfUnknownCategoryLeavesThePatientPossible() {
      Oncology patient = patient().variant("KIT", Code.of(CodeSystem.HGVS.uri(), "p.D816V"));
      assertThat(
              patient.outcome(
                  clause("- genomic: {hugo_symbol: KIT, variant_category: Mutation}").trial()))
          .isEqualTo(Outcome.POSSIBLE);
    }

    @Test
    void aStopCodonHasAStar() {
      String clause = "- genomic: {hugo_symbol: TP53, protein_change: 'p.R213*'}";
      assertThat(matches(patient().mutation("TP53", "p.R213*", "Nonsense_Mutation"), clause))
          .isTrue();
      assertThat(matches(patient().mutation("TP53", "p.Arg213Ter", "Nonsense_Mutation"), clause))
          .isTrue();
    }

    @Test
    void severalGenesInOneFieldAreNotSupported() {
      for (String genes : List.of("[KIT, MET]", "{KIT}")) {
        Imported imported = clause("- genomic: {hugo_symbol: %s, exon: 11}".formatted(genes));
        assertThat(imported.trial().criteria().getFirst().when())
            .isInstanceOf(NotYetSupported.class);
        assertReadsBack(imported);
      }
    }

    @Test
    void aCaptionAloneAsksForNoVariant() {
      Imported imported = clause("- genomic: {display_name: KIT}");
      assertThat(notes(imported)).containsExactly("not yet supported: genomic display_name KIT");
      assertReadsBack(imported);
    }

    @Test
    void aNameMayBeLong() {
      assertReadsBack(
          clause("- genomic: {hugo_symbol: KIT, cnv_call: %s}".formatted("x".repeat(1025))));
    }

    @Test
    void wildtypeNeedsAReportThatSaysSo() {
      String clause = "- genomic: {hugo_symbol: KIT, wildtype: true}";
      assertThat(patient().outcome(clause(clause).trial())).isEqualTo(Outcome.POSSIBLE);
      assertThat(patient().variant("KIT").outcome(clause(clause).trial()))
          .isEqualTo(Outcome.INELIGIBLE);
    }

    @Test
    void mismatchRepairIsReadFromMicrosatellites() {
      Oncology unstable = patient().microsatellites("LA26203-2");
      assertThat(matches(unstable, "- genomic: {mmr_status: MMR-Deficient}")).isTrue();
      assertThat(matches(unstable, "- genomic: {ms_status: MSI-H}")).isTrue();
      assertThat(matches(unstable, "- genomic: {ms_status: '!MSI-H'}")).isFalse();
      assertThat(matches(unstable, "- genomic: {ms_status: MSS}")).isFalse();
      assertThat(matches(patient(), "- genomic: {ms_status: '!MSI-H'}")).isTrue();
    }
  }

  @Nested
  class Wrong {
    @Test
    void everyMistakeIsToldAtOnceWithItsLineAndARemedy() {
      assertThat(
              mistakes(
                  """
                  protocol_no: T-1
                  treatment_list:
                    step:
                      - step_code: 1
                        match:
                          - and: {genomic: {hugo_symbol: KIT}}
                          - clinical: {age_numerical: old}
                          - clinical: {tmb_numerical: high}
                          - genomic: KIT
                          - or: []
                          - just words
                  """))
          .containsExactly(
              "6: `and` must be a list",
              "9: `genomic` asks nothing",
              "10: `or` is empty",
              "11: an item of `match` must be a mapping");
      assertThat(
              mistakes(
                  """
                  protocol_no: T-1
                  match:
                    - clinical: {age_numerical: old}
                    - clinical: {tmb_numerical: high, age_numerical: "<0"}
                  """))
          .containsExactly(
              "3: `old` is not an age", "4: `<0` is not an age", "4: `high` is not a bound");
    }

    @Test
    void aFieldWithoutAValueAsksNothing() {
      assertThat(
              mistakes(
                  """
                  protocol_no: T-1
                  match:
                    - clinical: {oncotree_primary_diagnosis: "!"}
                    - genomic: {hugo_symbol: KIT, exon: ""}
                  """))
          .containsExactly(
              "3: `oncotree_primary_diagnosis` asks nothing", "4: `exon` asks nothing");
    }

    /** In a trial file it would be a subtree, which only ICD-10 has. */
    @Test
    void aNameThatEndsInAStarIsAMistake() {
      assertThat(
              mistakes(
                  """
                  protocol_no: T-1
                  match:
                    - genomic: {hugo_symbol: ALK, fusion_partner_hugo_symbol: EML4*}
                    - genomic: {hugo_symbol: "!KIT*"}
                    - genomic: {hugo_symbol: KIT, variant_classification: In_Frame*}
                    - genomic: {hugo_symbol: KIT, true_variant_classification: In_Frame*}
                    - genomic: {hugo_symbol: KIT, cnv_call: Gain*}
                    - genomic: {hugo_symbol: KIT, exon: 1*}
                    - genomic: {apobec_signature: Yes*}
                    - clinical: {oncotree_primary_diagnosis: Thym*}
                  """))
          .containsExactly(
              "3: `EML4*` ends in a star",
              "4: `KIT*` ends in a star",
              "5: `In_Frame*` ends in a star",
              "6: `In_Frame*` ends in a star",
              "7: `Gain*` ends in a star",
              "8: `1*` ends in a star",
              "9: `Yes*` ends in a star",
              "10: `Thym*` ends in a star");
      assertReadsBack(
          clause(
              "- genomic: {hugo_symbol: TP53, protein_change: p.R213*, display_name: TP53 R213*}"));
    }

    @Test
    void aLabelIsNeverEmpty() {
      assertThat(mistakes("{protocol_no: T, match: [{'': {'': ''}}]}"))
          .containsExactly("1: a label is empty");
    }

    @Test
    void aClauseIsNestedNoDeeperThanATrialFileCanSay() {
      assertReadsBack(nested(9));
      assertThat(mistakes("{match: [%s]}".formatted(orInOr(10))))
          .containsExactly("1: `and` and `or` are nested more than 9 deep");
    }

    /** As deep as a trial file becomes of it. */
    private static Imported nested(int times) {
      String arm = "{match: [%s, {x: {y: z}}]}".formatted(orInOr(times));
      CtmlImport read = read("{treatment_list: {step: [{arm: [%s, %s]}]}}".formatted(arm, arm));
      assertThat(read.mistakes()).isEmpty();
      return read.trials().getFirst();
    }

    private static String orInOr(int times) {
      String clause = "{clinical: {age_numerical: '>=18', tmb_numerical: '!>=10'}}";
      for (int i = 0; i < times; i++) {
        clause = "{or: [%s, {x: {y: z}}], clinical: {gender: Male}}".formatted(clause);
      }
      return clause;
    }

    @Test
    void aTrialThatMatchesNobodyIsNoTrial() {
      assertThat(mistakes("protocol_no: T-1"))
          .containsExactly("1: no step, arm or dose level says whom it matches");
      assertThat(mistakes("- just a text")).containsExactly("1: a trial must be a mapping");
      assertThat(mistakes("")).containsExactly("1: the file is empty");
    }

    @Test
    void aKeyThatStandsTwiceIsAMistake() {
      assertThat(mistakes("protocol_no: A\nprotocol_no: B\nmatch: [{clinical: {gender: Male}}]"))
          .containsExactly("2: `protocol_no` stands twice");
    }

    @Test
    void severalTrialsInOneFileNeedNumbers() {
      assertThat(
              mistakes(
                  """
                  - match: [{clinical: {gender: Male}}]
                  - {protocol_no: B, match: [{clinical: {gender: Male}}]}
                  """))
          .containsExactly("1: `protocol_no` is missing");
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() {
      assertThat(mistakes("x".repeat((1 << 20) + 1)))
          .containsExactly("1: the file is larger than 1 MB");
      assertThat(mistakes("protocol_no: A\nmatch: " + "[{and: ".repeat(60)).getFirst())
          .startsWith("1: not readable as YAML");
      assertThat(mistakes("a: &x [1]\nb: *x").getFirst()).contains("not readable as YAML");
    }

    @Test
    void theTableOfDiagnosesIsReadLikeAnyOtherFile() {
      List<Mistake> mistakes = new ArrayList<>();
      byte[] table = "{\"A\": [\"A\", \"B\"], \"C\": \"C\"}".getBytes(StandardCharsets.UTF_8);
      assertThat(CtmlTerms.diagnoses("table.json", table, mistakes))
          .isEqualTo(Map.of("A", List.of("A", "B"), "C", List.of("C")));
      assertThat(mistakes).isEmpty();
      CtmlTerms.diagnoses("table.json", "[1]".getBytes(StandardCharsets.UTF_8), mistakes);
      assertThat(mistakes).extracting(Mistake::what).containsExactly("no mapping");
      mistakes.clear();
      CtmlTerms.diagnoses(
          "table.json", "{\"A\": [\"A\", \"B*\"]}".getBytes(StandardCharsets.UTF_8), mistakes);
      assertThat(mistakes).extracting(Mistake::what).containsExactly("`B*` ends in a star");
    }
  }
}
