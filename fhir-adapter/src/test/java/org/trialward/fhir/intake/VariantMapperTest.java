package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.GeneVariant.Finding;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.Code;

/** What a genetic test says of a variant. */
class VariantMapperTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("Europe/Berlin"));

  private static final String BRAF =
      component(
          "48018-6",
          "'valueCodeableConcept':{'coding':[{'system':'http://www.genenames.org/geneId','code':'HGNC:1097'}]}");

  private static String component(String loinc, String value) {
    return "{'code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},%s}"
        .formatted(loinc, value);
  }

  private static String hgvs(String loinc, String change) {
    return component(
        loinc,
        "'valueCodeableConcept':{'coding':[{'system':'http://varnomen.hgvs.org','code':'%s'}]}"
            .formatted(change));
  }

  private static String answer(String system, String code) {
    return "'valueCodeableConcept':{'coding':[{'system':'%s','code':'%s'}]}"
        .formatted(system, code);
  }

  private static Mapped test(String status, String value, String... components) {
    return MAPPER.map(
        Resources.resource(
            Observation.class,
            "{'resourceType':'Observation','id':'v','status':'%s','code':{'coding':[{'system':'http://loinc.org','code':'69548-6'}]},%s,'component':[%s]}"
                .formatted(status, value, String.join(",", components))),
        Surroundings.NONE);
  }

  private static GeneVariant variant(String status, String value, String... components) {
    List<Fact> facts = test(status, value, components).facts();
    assertThat(facts).hasSize(1);
    return (GeneVariant) facts.getFirst();
  }

  private static GeneVariant present(String... components) {
    return variant("final", answer("http://loinc.org", "LA9633-4"), components);
  }

  @ParameterizedTest
  @CsvSource({
    "http://loinc.org, LA9633-4, PRESENT",
    "http://loinc.org, LA9634-2, ABSENT",
    "http://loinc.org, LA18198-4, UNCLEAR",
    "http://loinc.org, LA11884-6, UNCLEAR",
    "http://snomed.info/sct, 10828004, PRESENT",
    "http://snomed.info/sct, 260415000, ABSENT",
    "http://snomed.info/sct, 1, UNCLEAR"
  })
  void isFoundOrNotAsTheTestAnswers(String system, String code, Finding expected) {
    assertThat(variant("final", answer(system, code), BRAF).finding()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"preliminary, UNCLEAR", "cancelled, RETRACTED", "amended, PRESENT"})
  void countsByTheStatusOfTheTest(String status, Finding expected) {
    assertThat(variant(status, answer("http://loinc.org", "LA9633-4"), BRAF).finding())
        .isEqualTo(expected);
  }

  @Test
  void enteredInErrorIsNoFact() {
    assertThat(test("entered-in-error", answer("http://loinc.org", "LA9633-4"), BRAF).facts())
        .isEmpty();
  }

  @Test
  void withoutAnAnswerIsUnclearAndListed() {
    Mapped mapped = test("final", "'issued':'2026-01-01T00:00:00Z'", BRAF);
    assertThat(((GeneVariant) mapped.facts().getFirst()).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(mapped.unusable())
        .extracting(Unusable::why)
        .containsExactly("it does not say whether the variant was found");
  }

  @Test
  void namesItsGeneAndIsFoundByIt() {
    GeneVariant variant = present(BRAF);
    assertThat(variant.genes()).extracting(Code::value).containsExactly("HGNC:1097");
    assertThat(variant.codes()).isEqualTo(variant.genes());
    assertThat(variant.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"http://www.genenames.org, 1097", "http://www.genenames.org/geneId, HGNC:1097"})
  void namesItsGeneInOneSpelling(String system, String code) {
    String gene =
        component(
            "48018-6",
            "'valueCodeableConcept':{'coding':[{'system':'%s','code':'%s'}]}"
                .formatted(system, code));
    assertThat(present(gene).genes())
        .containsExactly(Code.of("http://www.genenames.org/geneId", "HGNC:1097"));
  }

  @Test
  void ofAFusionNamesBothGenes() {
    assertThat(present(BRAF, BRAF.replace("HGNC:1097", "HGNC:427")).genes())
        .extracting(Code::value)
        .containsExactly("HGNC:1097", "HGNC:427");
  }

  @Test
  void isAlsoKnownByItsChangeWithoutReferenceAndBrackets() {
    assertThat(present(BRAF, hgvs("48005-3", "NP_004324.2:p.(Val600Glu)")).changes())
        .extracting(Code::value)
        .containsExactly("NP_004324.2:p.(Val600Glu)", "p.(Val600Glu)", "p.Val600Glu");
  }

  @Test
  void ofTheGenomeKeepsItsReference() {
    assertThat(present(BRAF, hgvs("81290-9", "NC_000007.13:g.140453136A>T")).changes())
        .extracting(Code::value)
        .containsExactly("NC_000007.13:g.140453136A>T");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'valueString':'p.Val600Glu'",
        "'valueCodeableConcept':{'text':'p.Val600Glu'}",
        "'valueCodeableConcept':{'coding':[{'code':'p.Val600Glu'}]}"
      })
  void writtenInHgvsWithoutItsSystemIsHgvs(String value) {
    assertThat(present(BRAF, component("48005-3", value)).changes())
        .containsExactly(Code.of("http://varnomen.hgvs.org", "p.Val600Glu"));
  }

  @Test
  void writtenInOtherWordsIsListed() {
    Mapped mapped =
        test(
            "final",
            answer("http://loinc.org", "LA9633-4"),
            BRAF,
            component("48005-3", "'valueString':'Jane has V600E'"));
    assertThat(mapped.unusable().toString())
        .contains("string without a code")
        .doesNotContain("Jane");
  }

  @Test
  void keepsTheIdsOfVariantDatabasesAndTheKindOfChange() {
    assertThat(
            present(
                    BRAF,
                    component("81252-9", answer("http://www.ncbi.nlm.nih.gov/clinvar", "13961")),
                    "{'code':{'coding':[{'system':'http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs','code':'molecular-consequence'}]},%s}"
                        .formatted(answer("http://www.sequenceontology.org", "SO:0001742")))
                .changes())
        .extracting(Code::value)
        .containsExactly("13961", "SO:0001742");
  }

  @Test
  void saysWhatItMeans() {
    assertThat(
            present(BRAF, component("53037-8", answer("http://loinc.org", "LA6668-3")))
                .significance())
        .extracting(Code::value)
        .containsExactly("LA6668-3");
  }

  @Test
  void ofMcodesFirstEditionSaysTheKindOfChangeAsAnInterpretation() {
    String amplified =
        "'interpretation':[{'coding':[{'system':'http://snomed.info/sct','code':'12645001'}]},{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation','code':'POS'}]}],";
    assertThat(variant("final", amplified + answer("http://loinc.org", "LA9633-4"), BRAF).changes())
        .extracting(Code::value)
        .containsExactly("12645001");
    GeneVariant notFound =
        variant("final", amplified + answer("http://loinc.org", "LA9634-2"), BRAF);
    assertThat(notFound.changes()).isEmpty();
    assertThat(notFound.finding()).isEqualTo(Finding.UNCLEAR);
  }

  @Test
  void thatIsItsOwnAnswerWasFound() {
    GeneVariant variant =
        variant("final", answer("http://www.ncbi.nlm.nih.gov/clinvar", "13961"), BRAF);
    assertThat(variant.finding()).isEqualTo(Finding.PRESENT);
    assertThat(variant.changes()).extracting(Code::value).containsExactly("13961");
  }

  @Test
  void leavesTheRestAsMeasurements() {
    List<Fact> facts =
        test(
                "final",
                answer("http://loinc.org", "LA9633-4"),
                BRAF,
                component("48002-0", answer("http://loinc.org", "LA6683-2")))
            .facts();
    assertThat(facts).hasSize(2);
    assertThat(facts.getLast())
        .isInstanceOfSatisfying(
            Measurement.class,
            rest -> assertThat(rest.codes().getFirst().value()).isEqualTo("48002-0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LA10429-1", "LA18196-8"})
  void ofAFetusIsNotThePatients(String source) {
    Mapped mapped =
        test(
            "final",
            answer("http://loinc.org", "LA9633-4"),
            BRAF,
            component("48002-0", answer("http://loinc.org", source)));
    assertThat(mapped.facts()).singleElement().isInstanceOf(Measurement.class);
    assertThat(mapped.unusable())
        .extracting(Unusable::why)
        .containsExactly("the variant is a fetus's, not the patient's");
  }

  @Test
  void thatIsTheWildTypeIsNotFound() {
    String wild = component("48019-4", answer("http://loinc.org", "LA9658-1"));
    assertThat(present(BRAF, wild).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(variant("final", answer("http://loinc.org", "LA9634-2"), BRAF, wild).finding())
        .isEqualTo(Finding.ABSENT);
  }

  @Test
  void ofNothingIsNoFactAndListed() {
    Mapped mapped = test("final", answer("http://loinc.org", "LA9633-4"), "{}");
    assertThat(mapped.facts()).isEmpty();
    assertThat(mapped.unusable())
        .extracting(Unusable::why)
        .contains("it names neither a gene nor a change by a code");
  }

  private static GeneVariant absent(String... components) {
    List<Fact> facts = test("final", answer("http://loinc.org", "LA9634-2"), components).facts();
    return (GeneVariant) facts.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "48005-3, 'valueString':'T790M'",
        "48005-3, 'valueCodeableConcept':{'text':'T790M'}",
        "48005-3, 'dataAbsentReason':{'text':'masked'}",
        "81252-9, 'valueCodeableConcept':{'coding':[{'code':'13961'}]}",
        "69547-8, 'valueString':'C'",
        "69551-0, 'valueString':'T'",
        "47999-8, 'valueString':'Exon 20'",
        "81254-5, 'valueRange':{'low':{'value':55249071}}",
        "48001-2, 'valueCodeableConcept':{'text':'7p11.2'}",
        "53037-8, 'valueCodeableConcept':{'text':'Pathogenic'}",
        "48018-6, 'valueCodeableConcept':{'text':'EML4'}",
        "48002-9, 'valueString':'T790M'",
      })
  void thatIsAbsentButNamesMoreThanIsReadIsUnclearAndListed(String loinc, String value) {
    String more = component(loinc, value);
    assertThat(absent(BRAF, more).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(test("final", answer("http://loinc.org", "LA9634-2"), BRAF, more).unusable())
        .extracting(Unusable::why)
        .contains("it is absent, but it is not clear what: have the sender name the change");
    assertThat(absent(BRAF, more, hgvs("48005-3", "p.Thr790Met")).finding())
        .isEqualTo(Finding.ABSENT);
  }

  @Test
  void thatIsAbsentBehindAModifierIsUnclear() {
    String modified =
        "{'modifierExtension':[{'url':'urn:x','valueBoolean':true}],"
            + hgvs("48005-3", "p.Thr790Met").substring(1);
    assertThat(absent(BRAF, modified).finding()).isEqualTo(Finding.UNCLEAR);
  }

  @Test
  void ofAFusionThatIsAbsentIsUnclear() {
    assertThat(absent(BRAF, BRAF.replace("HGNC:1097", "HGNC:427")).finding())
        .isEqualTo(Finding.UNCLEAR);
  }

  @Test
  void thatIsAbsentBesideHowItWasTestedIsOfTheGene() {
    assertThat(
            absent(
                    BRAF,
                    component("48002-0", answer("http://loinc.org", "LA6684-0")),
                    component("81258-6", "'valueQuantity':{'value':0}"))
                .finding())
        .isEqualTo(Finding.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LA6683-2", "LA18194-3", "LA26807-0"})
  void thatIsAbsentFromTheGermlineMayStandInATumour(String source) {
    String germline = component("48002-0", answer("http://loinc.org", source));
    assertThat(absent(BRAF, germline).finding()).isEqualTo(Finding.UNCLEAR);
    assertThat(absent(BRAF, germline, hgvs("48005-3", "p.Val600Glu")).finding())
        .isEqualTo(Finding.UNCLEAR);
    assertThat(test("final", answer("http://loinc.org", "LA9633-4"), BRAF, germline).facts())
        .first()
        .isInstanceOfSatisfying(
            GeneVariant.class, it -> assertThat(it.finding()).isEqualTo(Finding.PRESENT));
    assertThat(test("final", answer("http://loinc.org", "LA9634-2"), BRAF, germline).unusable())
        .extracting(Unusable::why)
        .containsExactly("it is absent from the germline, which does not tell what a tumour has");
  }

  @Test
  void thatIsAbsentFromGermlineAndTumourIsOfTheGene() {
    assertThat(
            absent(
                    BRAF,
                    component("48002-0", answer("http://loinc.org", "LA6683-2")),
                    component("48002-0", answer("http://loinc.org", "LA6684-0")))
                .finding())
        .isEqualTo(Finding.ABSENT);
  }

  @Test
  void thatIsAbsentIsThatChangeAndNotEveryOneOfItsKind() {
    String substitution = component("48019-4", answer("http://loinc.org", "LA6690-7"));
    assertThat(absent(BRAF, hgvs("48005-3", "p.Thr790Met"), substitution).changes())
        .extracting(Code::value)
        .containsExactly("p.Thr790Met");
    assertThat(absent(BRAF, substitution).finding()).isEqualTo(Finding.ABSENT);
  }
}
