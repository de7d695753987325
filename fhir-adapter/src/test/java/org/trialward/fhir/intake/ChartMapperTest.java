package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.verdict.Eligibility;

class ChartMapperTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("Europe/Berlin"));

  private static Mapped map(Class<? extends Resource> type, String json) {
    return MAPPER.map(Resources.resource(type, json), Surroundings.NONE);
  }

  private static <F> F only(Class<F> kind, Mapped mapped) {
    assertThat(mapped.facts()).hasSize(1);
    return kind.cast(mapped.facts().getFirst());
  }

  private static List<String> reasons(Mapped mapped) {
    return mapped.unusable().stream().map(Unusable::why).toList();
  }

  @Nested
  class Conditions {
    private static final String CODE =
        "'code':{'coding':[{'system':'http://snomed.info/sct','code':'44054006','display':'Diabetes'},{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'E11.9'}]}";

    private Mapped condition(String more) {
      return map(
          Condition.class,
          "{'resourceType':'Condition','id':'7','meta':{'versionId':'3'},%s%s}"
              .formatted(CODE, more.isEmpty() ? "" : "," + more));
    }

    private static String status(String clinical, String verification) {
      return "'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'%s'}]},'verificationStatus':{'coding':[{'code':'%s'}]}"
          .formatted(clinical, verification);
    }

    @Test
    void areAsSureAsFhirsOwnCodeSaysBesideThatOfARegister() {
      Mapped mapped =
          condition(
              "'verificationStatus':{'coding':[{'system':'urn:register:certainty','code':'7'},{'system':'http://terminology.hl7.org/CodeSystem/condition-ver-status','code':'confirmed'}]}");
      assertThat(only(Diagnosis.class, mapped).verification()).isEqualTo(Verification.CONFIRMED);
      assertThat(mapped.unusable()).isEmpty();
    }

    @Test
    void whoseStatusIsOnlyWrittenOutAreReadByIt() {
      Diagnosis diagnosis =
          only(
              Diagnosis.class,
              condition(
                  "'clinicalStatus':{'text':'Resolved'},'verificationStatus':{'text':'Refuted'}"));
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.INACTIVE);
      assertThat(diagnosis.verification()).isEqualTo(Verification.REFUTED);
    }

    @Test
    void whoseStatusIsWrittenOutInOtherWordsAreNotSureAndListed() {
      Mapped mapped = condition("'verificationStatus':{'text':'rule out'}");
      assertThat(only(Diagnosis.class, mapped).verification()).isEqualTo(Verification.UNCONFIRMED);
      assertThat(reasons(mapped))
          .containsExactly("it is not one of FHIR's codes, taken as unconfirmed");
    }

    @ParameterizedTest
    @CsvSource({
      "A, REFUTED, NOT_SAID",
      "V, UNCONFIRMED, NOT_SAID",
      "Z, CONFIRMED, INACTIVE",
      "G, CONFIRMED, NOT_SAID"
    })
    void areAsSureAsTheLetterBehindAGermanCodeSays(
        String letter, Verification verification, ClinicalStatus status) {
      Diagnosis diagnosis =
          only(
              Diagnosis.class,
              map(
                  Condition.class,
                  "{'resourceType':'Condition','id':'8','code':{'coding':[{'extension':[{'url':'http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit','valueCoding':{'code':'%s'}}],'system':'http://fhir.de/CodeSystem/bfarm/icd-10-gm','code':'I26.9'}]}}"
                      .formatted(letter)));
      assertThat(diagnosis.verification()).isEqualTo(verification);
      assertThat(diagnosis.status()).isEqualTo(status);
    }

    @Test
    void keepAllCodesAndTheirSource() {
      Diagnosis diagnosis = only(Diagnosis.class, condition(""));
      assertThat(diagnosis.codes())
          .containsExactly(
              Code.of("http://snomed.info/sct", "44054006"),
              Code.of("http://hl7.org/fhir/sid/icd-10-cm", "E11.9"));
      assertThat(diagnosis.source()).isEqualTo(new Source("Condition", "7", "3"));
      assertThat(diagnosis.label()).isEqualTo("Diabetes (44054006)");
    }

    @ParameterizedTest
    @CsvSource({
      "active,ACTIVE",
      "recurrence,ACTIVE",
      "relapse,ACTIVE",
      "inactive,INACTIVE",
      "remission,INACTIVE",
      "resolved,INACTIVE",
      "whatever,NOT_SAID"
    })
    void areActiveOrNotByFhirsGroups(String code, ClinicalStatus expected) {
      assertThat(only(Diagnosis.class, condition(status(code, "confirmed"))).status())
          .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
      "confirmed,CONFIRMED",
      "unconfirmed,UNCONFIRMED",
      "provisional,UNCONFIRMED",
      "differential,UNCONFIRMED",
      "refuted,REFUTED",
      "perhaps,UNCONFIRMED"
    })
    void areAsSureAsTheRecordIs(String code, Verification expected) {
      assertThat(only(Diagnosis.class, condition(status("active", code))).verification())
          .isEqualTo(expected);
    }

    @Test
    void areAsSureAsFhirsCodesWithCapitalsSay() {
      Mapped mapped = condition(status("Active", "Confirmed"));
      Diagnosis diagnosis = only(Diagnosis.class, mapped);
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.ACTIVE);
      assertThat(diagnosis.verification()).isEqualTo(Verification.CONFIRMED);
      assertThat(mapped.unusable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'verificationStatus':{'text':'Entered in Error'}",
          "'verificationStatus':{'coding':[{'code':'ENTERED-IN-ERROR'}]}"
        })
    void enteredInErrorInOtherLettersAreLeftOutToo(String status) {
      assertThat(condition(status).facts()).isEmpty();
    }

    @Test
    void withoutStatusSaySo() {
      Diagnosis diagnosis = only(Diagnosis.class, condition(""));
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.NOT_SAID);
      assertThat(diagnosis.verification()).isEqualTo(Verification.CONFIRMED);
    }

    @Test
    void enteredInErrorAreLeftOutAndListed() {
      Mapped mapped = condition(status("active", "entered-in-error"));
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it was entered in error");
    }

    @Test
    void withAModifierExtensionAreNotUsableEvidence() {
      Mapped mapped = condition("'modifierExtension':[{'url':'urn:x','valueBoolean':true}]");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped))
          .containsExactly("it carries a modifier extension that we do not understand");
    }

    @Test
    void keepPartialDatesAsIntervals() {
      Diagnosis diagnosis =
          only(
              Diagnosis.class,
              condition("'onsetDateTime':'1970','recordedDate':'2024-06-30T23:30:00-05:00'"));
      assertThat(diagnosis.onset())
          .contains(Interval.between(LocalDate.of(1970, 1, 1), LocalDate.of(1970, 12, 31)));
      assertThat(diagnosis.recorded()).contains(Interval.at(LocalDateTime.of(2024, 7, 1, 6, 30)));
    }

    @Test
    void haveAnOnsetWithinAPeriod() {
      assertThat(
              only(
                      Diagnosis.class,
                      condition("'onsetPeriod':{'start':'2020-01','end':'2020-03-15'}"))
                  .onset())
          .contains(Interval.between(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 3, 15)));
    }

    @Test
    void withAnAgeForOnsetHaveNoneAndListIt() {
      Mapped mapped =
          condition(
              "'onsetAge':{'value':12,'unit':'a','system':'http://unitsofmeasure.org','code':'a'}");
      assertThat(only(Diagnosis.class, mapped).onset()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it is not a date");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'abatementAge':{'value':12,'unit':'a'}",
          "'abatementRange':{'high':{'value':18,'unit':'a'}}",
          "'abatementPeriod':{'end':'2020'}"
        })
    void thatAbatedAtSomeTimeAreNotActive(String abatement) {
      assertThat(only(Diagnosis.class, condition(abatement)).status())
          .isEqualTo(ClinicalStatus.INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'abatementString':'ongoing'",
          "'_abatementDateTime':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'not-applicable'}]}"
        })
    void mayBeCurrentWhereNothingSaysWhenTheyEnded(String abatement) {
      Mapped mapped = condition(abatement);
      Diagnosis diagnosis = only(Diagnosis.class, mapped);
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.NOT_SAID);
      assertThat(diagnosis.abatement()).isEmpty();
      assertThat(mapped.unusable())
          .singleElement()
          .satisfies(u -> assertThat(u.what()).isEqualTo("abatement"));
    }

    @Test
    void areNotSureWhereItIsUnknownHowSureTheyAre() {
      Mapped mapped =
          condition(
              "'verificationStatus':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}");
      assertThat(only(Diagnosis.class, mapped).verification()).isEqualTo(Verification.UNCONFIRMED);
      assertThat(reasons(mapped)).containsExactly("it says why it is absent, taken as unconfirmed");
      assertThat(
              only(
                      Diagnosis.class,
                      condition(
                          "'verificationStatus':{'extension':[{'url':'urn:ward','valueCode':'a'}]}"))
                  .verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'text':'急性虫垂炎の疑い'",
          "'extension':[{'url':'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePostfixModifier','valueCodeableConcept':{'coding':[{'system':'urn:m','code':'8002'}]}}]",
          "'extension':[{'url':'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_Condition_DiseasePostfixModifier_eCS','valueCodeableConcept':{'coding':[{'system':'urn:m','code':'1','display':'の疑い'}]}}]"
        })
    void thatAJapaneseModifierSuspectsAreNotSure(String more) {
      Mapped mapped =
          map(
              Condition.class,
              "{'resourceType':'Condition','code':{'coding':[{'system':'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full','code':'K358'}],%s}}"
                  .formatted(more));
      assertThat(only(Diagnosis.class, mapped).verification()).isEqualTo(Verification.UNCONFIRMED);
    }

    @Test
    void withAnotherJapaneseModifierAreAsSureAsTheySay() {
      Mapped mapped =
          map(
              Condition.class,
              "{'resourceType':'Condition','code':{'extension':[{'url':'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePostfixModifier','valueCodeableConcept':{'coding':[{'system':'urn:m','code':'1486','display':'の術後'}]}}],'coding':[{'system':'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full','code':'K358'}],'text':'急性虫垂炎の術後'}}");
      assertThat(only(Diagnosis.class, mapped).verification()).isEqualTo(Verification.CONFIRMED);
    }

    @Test
    void withoutACodeSystemAreListed() {
      Mapped mapped =
          map(
              Condition.class,
              "{'resourceType':'Condition','id':'7','code':{'coding':[{'code':'DM2'}],'text':'Jane has diabetes'}}");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped))
          .containsExactly("a code without its code system", "it has no code with a code system");
      assertThat(mapped.unusable().toString()).doesNotContain("Jane");
    }

    @Test
    void codedByOidAreCodedByUri() {
      Mapped mapped =
          map(
              Condition.class,
              "{'resourceType':'Condition','code':{'coding':[{'system':'urn:oid:2.16.840.1.113883.6.96','code':'44054006'}]}}");
      assertThat(mapped.facts().getFirst().codes())
          .containsExactly(Code.of("http://snomed.info/sct", "44054006"));
    }
  }

  @Nested
  class Observations {
    private static final String HBA1C =
        "'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'4548-4'}]},'effectiveDateTime':'2026-11-01'";

    private Mapped observation(String more) {
      return map(
          Observation.class,
          "{'resourceType':'Observation','id':'o',%s,%s}".formatted(HBA1C, more));
    }

    private Result result(String more) {
      return only(Measurement.class, observation(more)).result();
    }

    private Result quantity(String quantity) {
      return result("'valueQuantity':{%s}".formatted(quantity));
    }

    @Test
    void keepNumberUnitAndDate() {
      Measurement m =
          only(
              Measurement.class,
              observation(
                  "'valueQuantity':{'value':7.20,'unit':'percent','system':'http://unitsofmeasure.org','code':'%'}"));
      assertThat(m.result())
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("7.20", "%")));
      assertThat(m.result()).hasToString("7.20 %");
      assertThat(m.taken()).contains(Interval.on(LocalDate.of(2026, 11, 1)));
      assertThat(m.status()).isEqualTo(Measurement.Status.FINAL);
    }

    @ParameterizedTest
    @CsvSource({"<,BELOW", "<=,AT_MOST", ">=,AT_LEAST", ">,ABOVE"})
    void keepTheComparator(String symbol, Comparator expected) {
      assertThat(
              quantity(
                  "'value':0.01,'comparator':'%s','system':'http://unitsofmeasure.org','code':'ng/mL'"
                      .formatted(symbol)))
          .isEqualTo(new Result.Numeric(expected, Quantity.of("0.01", "ng/mL")));
    }

    @Test
    void whoseFocusIsNamedByACodeAreAboutSomebodyElse() {
      Mapped mapped =
          observation(
              "'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/observation-focusCode','valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'83418008'}]}}],'valueInteger':1");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it is about somebody else");
    }

    @Test
    void boundedInAWayThatFhirDoesNotKnowAreUnusable() {
      assertThat(
              quantity(
                  "'value':5,'comparator':'≥','system':'http://unitsofmeasure.org','code':'ng/mL'"))
          .isEqualTo(new Result.Unusable("it is bounded in a way that FHIR does not know"));
    }

    @Test
    void withAReasonWhyThereIsNoValueHaveNone() {
      String value =
          "'valueQuantity':{'value':0,'system':'http://unitsofmeasure.org','code':'%'},'dataAbsentReason':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/data-absent-reason','code':'error'}]}";
      assertThat(result(value)).isEqualTo(new Result.Unusable("the result is absent (error)"));
      assertThat(
              result(
                  "'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},%s}]"
                      .formatted(value)))
          .isEqualTo(new Result.Unusable("the result is absent (error)"));
    }

    @Test
    void takeNoConceptsNumberForAUnit() {
      assertThat(
              quantity(
                  "'value':5,'unit':'mg/dL','system':'http://snomed.info/sct','code':'258797006'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("5", "mg/dL")));
      assertThat(quantity("'value':5,'system':'http://snomed.info/sct','code':'258797006'"))
          .isEqualTo(new Result.Unusable("the unit is not one of UCUM"));
    }

    @Test
    void takeThePrintedUnitWhereUcumKnowsIt() {
      assertThat(quantity("'value':90,'unit':'mg/dL'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("90", "mg/dL")));
    }

    @Test
    void takeACodeOfAnotherSystemOnlyWhereUcumKnowsIt() {
      assertThat(quantity("'value':90,'system':'urn:lab','code':'mg/dL'"))
          .isInstanceOf(Result.Numeric.class);
      assertThat(quantity("'value':90,'system':'urn:lab','code':'MGD'"))
          .isEqualTo(new Result.Unusable("the unit is not one of UCUM"));
    }

    @Test
    void keepAnnotationUnits() {
      assertThat(quantity("'value':3,'system':'http://unitsofmeasure.org','code':'{score}'"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("3", "{score}")));
    }

    @Test
    void withoutUnitAreUnusable() {
      Mapped mapped = observation("'valueQuantity':{'value':7.2}");
      assertThat(only(Measurement.class, mapped).result())
          .isEqualTo(new Result.Unusable("the result has no unit"));
      assertThat(reasons(mapped)).containsExactly("the result has no unit");
    }

    @Test
    void withoutNumberAreUnusable() {
      assertThat(quantity("'unit':'%'")).isEqualTo(new Result.Unusable("the result has no number"));
    }

    @Test
    void withANumberOutOfAnyRangeAreUnusable() {
      assertThat(quantity("'value':1e101,'unit':'%'"))
          .isEqualTo(new Result.Unusable("the number is out of any range"));
    }

    @Test
    void withFreeTextAreUnusable() {
      assertThat(result("'valueString':'about seven'"))
          .isEqualTo(new Result.Unusable("the result is free text"));
    }

    @Test
    void withAnotherTypeOfValueSayWhich() {
      assertThat(result("'valueRange':{'low':{'value':1}}"))
          .isEqualTo(new Result.Unusable("the result is a Range"));
    }

    @Test
    void codedKeepAllCodes() {
      assertThat(
              result(
                  "'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'10828004'}]}"))
          .isEqualTo(new Result.Coded(List.of(Code.of("http://snomed.info/sct", "10828004"))));
    }

    @Test
    void withYesOrNoAreCodedByHl7() {
      assertThat(result("'valueBoolean':true"))
          .isEqualTo(
              new Result.Coded(
                  List.of(
                      Code.of("http://terminology.hl7.org/CodeSystem/special-values", "true"))));
    }

    @Test
    void withAWholeNumberHaveTheUnitOne() {
      assertThat(result("'valueInteger':2"))
          .isEqualTo(new Result.Numeric(Comparator.EXACT, Quantity.of("2", "1")));
    }

    @Test
    void thatAreAbsentSayWhy() {
      assertThat(
              result(
                  "'dataAbsentReason':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/data-absent-reason','code':'not-performed'}]}"))
          .isEqualTo(new Result.Unusable("the result is absent (not-performed)"));
    }

    @Test
    void absentForAReasonInWordsKeepTheWordsOut() {
      assertThat(result("'dataAbsentReason':{'coding':[{'code':'Jane refused'}]}"))
          .isEqualTo(new Result.Unusable("the result is absent"));
    }

    @Test
    void ofAPanelBecomeOneMeasurementAComponent() {
      Mapped mapped =
          observation(
              "'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},'valueQuantity':{'value':120,'code':'mm[Hg]','system':'http://unitsofmeasure.org'}},{'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},'valueQuantity':{'value':80,'code':'mm[Hg]','system':'http://unitsofmeasure.org'}},{'modifierExtension':[{'url':'urn:x'}],'code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]}}]");
      assertThat(mapped.facts())
          .extracting(fact -> fact.codes().getFirst().value())
          .containsExactly("8480-6", "8462-4");
      assertThat(mapped.facts())
          .extracting(fact -> fact.source().reference())
          .containsOnly("Observation/o");
      assertThat(mapped.facts())
          .extracting(fact -> fact.date())
          .containsOnly(Optional.of(Interval.on(LocalDate.of(2026, 11, 1))));
    }

    @Test
    void membersThatStandOnlyWithinTheGroupAreResultsToo() {
      String group =
          "'contained':[{'resourceType':'Observation','id':'m','status':'preliminary','code':{'coding':[{'system':'http://loinc.org','code':'718-7'}]},'valueInteger':1}],'hasMember':[{'reference':'#m'},{'reference':'Observation/2'}]";
      Measurement member = only(Measurement.class, observation(group));
      assertThat(member.codes()).containsExactly(Code.of("http://loinc.org", "718-7"));
      assertThat(member.status()).isEqualTo(Measurement.Status.PRELIMINARY);
      assertThat(member.source().reference()).isEqualTo("Observation/o");
      assertThat(observation(group + ",'focus':[{'reference':'RelatedPerson/donor'}]").facts())
          .isEmpty();
    }

    @Test
    void aMemberCountsOnceHoweverOftenItIsNamedAlsoWithinAnother() {
      String panel =
          "'contained':[{'resourceType':'Observation','id':'a','status':'final','code':{'text':'blood'},'hasMember':[{'reference':'#b'},{'reference':'#a'}]},{'resourceType':'Observation','id':'b','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'718-7'}]},'valueInteger':1}],'hasMember':[{'reference':'#a'},{'reference':'#b'},{'reference':'#b'}]";
      assertThat(only(Measurement.class, observation(panel)).codes())
          .containsExactly(Code.of("http://loinc.org", "718-7"));
    }

    @Test
    void thatOnlyGroupOthersGiveNothing() {
      Mapped mapped = observation("'hasMember':[{'reference':'Observation/2'}]");
      assertThat(mapped.facts()).isEmpty();
      assertThat(mapped.unusable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "final,FINAL",
      "amended,FINAL",
      "corrected,FINAL",
      "registered,PRELIMINARY",
      "preliminary,PRELIMINARY",
      "unknown,PRELIMINARY",
      "odd,PRELIMINARY",
      "cancelled,RETRACTED"
    })
    void areFinalOrNotByFhirsGroups(String status, Measurement.Status expected) {
      Mapped mapped =
          map(
              Observation.class,
              "{'resourceType':'Observation','status':'%s','code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]},'valueInteger':1}"
                  .formatted(status));
      assertThat(only(Measurement.class, mapped).status()).isEqualTo(expected);
    }

    @Test
    void enteredInErrorAreLeftOutAndListed() {
      Mapped mapped =
          map(
              Observation.class,
              "{'resourceType':'Observation','status':'entered-in-error','code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]},'valueInteger':1}");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it was entered in error");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Patient/child", "https://emr/fhir/Patient/child", "RelatedPerson/donor"})
    void ofAFetusOrADonorAreNotThePatients(String focus) {
      Mapped mapped =
          observation(
              "'subject':{'reference':'Patient/p1'},'focus':[{'reference':'%s'}],'valueInteger':3"
                  .formatted(focus));
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it is about somebody else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RelatedPerson", "Patient"})
    void ofSomebodyWithinTheResourceAreNotThePatients(String type) {
      Mapped mapped =
          observation(
              "'contained':[{'resourceType':'%s','id':'fetus'}],'subject':{'reference':'Patient/p1'},'focus':[{'reference':'#fetus'}],'valueInteger':3"
                  .formatted(type));
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it is about somebody else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/p1", "Condition/tumour", "#lesion"})
    void ofThePatientAndOfATumourAre(String focus) {
      assertThat(
              observation(
                      "'subject':{'reference':'Patient/p1'},'focus':[{'reference':'%s'}],'valueInteger':3"
                          .formatted(focus))
                  .facts())
          .hasSize(1);
    }

    @Test
    void ofAStatusThatFhirDoesNotHaveArePreliminaryAndListed() {
      Mapped mapped =
          map(
              Observation.class,
              "{'resourceType':'Observation','code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]},'valueInteger':1}");
      assertThat(only(Measurement.class, mapped).status())
          .isEqualTo(Measurement.Status.PRELIMINARY);
      assertThat(reasons(mapped))
          .containsExactly("it is missing or not one of FHIR's codes, taken as preliminary");
    }

    @Test
    void takenOverAPeriodLieWithinIt() {
      Mapped mapped =
          map(
              Observation.class,
              "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]},'valueInteger':1,'effectivePeriod':{'start':'2026-11-01T00:00:00Z','end':'2026-11-02T00:00:00Z'}}");
      assertThat(only(Measurement.class, mapped).taken())
          .contains(
              new Interval(
                  LocalDateTime.of(2026, 11, 1, 1, 0), LocalDateTime.of(2026, 11, 2, 1, 0)));
    }

    @Test
    void atAnInstantAreToldInTheSitesZone() {
      Mapped mapped =
          map(
              Observation.class,
              "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]},'valueInteger':1,'effectiveInstant':'2026-07-01T22:30:00.000Z'}");
      assertThat(only(Measurement.class, mapped).taken())
          .contains(Interval.at(LocalDateTime.of(2026, 7, 2, 0, 30)));
    }
  }

  @Nested
  class Medications {
    private static final String METFORMIN =
        "'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}";

    private Mapped request(String more) {
      return map(
          MedicationRequest.class,
          "{'resourceType':'MedicationRequest','id':'m',%s,%s}".formatted(METFORMIN, more));
    }

    @ParameterizedTest
    @CsvSource({
      "active,ACTIVE",
      "completed,ENDED",
      "stopped,ENDED",
      "on-hold,UNCLEAR",
      "draft,UNCLEAR",
      "unknown,UNCLEAR",
      "cancelled,NEVER"
    })
    void orderedCountByTheirStatus(String status, MedicationUse.Status expected) {
      MedicationUse use =
          only(
              MedicationUse.class,
              request("'status':'%s','intent':'order','authoredOn':'2026-05'".formatted(status)));
      assertThat(use.status()).isEqualTo(expected);
      assertThat(use.start())
          .contains(Interval.between(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 31)));
    }

    @Test
    void ofAnIntentThatFhirDoesNotHaveMayBeNoOrdersAndAreListed() {
      Mapped mapped = request("'status':'active','intent':'PLAN'");
      assertThat(only(MedicationUse.class, mapped).status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
      assertThat(reasons(mapped))
          .containsExactly("it is not one of FHIR's codes, taken as unclear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proposal", "plan", "option"})
    void onlyPlannedDoNotCount(String intent) {
      Mapped mapped = request("'status':'active','intent':'%s'".formatted(intent));
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it is only proposed or planned, not ordered");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'reportedBoolean':true",
          "'reportedReference':{'reference':'RelatedPerson/2'}",
          "'requester':{'reference':'Patient/p1'}"
        })
    void thatPatientsTellTheyTakeOnTheirOwnMayBeTaken(String told) {
      assertThat(
              only(
                      MedicationUse.class,
                      request("'status':'active','intent':'plan',%s".formatted(told)))
                  .status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'reportedBoolean':false",
          "'requester':{'reference':'Practitioner/p1'}",
          "'status':'entered-in-error','reportedBoolean':true"
        })
    void plannedByOthersDoNotCount(String told) {
      assertThat(request("'intent':'plan',%s".formatted(told)).facts()).isEmpty();
    }

    @Test
    void thatPatientsTellTheyDoNotTakeAreNeverTaken() {
      assertThat(
              only(
                      MedicationUse.class,
                      request("'status':'cancelled','intent':'plan','reportedBoolean':true"))
                  .status())
          .isEqualTo(MedicationUse.Status.NEVER);
    }

    private static MedicationUse statement(String more) {
      return only(
          MedicationUse.class,
          map(
              MedicationStatement.class,
              "{'resourceType':'MedicationStatement','id':'s','status':'active',%s,%s}"
                  .formatted(METFORMIN, more)));
    }

    @Test
    void statedLastAsLongAsTheirDosagesWhereTheyDoNotSayItThemselves() {
      String dosages =
          "'dosage':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-02','end':'2026-02-01'}}}},{'timing':{'repeat':{'boundsPeriod':{'start':'2026-02-02','end':'2026-03-01'}}}}]";
      MedicationUse use = statement(dosages);
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 1, 2)));
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 3, 1)));
      MedicationUse said = statement("'effectivePeriod':{'start':'2025-12-01'}," + dosages);
      assertThat(said.start()).contains(Interval.on(LocalDate.of(2025, 12, 1)));
      assertThat(said.end()).isEmpty();
    }

    @Test
    void statedWithADosageThatGoesOnDoNotEnd() {
      assertThat(
              statement(
                      "'dosage':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-02','end':'2026-02-01'}}}},{'text':'as needed'}]")
                  .end())
          .isEmpty();
    }

    @Test
    void thatMayNotBeToBeGivenAreAsTheirStatusSays() {
      assertThat(
              only(
                      MedicationUse.class,
                      request(
                          "'status':'on-hold','intent':'order','_doNotPerform':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}"))
                  .status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
    }

    @Test
    void notToBeGivenAreNeverTaken() {
      assertThat(
              only(
                      MedicationUse.class,
                      request("'status':'active','intent':'order','doNotPerform':true"))
                  .status())
          .isEqualTo(MedicationUse.Status.NEVER);
    }

    @Test
    void endWhereTheirLastDosageEnds() {
      MedicationUse use =
          only(
              MedicationUse.class,
              request(
                  "'status':'completed','intent':'order','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-02','end':'2026-02-01'}}}},{'timing':{'repeat':{'boundsPeriod':{'start':'2026-02-02','end':'2026-03-01'}}}}]"));
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 1, 2)));
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 3, 1)));
    }

    @ParameterizedTest
    @CsvSource({
      "stopped,   2026-03-01, 2026-01-02T00:00, 2026-02-10T13:00",
      "completed, 2026-03-01, 2026-01-02T00:00, 2026-02-10T13:00",
      "stopped,   2026-02-10, 2026-02-10T00:00, 2026-02-10T23:59:59.999999999",
      "active,    2026-03-01, 2026-03-01T00:00, 2026-03-01T23:59:59.999999999",
    })
    void thatHaveEndedEndedBeforeTheEmrSaidSo(
        String status, String planned, LocalDateTime earliest, LocalDateTime latest) {
      MedicationUse use =
          only(
              MedicationUse.class,
              request(
                  "'meta':{'lastUpdated':'2026-02-10T12:00:00Z'},'status':'%s','intent':'order','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-02','end':'%s'}}}}]"
                      .formatted(status, planned)));
      assertThat(use.end()).contains(new Interval(earliest, latest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Period", ".Period"})
    void lastForTheirPeriodOfUseInTheNetherlands(String end) {
      MedicationUse use =
          only(
              MedicationUse.class,
              request(
                  "'status':'active','intent':'order','authoredOn':'2026-03-01','extension':[{'url':'http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval%s','valuePeriod':{'start':'2026-01-02','end':'2026-02-01'}}]"
                      .formatted(end)));
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 1, 2)));
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 2, 1)));
    }

    @Test
    void stillActiveDoNotEndWhenTheyMayNoLongerBeDispensed() {
      String dispense =
          "'dispenseRequest':{'validityPeriod':{'start':'2026-01-02','end':'2026-02-01'}}";
      assertThat(
              only(MedicationUse.class, request("'status':'active','intent':'order'," + dispense))
                  .end())
          .isEmpty();
      MedicationUse ended =
          only(MedicationUse.class, request("'status':'completed','intent':'order'," + dispense));
      assertThat(ended.start()).contains(Interval.on(LocalDate.of(2026, 1, 2)));
      assertThat(ended.end()).contains(Interval.on(LocalDate.of(2026, 2, 1)));
    }

    @Test
    void containedAreResolved() {
      Mapped mapped =
          map(
              MedicationRequest.class,
              "{'resourceType':'MedicationRequest','status':'active','intent':'order','contained':[{'resourceType':'Medication','id':'med','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}}],'medicationReference':{'reference':'#med'}}");
      assertThat(only(MedicationUse.class, mapped).codes())
          .extracting(Code::value)
          .containsExactly("6809");
    }

    @Test
    void referredToAreResolvedAndAMixtureIsKnownByItsIngredients() {
      Medication mixture =
          Resources.resource(
              Medication.class,
              "{'resourceType':'Medication','id':'9','ingredient':[{'itemCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}},{'itemCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'593411'}]}}]}");
      Mapped mapped =
          MAPPER.map(
              Resources.resource(
                  MedicationRequest.class,
                  "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationReference':{'reference':'Medication/9'}}"),
              new ReadTogether(List.of(mixture)));
      assertThat(only(MedicationUse.class, mapped).codes())
          .extracting(Code::value)
          .containsExactly("6809", "593411");
    }

    @Test
    void referredToButNotThereAreListed() {
      Mapped mapped =
          map(
              MedicationRequest.class,
              "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationReference':{'reference':'Medication/9'}}");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("the medication it refers to is not there");
    }

    @ParameterizedTest
    @CsvSource({"active,ACTIVE", "completed,ENDED", "intended,UNCLEAR", "not-taken,NEVER"})
    void statedCountByTheirStatus(String status, MedicationUse.Status expected) {
      MedicationUse use =
          only(
              MedicationUse.class,
              map(
                  MedicationStatement.class,
                  "{'resourceType':'MedicationStatement','status':'%s',%s,'effectivePeriod':{'start':'2025','end':'2026-02'}}"
                      .formatted(status, METFORMIN)));
      assertThat(use.status()).isEqualTo(expected);
      assertThat(use.start()).hasToString("Optional[2025]");
      assertThat(use.end()).hasToString("Optional[2026-02]");
    }

    @ParameterizedTest
    @CsvSource({"in-progress,ACTIVE", "completed,ENDED", "on-hold,UNCLEAR", "not-done,NEVER"})
    void givenCountByTheirStatus(String status, MedicationUse.Status expected) {
      assertThat(
              only(
                      MedicationUse.class,
                      map(
                          MedicationAdministration.class,
                          "{'resourceType':'MedicationAdministration','status':'%s',%s,'effectiveDateTime':'2026-11-01'}"
                              .formatted(status, METFORMIN)))
                  .status())
          .isEqualTo(expected);
    }

    @Test
    void givenOnceEndedThen() {
      MedicationUse use =
          only(
              MedicationUse.class,
              map(
                  MedicationAdministration.class,
                  "{'resourceType':'MedicationAdministration','status':'completed',%s,'effectiveDateTime':'2026-11-01'}"
                      .formatted(METFORMIN)));
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 11, 1)));
      assertThat(use.end()).isEqualTo(use.start());
    }
  }

  @Nested
  class Dispenses {
    private static final String HANDED_OVER =
        "'status':'completed','whenPrepared':'2026-01-01','whenHandedOver':'2026-01-02'";
    private static final String ORDERED =
        ",'authorizingPrescription':[{'reference':'MedicationRequest/1'}]";

    private Mapped dispense(String more) {
      return map(
          MedicationDispense.class,
          "{'resourceType':'MedicationDispense','id':'d',%s,%s}"
              .formatted(Medications.METFORMIN, more));
    }

    private MedicationUse use(String more) {
      return only(MedicationUse.class, dispense(more));
    }

    private static String supply(String quantity) {
      return ",'daysSupply':{%s}".formatted(quantity);
    }

    @ParameterizedTest
    @CsvSource({
      "completed,ACTIVE",
      "preparation,UNCLEAR",
      "in-progress,UNCLEAR",
      "on-hold,UNCLEAR",
      "stopped,UNCLEAR",
      "unknown,UNCLEAR",
      "cancelled,NEVER",
      "declined,NEVER"
    })
    void countByTheirStatus(String status, MedicationUse.Status expected) {
      MedicationUse use = use("'status':'%s','whenPrepared':'2026-01-01'".formatted(status));
      assertThat(use.status()).isEqualTo(expected);
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 1, 1)));
      assertThat(use.end().isPresent()).isEqualTo(expected != MedicationUse.Status.NEVER);
    }

    @Test
    void enteredInErrorAreNone() {
      Mapped mapped = dispense("'status':'entered-in-error'");
      assertThat(mapped.facts()).isEmpty();
      assertThat(reasons(mapped)).containsExactly("it was entered in error");
    }

    @Test
    void withoutAStatusAreUnclearAndListed() {
      Mapped mapped = dispense("'whenHandedOver':'2026-01-02'");
      assertThat(only(MedicationUse.class, mapped).status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
      assertThat(reasons(mapped))
          .containsExactly("it is missing or not one of FHIR's codes, taken as unclear");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'value':30,'system':'http://unitsofmeasure.org','code':'d'",
          "'value':30,'unit':'Days'",
          "'value':29.5"
        })
    void lastAsLongAsTheirSupply(String days) {
      MedicationUse use = use(HANDED_OVER + supply(days));
      assertThat(use.start()).contains(Interval.on(LocalDate.of(2026, 1, 2)));
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 2, 1)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"'value':30,'code':'h'", "'value':0", "'value':-1", "'value':1e9", "'unit':'d'"})
    void ofWhichNoDaysAreKnownEndWithinAYearAndAreListed(String days) {
      Mapped mapped = dispense(HANDED_OVER + supply(days));
      assertThat(only(MedicationUse.class, mapped).end())
          .contains(Interval.between(LocalDate.of(2026, 1, 2), LocalDate.of(2027, 1, 2)));
      assertThat(reasons(mapped)).containsExactly("it is not a number of days");
    }

    @Test
    void ofAnOrderLeaveItToTheOrderWhatIsCertain() {
      MedicationUse use = use(HANDED_OVER + ORDERED + supply("'value':30"));
      assertThat(use.status()).isEqualTo(MedicationUse.Status.UNCLEAR);
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 2, 1)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'authorizingPrescription':[{'display':'Rx 7'}]",
          "'authorizingPrescription':[{'identifier':{'value':'7'}}]",
          "'contained':[{'resourceType':'MedicationRequest','id':'m','status':'active','intent':'order'}],'authorizingPrescription':[{'reference':'#m'}]"
        })
    void goOnWhereTheirOrderIsNoResourceThatCouldTell(String order) {
      MedicationUse use = use(HANDED_OVER + supply("'value':30") + "," + order);
      assertThat(use.status()).isEqualTo(MedicationUse.Status.ACTIVE);
      assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 2, 1)));
    }

    @Test
    void withoutADayAreUnclear() {
      assertThat(use("'status':'completed'").status()).isEqualTo(MedicationUse.Status.UNCLEAR);
    }

    @Test
    void neitherHideAMedicineWhoseOrderIsFinishedNorStartOneThatWasOrderedLongAgo() {
      MedicationUse refill = use(HANDED_OVER + ORDERED + supply("'value':30"));
      MedicationUse order =
          only(
              MedicationUse.class,
              map(
                  MedicationRequest.class,
                  "{'resourceType':'MedicationRequest','id':'m',%s,'status':'completed','intent':'order','authoredOn':'2023-01-02'}"
                      .formatted(Medications.METFORMIN)));

      assertThat(taken(new Taken.Now(), Optional.empty(), refill, order)).isEqualTo(Truth.UNKNOWN);
      assertThat(taken(new Taken.Ever(), LAST_MONTH, refill, order)).isEqualTo(Truth.UNKNOWN);
      assertThat(taken(new Taken.Ever(), Optional.empty(), refill, order)).isEqualTo(Truth.TRUE);
    }

    private static final Optional<Window> LAST_MONTH =
        Optional.of(Window.last(30, CalendarUnit.DAYS));

    /** On 12 January 2026. */
    private static Truth taken(Taken when, Optional<Window> started, MedicationUse... uses) {
      var metformin = new ValueSet("metformin", Set.copyOf(uses[0].codes()));
      Demographics nobody =
          new Demographics(
              Optional.empty(),
              Optional.empty(),
              new Death.NotRecorded(),
              Residence.NOT_RECORDED,
              List.of(),
              new Source("Patient", "1", "1"));
      return Eligibility.truth(
          new Medicated(metformin, when, started, Optional.empty(), Silence.MEANS_NO),
          new PatientChart(new PatientId("1"), nobody, List.of(uses))
              .asOf(LocalDate.of(2026, 1, 12)));
    }

    @Test
    void areKnownByTheMedicationThatTheyReferTo() {
      String of =
          "{'resourceType':'MedicationDispense','id':'d','status':'completed',%s'medicationReference':{'reference':'%s'}}";
      String medication =
          "{'resourceType':'Medication','id':'9','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}}";
      Mapped contained =
          map(MedicationDispense.class, of.formatted("'contained':[" + medication + "],", "#9"));
      Mapped referred =
          MAPPER.map(
              Resources.resource(MedicationDispense.class, of.formatted("", "Medication/9")),
              new ReadTogether(List.of(Resources.resource(Medication.class, medication))));
      for (Mapped mapped : List.of(contained, referred)) {
        assertThat(only(MedicationUse.class, mapped).codes())
            .extracting(Code::value)
            .containsExactly("6809");
      }
    }
  }

  @Nested
  class ProceduresAndAllergies {
    @ParameterizedTest
    @CsvSource({
      "completed,DONE",
      "in-progress,DONE",
      "stopped,DONE",
      "preparation,NOT_DONE",
      "not-done,NOT_DONE",
      "on-hold,UNCLEAR",
      "unknown,UNCLEAR"
    })
    void proceduresCountByTheirStatus(String status, PerformedProcedure.Status expected) {
      PerformedProcedure procedure =
          only(
              PerformedProcedure.class,
              map(
                  Procedure.class,
                  "{'resourceType':'Procedure','status':'%s','code':{'coding':[{'system':'http://snomed.info/sct','code':'80146002'}]},'performedPeriod':{'start':'2026-01-01','end':'2026-01-03'}}"
                      .formatted(status)));
      assertThat(procedure.status()).isEqualTo(expected);
      assertThat(procedure.performed())
          .contains(Interval.between(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 3)));
    }

    @Test
    void allergiesCountByCodeAndBySubstance() {
      Allergy allergy =
          only(
              Allergy.class,
              map(
                  AllergyIntolerance.class,
                  "{'resourceType':'AllergyIntolerance','clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]},'code':{'coding':[{'system':'http://snomed.info/sct','code':'373270004'}]},'reaction':[{'substance':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'7980'}]}}],'recordedDate':'2020'}"));
      assertThat(allergy.codes()).extracting(Code::value).containsExactly("373270004", "7980");
      assertThat(allergy.status()).isEqualTo(ClinicalStatus.ACTIVE);
      assertThat(allergy.recorded()).hasToString("Optional[2020]");
    }
  }

  @Nested
  class Patients {
    private MappedPatient patient(String more) {
      return MAPPER.map(
          Resources.resource(
              Patient.class, "{'resourceType':'Patient','id':'p1',%s}".formatted(more)));
    }

    @Test
    void areKnownToTheRulesByBirthAndSex() {
      MappedPatient patient = patient("'birthDate':'1980-02','gender':'female'");
      assertThat(patient.demographics().born()).hasToString("Optional[1980-02]");
      assertThat(patient.demographics().sex()).contains(Sex.FEMALE);
      assertThat(patient.demographics().death()).isEqualTo(new Death.NotRecorded());
      assertThat(patient.active()).isTrue();
    }

    @Test
    void areBornOnTheDayThatIsWrittenWhateverTimeStandsBehindIt() {
      assertThat(
              new ChartMapper(ZoneId.of("America/New_York"))
                  .map(
                      Resources.resource(
                          Patient.class,
                          "{'resourceType':'Patient','id':'p1','birthDate':'1980-02-01T00:00:00Z'}"))
                  .demographics()
                  .born())
          .hasToString("Optional[1980-02-01]");
    }

    @Test
    void ofUnknownSexHaveNone() {
      assertThat(patient("'gender':'unknown'").demographics().sex()).isEmpty();
    }

    @Test
    void mayHaveDiedAtAKnownDateOrNot() {
      assertThat(patient("'deceasedDateTime':'2026-03'").demographics().death())
          .hasToString("Died[when=Optional[2026-03]]");
      assertThat(patient("'deceasedBoolean':true").demographics().death())
          .isEqualTo(new Death.Died(Optional.empty()));
      assertThat(patient("'deceasedBoolean':false").demographics().death())
          .isEqualTo(new Death.NotRecorded());
    }

    @Test
    void liveWhereADateOfDeathDoesNotApply() {
      String absent =
          "'_deceasedDateTime':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'%s'}]}";
      assertThat(patient(absent.formatted("not-applicable")).demographics().death())
          .isEqualTo(new Death.NotRecorded());
      assertThat(patient(absent.formatted("masked")).demographics().death())
          .isEqualTo(new Death.Died(Optional.empty()));
      assertThat(
              patient(absent.replace(",'valueCode':'%s'", "") + ",'birthDate':'1980'")
                  .demographics()
                  .death())
          .isEqualTo(new Death.Died(Optional.empty()));
    }

    @Test
    void areInUseWhereNothingSaysOtherwise() {
      assertThat(
              patient(
                      "'_active':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}")
                  .active())
          .isTrue();
    }

    @Test
    void whoseRecordIsInactiveAreNotInUse() {
      assertThat(patient("'active':false").active()).isFalse();
      assertThat(patient("'active':true").active()).isTrue();
    }

    @Test
    void whoseRecordWasReplacedByOneThatOnlyItsNumberNamesAreNotInUse() {
      MappedPatient patient =
          patient(
              "'link':[{'type':'replaced-by','other':{'identifier':{'system':'urn:mpi','value':'5'}}}]");
      assertThat(patient.active()).isFalse();
      assertThat(patient.replacedBy()).isEmpty();
    }

    @Test
    void whoseRecordReplacesAnotherOrSaysItReplacesItselfAreInUse() {
      MappedPatient patient =
          patient(
              "'link':[{'type':'replaces','other':{'reference':'Patient/p0'}},{'type':'replaced-by','other':{'reference':'Patient/p1'}}]");
      assertThat(patient.active()).isTrue();
      assertThat(patient.replacedBy()).isEmpty();
    }

    @Test
    void thatWereMergedNameTheSurvivor() {
      MappedPatient patient =
          patient(
              "'active':false,'link':[{'type':'replaced-by','other':{'reference':'Patient/p2'}}]");
      assertThat(patient.active()).isFalse();
      assertThat(patient.replacedBy()).contains(new PatientId("p2"));
    }

    @Test
    void areShownToStaffButNeverPrinted() {
      PatientIdentity identity =
          patient(
                  "'birthDate':'1980-02-29','name':[{'use':'nickname','given':['J']},{'use':'official','family':'Doe','given':['Jane','Q']}],'identifier':[{'value':'x'},{'type':{'coding':[{'code':'MR'}]},'value':'4711'}]")
              .identity();
      assertThat(identity.name()).isEqualTo("Doe, Jane Q");
      assertThat(identity.recordNumber()).isEqualTo("4711");
      assertThat(identity.birthDate()).isEqualTo("1980-02-29");
      assertThat(identity.toString()).doesNotContain("Doe", "4711", "1980");
    }
  }
}
