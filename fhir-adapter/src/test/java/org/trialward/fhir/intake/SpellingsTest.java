package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Quantity;

/** Codes, units and normal ranges in the ways that records write them. */
class SpellingsTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("Europe/Berlin"));

  private static Mapped observation(String more) {
    return MAPPER.map(
        Resources.resource(
            Observation.class,
            "{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'1742-6'}]},%s}"
                .formatted(more)),
        Surroundings.NONE);
  }

  private static List<String> reasons(Mapped mapped) {
    return mapped.unusable().stream().map(Unusable::why).toList();
  }

  @Nested
  class NoResults {
    @ParameterizedTest
    @CsvSource({
      "http://terminology.hl7.org/CodeSystem/v3-NullFlavor, UNK, the result is absent",
      "http://terminology.hl7.org/CodeSystem/data-absent-reason, asked-declined, the result is absent",
      "http://snomed.info/sct, 125154007, the laboratory says that it has no result",
      "http://snomed.info/sct, 373121007, the laboratory says that it has no result"
    })
    void inPlaceOfOneAreNone(String system, String code, String why) {
      Mapped mapped =
          observation(
              "'valueCodeableConcept':{'coding':[{'system':'%s','code':'%s'}]}"
                  .formatted(system, code));
      assertThat(((Measurement) mapped.facts().getFirst()).result())
          .isEqualTo(new Result.Unusable(why));
      assertThat(reasons(mapped)).containsExactly(why);
    }
  }

  @Nested
  class VitalSignsOfZero {
    private static final String WHY = "the number is zero, which it cannot be of a living person";

    private static Mapped vital(String code, String more) {
      return MAPPER.map(
          Resources.resource(
              Observation.class,
              "{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},%s}"
                  .formatted(code, more)),
          Surroundings.NONE);
    }

    private static String zero(String unit) {
      return "'valueQuantity':{'value':0,'system':'http://unitsofmeasure.org','code':'%s'}"
          .formatted(unit);
    }

    private static Result result(Mapped mapped) {
      return ((Measurement) mapped.facts().getFirst()).result();
    }

    @Test
    void areNoResults() {
      Mapped weight = vital("29463-7", zero("kg"));
      assertThat(result(weight)).isEqualTo(new Result.Unusable(WHY));
      assertThat(reasons(weight)).containsExactly(WHY);
    }

    @Test
    void areNoneInAPanelEither() {
      Mapped pressure =
          vital(
              "85354-9",
              "'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},%s}]"
                  .formatted(zero("mm[Hg]")));
      assertThat(result(pressure)).isEqualTo(new Result.Unusable(WHY));
    }

    @Test
    void mayBeResultsOfAnythingElse() {
      assertThat(result(vital("9269-2", zero("{score}")))).isInstanceOf(Result.Numeric.class);
    }
  }

  @Nested
  class Codings {
    private static String code(String system, String code) {
      return codes(system, code).getFirst();
    }

    private static List<String> codes(String system, String code) {
      return MAPPER
          .map(
              Resources.resource(
                  Condition.class,
                  "{'resourceType':'Condition','code':{'coding':[{'system':'%s','code':'%s'}]}}"
                      .formatted(system, code)),
              Surroundings.NONE)
          .facts()
          .getFirst()
          .codes()
          .stream()
          .map(c -> c.system() + " " + c.value())
          .toList();
    }

    @ParameterizedTest
    @CsvSource({
      "E1165, E11.65",
      "e11.65, E11.65",
      "E11., E11",
      "E11, E11",
      "' E11 .9 ', E11.9",
      "S72001A, S72.001A",
      "C7A00, C7A.00",
      "G63.2*, G63.2",
      "Z51, Z51",
      "*, *"
    })
    void ofIcd10HaveTheirDotAndCapitals(String written, String expected) {
      assertThat(code("http://hl7.org/fhir/sid/icd-10-cm", written))
          .isEqualTo("http://hl7.org/fhir/sid/icd-10-cm " + expected);
    }

    @ParameterizedTest
    @CsvSource({
      "https://www.nlm.nih.gov/research/umls/rxnorm, http://www.nlm.nih.gov/research/umls/rxnorm",
      "http://loinc.org/, http://loinc.org",
      "urn:oid:2.16.840.1.113883.6.281, http://www.genenames.org/geneId",
      "2.16.840.1.113883.6.96, http://snomed.info/sct",
      "http://snomed.info/sct/83821000000107, http://snomed.info/sct",
      "http://snomed.info/sct/900000000000207008/version/20240901, http://snomed.info/sct",
      "https://dmd.nhs.uk, http://snomed.info/sct",
      "http://hl7.org/fhir/sid/icd-o-3, http://terminology.hl7.org/CodeSystem/icd-o-3",
      "http://fhir.de/CodeSystem/bfarm/atc, http://www.whocc.no/atc",
      "http://hl7.org/fhir/sid/icd-10-us, http://hl7.org/fhir/sid/icd-10-cm",
      "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-diagnosis-icd10, http://hl7.org/fhir/sid/icd-10-cm",
      "http://terminology.hl7.org/CodeSystem/icd10CM, http://hl7.org/fhir/sid/icd-10-cm",
      "http://terminology.hl7.org/CodeSystem/icd10, http://hl7.org/fhir/sid/icd-10",
      "https://smt.esante.gouv.fr/terminologie-cim-10/, http://hl7.org/fhir/sid/icd-10",
      "urn:oid:2.16.840.1.113883.6.2, http://hl7.org/fhir/sid/icd-9-cm",
      "urn:oid:2.16.840.1.113883.6.42, http://hl7.org/fhir/sid/icd-9-cm",
      "http://hl7.org/fhir/sid/icd-9, http://hl7.org/fhir/sid/icd-9-cm",
      "http://hl7.org/fhir/sid/icd-9-cm/diagnosis, http://hl7.org/fhir/sid/icd-9-cm",
      "http://terminology.hl7.org/CodeSystem/icd9, http://hl7.org/fhir/sid/icd-9-cm",
      "http://terminology.hl7.org/CodeSystem/icd9cm, http://hl7.org/fhir/sid/icd-9-cm",
      "http://hl7.org/fhir/sid/icd-10-pcs, http://www.cms.gov/Medicare/Coding/ICD10",
      "http://www.icd10data.com/icd10pcs, http://www.cms.gov/Medicare/Coding/ICD10",
      "http://terminology.hl7.org/CodeSystem/HCPCS, https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
      "urn:oid:2.16.840.1.113883.6.24, urn:iso:std:iso:11073:10101",
      "urn:oid:2.16.840.1.113883.6.285, https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
      "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets, https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
      "urn:oid:2.16.840.1.113883.12.292, http://hl7.org/fhir/sid/cvx",
      "urn:oid:2.16.840.1.113883.12.136, http://terminology.hl7.org/CodeSystem/v2-0136",
      "http://hl7.org/fhir/v2/0136, http://terminology.hl7.org/CodeSystem/v2-0136",
      "http://hl7.org/fhir/v3/NullFlavor, http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
      "1.2.3.4, 1.2.3.4",
      "https://hospital.example/codes/, https://hospital.example/codes/"
    })
    void haveOneNameForASystem(String written, String expected) {
      assertThat(code(written, "x")).isEqualToIgnoringCase(expected + " x");
    }

    @ParameterizedTest
    @CsvSource({
      "SNOMED CT, 44054006, http://snomed.info/sct",
      "loinc, 4548-4, http://loinc.org",
      "loinc, CREA, loinc",
      "RxNorm, 6809, http://www.nlm.nih.gov/research/umls/rxnorm",
      "ICD-10-CM, E11.9, http://hl7.org/fhir/sid/icd-10-cm",
      "ICD10PX, B030ZZZ, http://www.cms.gov/Medicare/Coding/ICD10",
      "ICD-9-CM, 250.00, http://hl7.org/fhir/sid/icd-9-cm",
      "I9CP, 36.13, http://hl7.org/fhir/sid/icd-9-cm",
      "ICD-10-CM, DIABETES, ICD-10-CM",
      "ward list, 7, ward list",
    })
    void mayHaveANameInPlaceOfAUri(String name, String code, String uri) {
      assertThat(codes(name, code)).containsExactly(uri + " " + code);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ICD-10",
          "icd10gm2024",
          "http://hl7.org/fhir/sid/icd-10",
          "http://hl7.org/fhir/sid/icd-10-am",
          "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
          "http://fhir.de/CodeSystem/dimdi/icd-10-gm",
          "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full",
          "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8",
          "http://www.saude.gov.br/fhir/r4/CodeSystem/BRCID10",
          "https://mos.esante.gouv.fr/NOS/TRE_R310-CIM10/FHIR/TRE-R310-CIM10",
          "urn:oid:2.16.578.1.12.4.1.1.7110",
          "1.2.752.116.1.1.1.1.3",
          "urn:oid:1.2.246.537.6.1",
          "urn:oid:1.2.276.0.76.5.311",
          "1.2.276.0.76.5.486",
          "urn:oid:1.2.40.0.34.5.56",
          "https://termgit.elga.gv.at/CodeSystem/icd-10-bmsgpk-2025"
        })
    void ofAnyCountrysIcd10CountAsWhosAndAsIcd10Cm(String system) {
      assertThat(codes(system, "I5013+"))
          .containsExactly(
              "http://hl7.org/fhir/sid/icd-10 I50.13", "http://hl7.org/fhir/sid/icd-10-cm I50.13");
    }

    @Test
    void ofDenmarkAreThoseOfIcd10WhereTheyAreDiagnoses() {
      assertThat(codes("urn:oid:1.2.208.176.2.4", "DE119"))
          .containsExactly(
              "http://hl7.org/fhir/sid/icd-10 E11.9", "http://hl7.org/fhir/sid/icd-10-cm E11.9");
      assertThat(codes("urn:oid:1.2.208.176.2.4", "ALAL22"))
          .containsExactly("urn:oid:1.2.208.176.2.4 ALAL22");
    }

    @Test
    void ofIcd10CmCountAsNothingElse() {
      assertThat(codes("http://hl7.org/fhir/sid/icd-10-cm", "I50.1"))
          .containsExactly("http://hl7.org/fhir/sid/icd-10-cm I50.1");
      assertThat(codes("http://hl7.org/fhir/sid/icd-10-pcs", "x")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
      "http://hl7.org/fhir/sid/icd-9-cm, 25002, 250.02",
      "http://hl7.org/fhir/sid/icd-9-cm, 4280, 428.0",
      "http://hl7.org/fhir/sid/icd-9-cm, 428, 428",
      "http://hl7.org/fhir/sid/icd-9-cm, v4501, V45.01",
      "http://hl7.org/fhir/sid/icd-9-cm, E8495, E849.5",
      "http://hl7.org/fhir/sid/icd-9-cm, 428.0, 428.0",
      "urn:oid:2.16.840.1.113883.6.104, 3613, 36.13",
      "2.16.840.1.113883.6.104, 3613, 36.13",
      "urn:oid:2.16.840.1.113883.6.104, 428.0, 428.0"
    })
    void ofIcd9HaveTheirDot(String system, String written, String expected) {
      assertThat(code(system, written)).isEqualTo("http://hl7.org/fhir/sid/icd-9-cm " + expected);
    }
  }

  @Nested
  class Units {
    private static Result result(String quantity) {
      return ((Measurement)
              observation("'valueQuantity':{'value':5,%s}".formatted(quantity)).facts().getFirst())
          .result();
    }

    @ParameterizedTest
    @CsvSource({
      "K/uL, 10*3/uL",
      "x10E3/uL, 10*3/uL",
      "mmHg, mm[Hg]",
      "pH, [pH]",
      "ng/mL, ng/mL",
      "mcg/dL, ug/dL",
      "MG/DL, mg/dL",
      "PG/ML, pg/mL",
      "G/L, 10*9/L",
      "K/mcL, 10*3/uL",
      "INR, {INR}"
    })
    void thatNeverClaimedToBeUcumAreReadAsPeopleMeanThem(String written, String expected) {
      assertThat(result("'unit':'%s'".formatted(written)))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", expected)));
      assertThat(result("'system':'urn:lab','code':'%s'".formatted(written)))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", expected)));
    }

    @Test
    void thatClaimToBeUcumAreTakenAtTheirWordAndDoubted() {
      Mapped mapped =
          observation(
              "'valueQuantity':{'value':5,'unit':'K/uL','system':'http://unitsofmeasure.org','code':'K/uL'}");
      assertThat(((Measurement) mapped.facts().getFirst()).result())
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "K/uL")));
      assertThat(reasons(mapped)).hasSize(1).first().asString().contains("`10*3/uL` was meant");
    }

    @Test
    void thatAreNumbersOfTheSitesOwnTableAreReadAsTheyArePrinted() {
      assertThat(result("'system':'urn:lab','code':'1234','unit':'mg/dL'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "mg/dL")));
      assertThat(result("'system':'urn:lab','code':'1234'"))
          .isEqualTo(new Result.Unusable("the unit is not one of UCUM"));
    }

    @Test
    void thatClaimToBeUcumAndAreNotAreReadByTheirSpelling() {
      assertThat(result("'system':'http://unitsofmeasure.org','code':'mmHg'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "mm[Hg]")));
      assertThat(result("'system':'http://unitsofmeasure.org','code':'MMOL/L'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "mmol/L")));
      assertThat(result("'system':'http://unitsofmeasure.org','code':'bananas','unit':'%'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "%")));
      assertThat(result("'system':'http://unitsofmeasure.org','code':'bananas'"))
          .isEqualTo(new Result.Unusable("the unit is not one of UCUM"));
    }
  }

  @Nested
  class NormalRanges {
    private static final String VALUE = "'valueQuantity':{'value':90,'unit':'U/L'},";

    private static String range(String more) {
      return "{'low':{'value':7,'unit':'U/L'},'high':{'value':40,'unit':'U/L'}%s}".formatted(more);
    }

    private static Mapped ranges(String... ranges) {
      return observation(VALUE + "'referenceRange':[%s]".formatted(String.join(",", ranges)));
    }

    private static ReferenceRange normal(Mapped mapped) {
      return ((Measurement) mapped.facts().getFirst()).normal();
    }

    private static String type(String code) {
      return ",'type':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/referencerange-meaning','code':'%s'}]}"
          .formatted(code);
    }

    @Test
    void areTheOnlyOneReported() {
      assertThat(normal(ranges(range(""))))
          .isEqualTo(
              new ReferenceRange(
                  Optional.of(Quantity.of("7", "U/L")), Optional.of(Quantity.of("40", "U/L"))));
    }

    @Test
    void areTheOneThatSaysSoAmongSeveral() {
      Mapped mapped =
          ranges(range("").replace("40", "99"), range(type("normal")), range(type("treatment")));
      assertThat(normal(mapped).high()).contains(Quantity.of("40", "U/L"));
    }

    @Test
    void areNotReportedByARangeForTreatment() {
      assertThat(normal(ranges(range(type("treatment"))))).isEqualTo(ReferenceRange.NOT_REPORTED);
    }

    @Test
    void areNotReportedWhereSeveralCompete() {
      Mapped mapped = ranges(range(""), range("").replace("40", "55"));
      assertThat(normal(mapped)).isEqualTo(ReferenceRange.NOT_REPORTED);
      assertThat(reasons(mapped)).containsExactly("there are several, and none is the normal one");
    }

    @Test
    void mayHaveOneLimitOnly() {
      ReferenceRange normal = normal(ranges("{'high':{'value':40,'unit':'U/L'}}"));
      assertThat(normal.low()).isEmpty();
      assertThat(normal.high()).contains(Quantity.of("40", "U/L"));
    }

    @Test
    void withoutUnitsOrInWordsAreListed() {
      Mapped bare = ranges("{'high':{'value':40}}");
      assertThat(normal(bare)).isEqualTo(ReferenceRange.NOT_REPORTED);
      assertThat(reasons(bare)).containsExactly("the limit has no unit");
      assertThat(reasons(ranges("{'text':'up to 40'}"))).containsExactly("it is free text");
    }

    @Test
    void upsideDownAreListed() {
      Mapped mapped = ranges(range("").replace("'value':7", "'value':70"));
      assertThat(normal(mapped)).isEqualTo(ReferenceRange.NOT_REPORTED);
      assertThat(reasons(mapped)).containsExactly("its lower limit is above its upper one");
    }

    @Test
    void ofAPanelStandWithTheirComponent() {
      Mapped mapped =
          observation(
              "'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'2951-2'}]},'valueQuantity':{'value':140,'unit':'mmol/L'},'referenceRange':[{'low':{'value':135,'unit':'mmol/L'}}]}]");
      assertThat(normal(mapped).low()).contains(Quantity.of("135", "mmol/L"));
    }
  }
}
