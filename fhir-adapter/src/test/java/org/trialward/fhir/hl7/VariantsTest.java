package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.GeneVariant.Finding;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.Code;

/** Genetic tests in results, as in HL7's Lab Results Interface. */
class VariantsTest {
  private static final String OBR = "OBR|1|P1^EHR|F1^LAB|81247-9^Panel^LN|||202611200800";

  private static String obx(String type, String loinc, String sub, String value, String status) {
    return "OBX|1|%s|%s^x^LN|%s|%s||||||%s".formatted(type, loinc, sub, value, status);
  }

  private static String obx(String type, String loinc, String sub, String value) {
    return obx(type, loinc, sub, value, "F");
  }

  private static final String BRAF = obx("CWE", "48018-6", "2a", "HGNC:1097^BRAF^HGNC");
  private static final String V600E =
      obx("CWE", "48005-3", "2a", "NP_004324.2:p.(Val600Glu)^p.V600E^HGVS.p");
  private static final String PRESENT = obx("CWE", "69548-6", "2a", "LA9633-4^Present^LN");

  private static List<Fact> facts(String... obxs) {
    return Messages.facts(
        "ORU^R01",
        Stream.concat(Stream.of(Messages.PID, OBR), Stream.of(obxs)).toArray(String[]::new));
  }

  private static List<String> notes(String... obxs) {
    return Messages.notes(
        Messages.read(
            "ORU^R01",
            Stream.concat(Stream.of(Messages.PID, OBR), Stream.of(obxs)).toArray(String[]::new)));
  }

  private static GeneVariant variant(String... obxs) {
    List<Fact> facts = facts(obxs);
    assertThat(facts).hasSize(1);
    return (GeneVariant) facts.getFirst();
  }

  private static Stream<String> values(List<Code> codes) {
    return codes.stream().map(Code::value);
  }

  private static List<GeneVariant> variants(String... obxs) {
    return facts(obxs).stream()
        .filter(GeneVariant.class::isInstance)
        .map(GeneVariant.class::cast)
        .toList();
  }

  @Test
  void ofOneSubIdAreOneVariantAndNothingElse() {
    GeneVariant variant =
        variant(
            BRAF,
            obx("ST", "48004-6", "2a", "NM_004333.4:c.1799T>A"),
            V600E,
            obx("CWE", "48019-4", "2a", "LA6690-7^Substitution^LN"),
            PRESENT,
            obx("CWE", "53037-8", "2a", "LA6668-3^Pathogenic^LN"));
    assertThat(variant.finding()).isEqualTo(Finding.PRESENT);
    assertThat(values(variant.genes())).containsExactly("HGNC:1097");
    assertThat(values(variant.changes()))
        .contains("c.1799T>A", "p.(Val600Glu)", "p.Val600Glu", "LA6690-7");
    assertThat(values(variant.significance())).containsExactly("LA6668-3");
    assertThat(variant.taken().orElseThrow()).hasToString("2026-11-20T08:00");
  }

  @Test
  void ofSeveralSubIdsAreSeveralVariants() {
    assertThat(
            variants(
                BRAF,
                PRESENT,
                obx("CWE", "48018-6", "2b", "HGNC:6407^KRAS^HGNC"),
                obx("CWE", "69548-6", "2b", "LA9634-2^Absent^LN")))
        .extracting(v -> v.genes().getFirst().value() + " " + v.finding())
        .containsExactly("HGNC:1097 PRESENT", "HGNC:6407 ABSENT");
  }

  @Test
  void ofSeveralOrdersAreSeveralVariantsThoughTheirSubIdsAreTheSame() {
    assertThat(
            variants(
                BRAF,
                PRESENT,
                "OBR|2|P2^EHR|F2^LAB|81247-9^Panel^LN|||202611200800",
                obx("CWE", "48018-6", "2a", "HGNC:6407^KRAS^HGNC"),
                obx("CWE", "69548-6", "2a", "LA9634-2^Absent^LN")))
        .extracting(v -> v.genes().getFirst().value() + " " + v.finding())
        .containsExactly("HGNC:1097 PRESENT", "HGNC:6407 ABSENT");
  }

