package org.trialward.fhir.cql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.OpenAnswers;
import org.trialward.rules.criterion.StageGroups;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialReading;
import org.trialward.rules.quantity.Code;

/** What stands in the text; what it means is compared with our evaluator by the referee. */
class CqlPrinterTest {

  @Test
  void everyCriterionIsADefinitionByItsIdAndEligibleJoinsThem() {
    CqlExport export =
        print(
            """
              - {id: adult, kind: inclusion, text: "Adult.", when: {age: {at-least: 18 years}}}
              - {id: no-diabetes, kind: exclusion, text: "Diabetes.", when: {diagnosis: diabetes}}
            """);
    assertThat(export.text())
        .startsWith("/* Drug X */\nlibrary \"T-1\" version '2'\n")
        .contains("/* Inclusion: Adult. */\ndefine \"adult\":\n  IsAged(18 years,")
        .contains(
            "define \"Eligible\":\n  \"adult\"\n    and not \"no-diabetes\"\n    and not \"Deceased\"");
    assertThat(export.notExported()).isEmpty();
  }

  @Test
  void aRetrieveKnowsNoSubtreesSoEveryConditionIsAsked() {
    assertThat(print("  - {id: d, kind: inclusion, text: D, when: {diagnosis: diabetes}}\n").text())
        .contains("[Condition] C where HasOneBelow(CodesOf(C.code), \"Codes of diabetes\")")
        .contains("Code 'E11*' from \"System http://hl7.org/fhir/sid/icd-10-cm\"");
  }

  @Test
  void theListsOfThePreludeAreThoseOfTheEvaluator() {
    assertThat(listed("Open answers"))
        .containsExactlyInAnyOrderElementsOf(OpenAnswers.CODES.stream().map(Code::value).toList());
    assertThat(listed("Stages of SNOMED CT itself"))
        .containsExactlyInAnyOrderElementsOf(
            StageGroups.ofSnomedItself().map(Code::value).toList());
  }

  private static List<String> listed(String name) {
    String text =
        print("  - {id: d, kind: inclusion, text: D, when: {diagnosis: diabetes}}\n").text();
    String list = text.substring(text.indexOf("define private \"%s\": {".formatted(name)));
    return Pattern.compile("'([^']+)'")
        .matcher(list.substring(0, list.indexOf('}')))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void aSetOfAllStagesIsExportedToo() {
    CqlExport export =
        print(
            """
              tumour:
                snomed: {254837009: Tumour}
              any-stage:
                ajcc: {"0": "0", I: I, II: II, III: III, IV: IV}
            """,
            """
              - {id: s, kind: inclusion, text: S, when: {diagnosis: {of: tumour, stage: any-stage}}}
            """);
    assertThat(export.text()).contains("then true else null)").doesNotContain(" and IsAtStage(");
  }

  @Test
  void whatAPersonDecidesIsNullWithTheReasonAndNoLossOfTheExport() {
    CqlExport export =
        print(
            """
              - {id: p, kind: inclusion, text: P, when: {needs-a-person: Judgement */ of the doctor}}
              - {id: d, kind: inclusion, text: D, when: {diagnosis: diabetes}}
            """);
    assertThat(export.text())
        .contains(
            "define \"p\":\n  (null as Boolean) /* A person decides: Judgement * / of the doctor */");
    assertThat(export.notExported()).isEmpty();
  }

  @Test
  void whatCqlCannotSayIsNullAndReported() {
    CqlExport export =
        print(
            """
              ecog:
                loinc: {89247-1: ECOG}
              karnofsky:
                loinc: {89243-0: Karnofsky}
            """,
            """
              - {id: on-average, kind: inclusion, text: O, when: {performance-status: {ecog: {at-most: 1}, choose: mean}}}
            """);
    assertThat(export.text())
        .contains("null as Boolean) /* No mean and no change of a performance status");
    assertThat(export.notExported())
        .singleElement()
        .extracting(CqlExport.NotExported::criterion)
        .isEqualTo("on-average");
  }

  @Test
  void ofResultsInPairsNoSingleOnesAreCounted() {
    CqlExport export =
        print(
            """
              egfr:
                loinc: {48642-3: eGFR not Black, 48643-1: eGFR Black}
            """,
            """
              - id: twice
                kind: inclusion
                text: T
                when: {occurred: {at-least: 2, of: {measurement: {of: egfr, value: {less-than: "60 mL/min/{1.73_m2}"}}}}}
              - id: lowest
                kind: inclusion
                text: L
                when: {measurement: {of: egfr, value: {less-than: "60 mL/min/{1.73_m2}"}, choose: lowest}}
            """);
    assertThat(export.notExported())
        .singleElement()
        .extracting(CqlExport.NotExported::criterion)
        .isEqualTo("twice");
    assertThat(export.text()).contains("define \"lowest\":\n  Agreed({");
  }

  private static CqlExport print(String criteria) {
    return print("  diabetes:\n    icd-10-cm: {E11.*: Type 2 diabetes}\n", criteria);
  }

  private static CqlExport print(String sets, String criteria) {
    String file =
        """
        trialward: 1
        id: T-1
        version: "2"
        title: Drug X
        area: none
        status: recruiting
        codes:
        """
            + sets
            + "criteria:\n"
            + criteria;
    TrialReading reading = TrialReader.read("t.yaml", file.getBytes(UTF_8));
    assertThat(reading.mistakes()).isEmpty();
    return CqlPrinter.print(reading.trial().orElseThrow());
  }
}