  @ParameterizedTest
  @CsvSource({
    "CWE, LA9633-4^Present^LN, PRESENT",
    "CWE, LA9634-2^Absent^LN, ABSENT",
    "CWE, LA18198-4^No call^LN, UNCLEAR",
    "CWE, LA11884-6^Indeterminate^LN, UNCLEAR",
    "CNE, 260415000^Not detected^SCT, ABSENT",
    "ST, Present, PRESENT",
    "TX, not detected, ABSENT",
    "ST, No call, UNCLEAR",
    "CWE, ^Present, PRESENT",
    "CWE, NEG^Negative^L, ABSENT",
    "ST, Presently not known, UNCLEAR",
    "ST, not present, UNCLEAR",
    "CWE, LA6668-3^Pathogenic^LN, UNCLEAR",
    "CWE, LA9633-4^Present^LN~LA9634-2^Absent^LN, UNCLEAR",
    "CWE, UNK^unknown^NULLFL, UNCLEAR",
    "CWE, '', UNCLEAR",
  })
  void areFoundOrNotAsTheTestAnswers(String type, String answer, Finding finding) {
    assertThat(variant(BRAF, V600E, obx(type, "69548-6", "2a", answer)).finding())
        .isEqualTo(finding);
  }

  @ParameterizedTest
  @CsvSource({
    "CWE, LA6683-2^Germline^LN, UNCLEAR",
    "CWE, GL^Germline^L, UNCLEAR",
    "ST, likely germline, UNCLEAR",
    "CWE, LA26807-0^De novo^LN, UNCLEAR",
    "CWE, LA6684-0^Somatic^LN, ABSENT",
    "CWE, LA6683-2^Germline^LN~LA6684-0^Somatic^LN, ABSENT",
    "CWE, LA18197-6^Unknown genomic origin^LN, ABSENT",
  })
  void thatAreAbsentFromTheGermlineMayStandInATumour(String type, String source, Finding finding) {
    assertThat(
            variants(
                BRAF,
                obx("CWE", "69548-6", "2a", "LA9634-2^Absent^LN"),
                obx(type, "48002-0", "2a", source)))
        .extracting(GeneVariant::finding)
        .containsExactly(finding);
  }

  @Test
  void withoutAnAnswerAreUnclearAndListed() {
    assertThat(variant(BRAF, V600E).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(notes(BRAF, V600E))
        .containsExactly("OBX-5: it does not say whether the variant was found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P", "I", "R", "S", ""})
  void areUnclearWhereAPartMayStillChange(String status) {
    assertThat(
            variant(obx("CWE", "48018-6", "2a", "HGNC:1097^BRAF^HGNC", status), V600E, PRESENT)
                .finding())
        .isEqualTo(Finding.UNCLEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"D", "W", "X"})
  void areNoneWhereTheAnswerIsTakenBack(String status) {
    String takenBack = obx("CWE", "69548-6", "2a", "LA9633-4^Present^LN", status);
    assertThat(variants(BRAF, V600E, takenBack)).isEmpty();
    assertThat(variants(takenBack, BRAF, V600E)).isEmpty();
  }

  @Test
  void areTakenBackUnderTheNameThatTheyHad() {
    String there = Messages.references(message(BRAF, V600E, PRESENT)).getFirst();
    assertThat(said(BRAF, V600E)).containsKey(there);
    assertThat(said(obx("CWE", "69548-6", "2a", "", "X")))
        .containsEntry(there, new Said.Facts(List.of()));
    assertThat(said(obx("CWE", "69548-6", "2a", "LA9634-2^Absent^LN", "C")).get(there))
        .isInstanceOfSatisfying(
            Said.Facts.class,
            now -> assertThat(now.facts()).singleElement().isInstanceOf(Measurement.class));
  }

  private static byte[] message(String... obxs) {
    return Messages.message(
        "ORU^R01",
        Stream.concat(Stream.of(Messages.PID, OBR), Stream.of(obxs)).toArray(String[]::new));
  }

  private static Map<String, Said> said(String... obxs) {
    return Messages.said(
        "ORU^R01",
        Stream.concat(Stream.of(Messages.PID, OBR), Stream.of(obxs)).toArray(String[]::new));
  }

  @Test
  void thatAreCorrectedTakeThePlaceOfWhatTheMessageSaidBefore() {
    assertThat(
            variants(
                BRAF,
                V600E,
                PRESENT,
                OBR,
                BRAF,
                V600E,
                obx("CWE", "69548-6", "2a", "LA9634-2^Absent^LN", "C")))
        .extracting(GeneVariant::finding)
        .containsExactly(Finding.ABSENT);
  }

  @Test
  void withoutAPartThatWasTakenBackAreWhatIsLeft() {
    GeneVariant left =
        variants(BRAF, obx("ST", "48005-3", "2a", "p.Gly12Asp", "X"), V600E, PRESENT).getFirst();
    assertThat(values(left.changes())).contains("p.Val600Glu").doesNotContain("p.Gly12Asp");
  }

  @ParameterizedTest
  @CsvSource({
    "ST, p.Val600Glu",
    "CWE, ^p.Val600Glu",
    "CWE, p.Val600Glu",
    "CWE, p.Val600Glu^V600E^L",
    "CWE, 99^V600E^L^^^^^^p.Val600Glu",
    "ST, NP_004324.2:p.Val600Glu",
  })
  void knowHgvsHoweverItIsSent(String type, String value) {
    assertThat(values(variant(BRAF, obx(type, "48005-3", "2a", value), PRESENT).changes()))
        .contains("p.Val600Glu");
  }

  @Test
  void leaveWordsOut() {
    String words = obx("TX", "48005-3", "2a", "Jane has V600E");
    assertThat(variant(BRAF, words, PRESENT).changes()).isEmpty();
    assertThat(notes(BRAF, words, PRESENT)).containsExactly("OBX-5: it is a text without a code");
  }

  @ParameterizedTest
  @CsvSource({
    "CWE, 1097^BRAF^HGNC",
    "CWE, HGNC:1097^BRAF^HGNC",
    "ST, HGNC:1097^BRAF^HGNC",
    "ST, HGNC:1097",
  })
  void knowTheGeneByItsIdHoweverItIsSent(String type, String value) {
    assertThat(variant(obx(type, "48018-6", "2a", value), V600E, PRESENT).genes())
        .containsExactly(Code.of("http://www.genenames.org/geneId", "HGNC:1097"));
  }

  @Test
  void askForTheIdOfAGeneThatIsNamedByItsSymbol() {
    assertThat(notes(obx("CWE", "48018-6", "2a", "BRAF^BRAF^HGNC"), V600E, PRESENT))
        .containsExactly("OBX-5: a gene is named by its symbol: have the sender write its HGNC id");
  }

  @Test
  void ofAFusionNameBothGenes() {
    assertThat(
            values(
                variant(
                        obx("CWE", "48018-6", "2a", "HGNC:427^ALK^HGNC~HGNC:1316^EML4^HGNC"),
                        PRESENT)
                    .genes()))
        .containsExactly("HGNC:427", "HGNC:1316");
  }

  @Test
  void withoutSubIdsAreOneWhereNothingOccursTwice() {
    String gene = BRAF.replace("|2a|", "||");
    String change = V600E.replace("|2a|", "||");
    String present = PRESENT.replace("|2a|", "||");
    String other = obx("CWE", "48018-6", "", "HGNC:6407^KRAS^HGNC");
    assertThat(variants(gene, change, present)).hasSize(1);
    assertThat(facts(gene, other, change, present))
        .hasSize(4)
        .allSatisfy(fact -> assertThat(fact).isInstanceOf(Measurement.class));
    assertThat(variants(gene.replace("HGNC|", "HGNC~HGNC:6407^KRAS^HGNC|"), change, present))
        .isEmpty();
  }

  @Test
  void withTwoAnswersUnderOneSubIdStayResults() {
    assertThat(facts(BRAF, V600E, PRESENT, PRESENT.replace("LA9633-4^Present", "LA9634-2^Absent")))
        .hasSize(4)
        .allSatisfy(fact -> assertThat(fact).isInstanceOf(Measurement.class));
  }

  @Test
  void thatNameNeitherGeneNorChangeStayResults() {
    assertThat(facts(PRESENT)).singleElement().isInstanceOf(Measurement.class);
    assertThat(facts(BRAF)).singleElement().isInstanceOf(Measurement.class);
    assertThat(facts(obx("CWE", "48018-6", "1", "HGNC:1097^BRAF^HGNC~HGNC:6407^KRAS^HGNC")))
        .allSatisfy(fact -> assertThat(fact).isInstanceOf(Measurement.class));
  }

  @Test
  void leaveTheRestOfTheReportAsItIs() {
    List<Fact> facts =
        facts(
            BRAF,
            PRESENT,
            obx("CWE", "48002-0", "2a", "LA6684-0^Somatic^LN"),
            "OBX|1|NM|81258-6^VAF^LN|2a|0.35|{ratio}|||||F",
            obx("CWE", "51968-6", "1", "LA6576-8^Positive^LN"));
    assertThat(facts).hasSize(4);
    assertThat(facts.stream().filter(GeneVariant.class::isInstance)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CWE, LA10429-1^Fetal^LN",
    "CWE, LA18196-8^Likely fetal^LN",
    "ST, Fetal",
    "ST, Prenatal",
  })
  void ofAFetusAreNotThePatients(String type, String source) {
    String fetal = obx(type, "48002-0", "2a", source);
    assertThat(variants(BRAF, V600E, PRESENT, fetal)).isEmpty();
    assertThat(notes(BRAF, V600E, PRESENT, fetal))
        .contains("OBX-5: the variant is a fetus's, not the patient's");
  }

  @Test
  void thatAreTheWildTypeAreNotFound() {
    String wild = obx("CWE", "48019-4", "2a", "LA9658-1^Wild type^LN");
    assertThat(variant(BRAF, wild, PRESENT).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(
            variant(BRAF, wild, PRESENT.replace("LA9633-4^Present", "LA9634-2^Absent")).finding())
        .isEqualTo(Finding.ABSENT);
  }

  private static final String ABSENT = PRESENT.replace("LA9633-4^Present", "LA9634-2^Absent");
  private static final String T790M = obx("CWE", "48005-3", "2a", "p.Thr790Met^T790M^HGVS.p");

  @ParameterizedTest
  @CsvSource({
    "ST, 48005-3, T790M, F",
    "ST, 48005-3, T790M, O",
    "ST, 48005-3, p.Thr790Met, X",
    "ST, 48005-3, '', X",
    "CWE, 69551-0, ^T, F",
    "ST, 69547-8, C, X",
    "CWE, 47999-8, ^Exon 20, F",
    "NR, 81254-5, 55249071^55249071, F",
    "CWE, 48000-4, LA21260-1^7^LN, F",
    "ST, 48001-2, 7p11.2, F",
    "CWE, 48013-7, NC_000007.13^^RefSeq, F",
    "ST, 47998-0, EGFR T790M, F",
    "CWE, 53037-8, LA6668-3^Pathogenic^LN, F",
    "ST, 53037-8, Pathogenic, F",
    "CWE, 48018-6, HGNC:6407^KRAS^HGNC, X",
    "ST, HOTSPOT, T790M, F",
  })
  void thatAreAbsentButNameMoreThanIsReadAreUnclearAndListed(
      String type, String loinc, String value, String status) {
    String more = obx(type, loinc, "2a", value, status);
    assertThat(variants(BRAF, more, ABSENT))
        .extracting(GeneVariant::finding)
        .containsExactly(Finding.UNCLEAR);
    assertThat(notes(BRAF, more, ABSENT))
        .contains("OBX-5: it is absent, but it is not clear what: have the sender name the change");
    assertThat(variants(BRAF, more, PRESENT))
        .extracting(GeneVariant::finding)
        .containsExactly(Finding.PRESENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HGNC:427^ALK^HGNC~HGNC:1316^EML4^HGNC",
        "HGNC:427^ALK^HGNC^HGNC:1316^EML4^HGNC",
        "HGNC:427^ALK^HGNC~^EML4",
        "HGNC:427^ALK^HGNC~EML4^EML4^L",
      })
  void ofAFusionThatIsAbsentAreUnclear(String genes) {
    assertThat(variant(obx("CWE", "48018-6", "2a", genes), ABSENT).finding())
        .isEqualTo(Finding.UNCLEAR);
  }

  @Test
  void thatAreAbsentBesideHowItWasTestedAreOfTheGene() {
    assertThat(
            variants(
                BRAF,
                ABSENT,
                obx("CWE", "48002-0", "2a", "LA6684-0^Somatic^LN"),
                obx("CWE", "81304-8", "2a", "LA26398-0^Sequencing^LN"),
                obx("ST", "51958-7", "2a", "NM_004333.4")))
        .extracting(GeneVariant::finding)
        .containsExactly(Finding.ABSENT);
  }

  @Test
  void thatAreAbsentAreThatChangeAndNotEveryOneOfItsKind() {
    String substitution = obx("CWE", "48019-4", "2a", "LA6690-7^Substitution^LN");
    GeneVariant one = variants(BRAF, T790M, substitution, PLACE, ABSENT).getFirst();
    assertThat(one.finding()).isEqualTo(Finding.ABSENT);
    assertThat(values(one.changes())).containsExactly("p.Thr790Met");
    GeneVariant kind = variant(BRAF, substitution, ABSENT);
    assertThat(kind.finding()).isEqualTo(Finding.ABSENT);
    assertThat(values(kind.changes())).containsExactly("LA6690-7");
    assertThat(variants(BRAF, substitution, PLACE, ABSENT).getFirst().finding())
        .isEqualTo(Finding.UNCLEAR);
  }

  private static final String PLACE = obx("CWE", "47999-8", "2a", "^Exon 20");

  @Test
  void ofTwoGenesInTwoObservationsAreUnclearAndListed() {
    String other = obx("CWE", "48018-6", "2a", "HGNC:6407^KRAS^HGNC");
    assertThat(variant(BRAF, other, T790M, PRESENT).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(variant(BRAF, other, T790M, ABSENT).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(notes(BRAF, other, T790M, PRESENT))
        .containsExactly("OBX-4: two genes share a sub-id, so nobody knows whose the change is");
    assertThat(variant(BRAF, BRAF, T790M, PRESENT).finding()).isEqualTo(Finding.PRESENT);
  }

  @Test
  void thatNothingTellsApartAreListedOnce() {
    String note = "OBX-4: no variant is read: have the sender give each a sub-id of its own";
    assertThat(notes(BRAF, V600E, PRESENT, ABSENT)).containsOnlyOnce(note);
    assertThat(notes(BRAF, V600E, PRESENT)).isEmpty();
  }

  @Test
  void leaveTheirSourceAResultAlsoWhereItComesFirst() {
    assertThat(facts(obx("CWE", "48002-0", "2a", "LA6684-0^Somatic^LN"), BRAF, PRESENT)).hasSize(2);
  }
}
