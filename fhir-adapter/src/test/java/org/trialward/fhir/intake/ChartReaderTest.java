package org.trialward.fhir.intake;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.quantity.Code;

class ChartReaderTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private static final PatientId P1 = new PatientId("p1");

  private static final String CANCER =
      "{'resourceType':'Condition','id':'c1','code':{'coding':[{'system':'s','code':'1'}]},'stage':[{'assessment':[{'reference':'Observation/o1'}]}]}";
  private static final String STAGE =
      "{'resourceType':'Observation','id':'o1','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'21908-9'}]},'valueCodeableConcept':{'coding':[{'system':'http://cancerstaging.org','code':'4'}]}}";

  private final SetClock clock = new SetClock(FakeEmr.NOW);
  private final ChartReader reader =
      new ChartReader(new Emr(FakeEmr.settings(URI.create(SERVER.baseUrl() + "/fhir")), clock));

  private static void serve(String url, String singleQuoted) {
    SERVER.stubFor(
        get(url)
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(Resources.json(singleQuoted))));
  }

  private static String offer(String type, String more) {
    return "{'type':'%s','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[{'name':'patient'}]%s}"
        .formatted(type, more);
  }

  @BeforeEach
  void aPatientWithAConditionAResultAndAnOrder() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s,%s,%s,%s]}]}"
            .formatted(
                offer("Patient", ""),
                offer("Condition", ",'searchInclude':['*']"),
                offer("Observation", ""),
                offer("MedicationRequest", "")));
    serve("/fhir/Patient/p1", "{'resourceType':'Patient','id':'p1','birthDate':'1980'}");
    serve(
        "/fhir/Condition?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'c1','code':{'coding':[{'system':'s','code':'1'}]}}}]}");
    serve(
        "/fhir/Observation?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'o1','status':'final','code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1}}]}");
    serve(
        "/fhir/MedicationRequest?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order','medicationReference':{'reference':'Medication/9'}}},{'resource':{'resourceType':'MedicationRequest','id':'m2','status':'active','intent':'order','medicationReference':{'reference':'Medication/9'}}}]}");
    serve(
        "/fhir/Medication/9",
        "{'resourceType':'Medication','id':'9','code':{'coding':[{'system':'s','code':'metformin'}]}}");
  }

  @Test
  void aChartHoldsWhatTheServerOffersAndSaysWhatItDoesNot() {
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.chart().id()).isEqualTo(P1);
    assertThat(reading.chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactly(
            "Condition/c1", "Observation/o1", "MedicationRequest/m1", "MedicationRequest/m2");
    assertThat(reading.chart().facts().getLast())
        .isInstanceOfSatisfying(
            MedicationUse.class,
            use -> assertThat(use.codes().getFirst().value()).isEqualTo("metformin"));
    assertThat(reading.unusable())
        .extracting(unusable -> unusable.source().type())
        .containsExactly("Procedure", "AllergyIntolerance", "Immunization", "ResearchSubject");
    SERVER.verify(1, getRequestedFor(urlEqualTo("/fhir/Medication/9")));
  }

  @Test
  void medicationsComeAlongWhereTheServerIncludesThem() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
            .formatted(
                offer("MedicationRequest", ",'searchInclude':['MedicationRequest:medication']")));
    serve(
        "/fhir/MedicationRequest?patient=p1&_count=7&_include=MedicationRequest:medication",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order','medicationReference':{'reference':'Medication/9'}}},{'search':{'mode':'include'},'resource':{'resourceType':'Medication','id':'9','code':{'coding':[{'system':'s','code':'metformin'}]}}}]}");
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.chart().facts()).hasSize(1);
    SERVER.verify(0, getRequestedFor(urlEqualTo("/fhir/Medication/9")));
  }

  private static void offerConsents() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
            .formatted(offer("Consent", "")));
  }

  @Test
  void whatThePatientAllowsComesWithTheChart() {
    offerConsents();
    serve(
        "/fhir/Consent?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Consent','id':'12','status':'active','scope':{'coding':[{'code':'research'}]},'patient':{'reference':'Patient/p1'},'provision':{'type':'deny'}}}]}");
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.contact())
        .hasValueSatisfying(contact ->
            assertThat(contact.refusals())
                .extracting(ResearchContact.Refusal::source)
                .containsExactly("Consent/12"));
    assertThat(reading.chart().facts()).isEmpty();
    assertThat(reader.readResource("Consent/12")).as("needs all of the patient's").isEmpty();
  }

  @Test
  void anEmrThatKeepsConsentsFromUsDoesNotTellThatThereAreNone() {
    assertThat(((ChartReading) reader.read(P1)).contact()).as("not offered").isEmpty();
  }

  @Test
  void anEmrThatRefusesConsentsDoesNotTellThatThereAreNone() {
    offerConsents();
    SERVER.stubFor(get(urlPathEqualTo("/fhir/Consent")).willReturn(aResponse().withStatus(403)));
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.contact()).isEmpty();
    assertThat(reading.unusable())
        .anySatisfy(unusable -> assertThat(unusable.source().type()).isEqualTo("Consent"));
  }

  @Test
  void aPatientWhoIsGoneIsGone() {
    SERVER.stubFor(get("/fhir/Patient/p1").willReturn(aResponse().withStatus(410)));
    assertThat(reader.read(P1)).isEqualTo(new PatientGone(P1));
  }

  @Test
  void aPatientWhoseRecordIsInactiveIsGone() {
    serve("/fhir/Patient/p1", "{'resourceType':'Patient','id':'p1','active':false}");
    assertThat(reader.read(P1)).isEqualTo(new PatientGone(P1));
  }

  @Test
  void halfAChartIsNoChart() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Observation")).willReturn(aResponse().withStatus(503)));
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
    clock.pass(Duration.ofMinutes(1));
    serve(
        "/fhir/MedicationRequest/m1",
        "{'resourceType':'MedicationRequest','id':'m1','medicationReference':{'reference':'Medication/9'}}");
    SERVER.stubFor(get("/fhir/Medication/9").willReturn(aResponse().withStatus(503)));
    assertThatThrownBy(() -> reader.readResource("MedicationRequest/m1"))
        .isInstanceOf(EmrException.class);
  }

  @Test
  void oneResourceReplacesWhatWasReadFromIt() {
    serve(
        "/fhir/Observation/o1",
        "{'resourceType':'Observation','id':'o1','meta':{'versionId':'2'},'status':'final','subject':{'reference':'Patient/p1'},'component':[{'code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1},{'code':{'coding':[{'system':'s','code':'2'}]},'valueInteger':2}]}");
    ResourceReading reading = reader.readResource("Observation/o1/_history/1").orElseThrow();
    assertThat(reading.reference()).isEqualTo("Observation/o1");
    assertThat(reading.patient()).contains(P1);
    assertThat(reading.facts()).hasSize(2);
    assertThat(reading.retracted()).isFalse();
  }

  @Test
  void aResourceThatIsGoneIsRetracted() {
    SERVER.stubFor(get("/fhir/Observation/o1").willReturn(aResponse().withStatus(404)));
    ResourceReading reading = reader.readResource("Observation/o1").orElseThrow();
    assertThat(reading.retracted()).isTrue();
    assertThat(reading.facts()).isEmpty();
  }

  @Test
  void aResourceEnteredInErrorSaysNothing() {
    serve(
        "/fhir/Observation/o1",
        "{'resourceType':'Observation','id':'o1','status':'entered-in-error','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1}");
    ResourceReading reading = reader.readResource("Observation/o1").orElseThrow();
    assertThat(reading.facts()).isEmpty();
    assertThat(reading.patient()).contains(P1);
  }

  @Test
  void onlyResourcesThatHoldFactsAreReadAlone() {
    assertThat(reader.readResource("Patient/p1")).isEmpty();
    assertThat(reader.readResource("Encounter/1")).isEmpty();
    assertThat(reader.readResource("nonsense")).isEmpty();
  }

  @Test
  void vaccinesStudiesAndStagesAreReadWithTheirPatient() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s,%s,%s,%s,%s]}]}"
            .formatted(
                offer("Condition", ""),
                offer("Observation", ""),
                offer("Immunization", ""),
                offer("ResearchSubject", "").replace("'patient'", "'individual'"),
                offer("ResearchStudy", "")));
    serve(
        "/fhir/Condition?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':%s}]}".formatted(CANCER));
    serve(
        "/fhir/Observation?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':%s}]}".formatted(STAGE));
    serve(
        "/fhir/Immunization?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Immunization','id':'i1','status':'completed','vaccineCode':{'coding':[{'system':'s','code':'1'}]}}}]}");
    serve(
        "/fhir/ResearchSubject?individual=Patient/p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ResearchSubject','id':'s1','status':'on-study','study':{'reference':'ResearchStudy/9'}}}]}");
    serve(
        "/fhir/ResearchStudy/9",
        "{'resourceType':'ResearchStudy','id':'9','identifier':[{'value':'NCT01234567'}]}");
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactly("Condition/c1", "Observation/o1", "Immunization/i1", "ResearchSubject/s1");
    assertThat(((Diagnosis) reading.chart().facts().getFirst()).stage())
        .extracting(Code::value)
        .containsExactly("4");
    assertThat(reading.chart().facts().getLast().label()).isEqualTo("NCT01234567");
    assertThat(reading.unmapped().tallies())
        .extracting(tally -> tally.code().system())
        .containsOnly("s");
  }

  @Test
  void aCancerAndItsStageAreNotReadAlone() {
    serve("/fhir/Condition/c1", CANCER);
    serve("/fhir/Observation/o1", STAGE);
    assertThat(reader.readResource("Condition/c1")).isEmpty();
    assertThat(reader.readResource("Observation/o1")).isEmpty();
  }

  @Test
  void vaccinesThatTheServerKeepsToItselfLeaveTheRestOfTheChart() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s,%s]}]}"
            .formatted(offer("Observation", ""), offer("Immunization", "")));
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Immunization")).willReturn(aResponse().withStatus(403)));
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.chart().facts()).hasSize(1);
    assertThat(reading.unusable())
        .filteredOn(unusable -> unusable.source().type().equals("Immunization"))
        .extracting(Unusable::why)
        .containsExactly(
            "the EMR refuses it, so nothing of it is known: ask its administrator to allow it");
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Immunization")).willReturn(aResponse().withStatus(503)));
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
  }

  private static void offers(String... types) {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
            .formatted(Arrays.stream(types).map(type -> offer(type, "")).collect(joining(","))));
  }

  private static void refuse(String path) {
    SERVER.stubFor(get(urlPathEqualTo(path)).willReturn(aResponse().withStatus(400)));
  }

  private static String result(String id) {
    return "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1}}]}"
        .formatted(id);
  }

  private static List<String> why(ChartReading reading, String type) {
    return reading.unusable().stream()
        .filter(unusable -> unusable.source().type().equals(type))
        .map(Unusable::why)
        .toList();
  }

  @Test
  void resultsAreReadByTheirCategoriesWhereTheServerWantsOne() {
    offers("Observation");
    refuse("/fhir/Observation");
    serve("/fhir/Observation?patient=p1&_count=7&category=laboratory", result("o1"));
    serve("/fhir/Observation?patient=p1&_count=7&category=vital-signs", result("o2"));
    serve("/fhir/Observation?patient=p1&_count=7&category=survey", result("o2"));
    for (int reading = 1; reading <= 2; reading++) {
      ChartReading read = (ChartReading) reader.read(P1);
      assertThat(read.chart().facts())
          .extracting(fact -> fact.source().reference())
          .containsExactly("Observation/o1", "Observation/o2");
      assertThat(why(read, "Observation"))
          .containsExactly(
              "the EMR lets it be searched by category only, so nothing is known of others than laboratory, vital-signs, survey");
    }
    SERVER.verify(2, getRequestedFor(urlEqualTo("/fhir/Observation?patient=p1&_count=7")));
  }

  @Test
  void nothingInAnyCategoryIsBelievedWhereCategoriesHaveFoundSomething() {
    offers("Condition");
    refuse("/fhir/Condition");
    String none = "{'resourceType':'Bundle'}";
    serve("/fhir/Condition?patient=p1&_count=7&category=encounter-diagnosis", none);
    serve("/fhir/Condition?patient=p1&_count=7&category=problem-list-item", none);
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);

    serve(
        "/fhir/Condition?patient=p1&_count=7&category=problem-list-item",
        "{'resourceType':'Bundle','entry':[{'resource':%s}]}".formatted(CANCER));
    assertThat(((ChartReading) reader.read(P1)).chart().facts()).hasSize(1);
    serve("/fhir/Condition?patient=p1&_count=7&category=problem-list-item", none);
    assertThat(((ChartReading) reader.read(P1)).chart().facts()).isEmpty();

    SERVER.stubFor(
        get("/fhir/Condition?patient=p1&_count=7&category=medical-history")
            .willReturn(aResponse().withStatus(403)));
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
  }

  @Test
  void resultsOfWhichTheLaboratorysAreRefusedAreHalfAChart() {
    offers("Observation");
    refuse("/fhir/Observation");
    serve("/fhir/Observation?patient=p1&_count=7&category=vital-signs", result("o2"));
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
  }

  @Test
  void aCategoryThatGetsNoAnswerFailsTheWholeReading() {
    offers("Observation");
    refuse("/fhir/Observation");
    serve("/fhir/Observation?patient=p1&_count=7&category=laboratory", result("o1"));
    serve("/fhir/Observation?patient=p1&_count=7&category=vital-signs", result("o2"));
    SERVER.stubFor(
        get("/fhir/Observation?patient=p1&_count=7&category=exam")
            .willReturn(aResponse().withStatus(503)));
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
  }

  @Test
  void ordersAreReadByTheirIntentsWhereTheServerWantsOne() {
    offers("MedicationRequest");
    refuse("/fhir/MedicationRequest");
    serve(
        "/fhir/MedicationRequest?patient=p1&_count=7&intent=order",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order','medicationCodeableConcept':{'coding':[{'system':'s','code':'1'}]}}}]}");
    ChartReading read = (ChartReading) reader.read(P1);
    assertThat(read.chart().facts()).hasSize(1);
    assertThat(why(read, "MedicationRequest"))
        .containsExactly(
            "the EMR lets it be searched by intent only, so nothing is known of others than order");
  }

  @ParameterizedTest
  @CsvSource({"Immunization, 400", "ResearchSubject, 422"})
  void aTypeThatMayBeMissingMayBeRefusedInAnyWay(String type, int status) {
    offers("Condition", type);
    SERVER.stubFor(get(urlPathEqualTo("/fhir/" + type)).willReturn(aResponse().withStatus(status)));
    ChartReading read = (ChartReading) reader.read(P1);
    assertThat(read.chart().facts()).hasSize(1);
    assertThat(why(read, type))
        .containsExactly(
            "the EMR refuses it, so nothing of it is known: ask its administrator to allow it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Condition", "Procedure", "AllergyIntolerance", "MedicationStatement"})
  void aTypeWithoutWhichAChartIsNoneMustNotBeRefused(String type) {
    offers(type);
    refuse("/fhir/" + type);
    assertThatThrownBy(() -> reader.read(P1)).isInstanceOf(EmrException.class);
  }

  @Test
  void whatNamesAnotherPatientIsNotTheirsWhateverTheServerFinds() {
    offers("Procedure");
    serve(
        "/fhir/Procedure?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[%s,%s,%s]}"
            .formatted(
                procedure("r1", "Patient/p1"),
                procedure("r2", "Patient/p2"),
                procedure("r3", "https://emr.example/fhir/Patient/p1/_history/4")));
    ChartReading read = (ChartReading) reader.read(P1);
    assertThat(read.chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactly("Procedure/r1", "Procedure/r3");
    assertThat(why(read, "Procedure"))
        .containsExactly(
            "1 that the EMR found for the patient name another: tell its administrator");
  }

  @Test
  void whereAllNamesOneOtherPatientTheChartIsNotRead() {
    offers("Procedure");
    serve(
        "/fhir/Procedure?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[%s,%s]}"
            .formatted(procedure("r1", "Patient/p2"), procedure("r2", "Patient/p2")));
    assertThatThrownBy(() -> reader.read(P1))
        .isInstanceOf(EmrException.class)
        .hasMessageContaining("link the two records");
  }

  @Test
  void whatNamesARecordThatTheEmrLinksToThisOneIsTheirs() {
    offers("Procedure");
    serve(
        "/fhir/Patient/p1",
        "{'resourceType':'Patient','id':'p9','active':true,'link':[{'type':'replaces','other':{'reference':'Patient/p2'}}]}");
    serve(
        "/fhir/Procedure?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[%s,%s,%s]}"
            .formatted(
                procedure("r1", "Patient/p2"),
                procedure("r2", "Patient/p9"),
                procedure("r3", "Patient/p3")));
    assertThat(((ChartReading) reader.read(P1)).chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactly("Procedure/r1", "Procedure/r2");
  }

  @Test
  void aRefusalToBeAskedStandsBesideThatOfAnother() {
    offerConsents();
    serve(
        "/fhir/Consent?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[%s,%s]}"
            .formatted(consent("11", "p2"), consent("12", "p1")));
    assertThat(((ChartReading) reader.read(P1)).contact())
        .hasValueSatisfying(contact ->
            assertThat(contact.refusals())
                .extracting(ResearchContact.Refusal::source)
                .containsExactly("Consent/12"));
  }

  private static String consent(String id, String patient) {
    return "{'resource':{'resourceType':'Consent','id':'%s','status':'active','scope':{'coding':[{'code':'research'}]},'patient':{'reference':'Patient/%s'},'provision':{'type':'deny'}}}"
        .formatted(id, patient);
  }

  private static String procedure(String id, String subject) {
    return "{'resource':{'resourceType':'Procedure','id':'%s','status':'completed','subject':{'reference':'%s'},'code':{'coding':[{'system':'s','code':'1'}]}}}"
        .formatted(id, subject);
  }

  private static ResponseDefinitionBuilder epic(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/fhir+json")
        .withBody(
            Resources.json(
                "{'resourceType':'OperationOutcome','issue':[{'severity':'fatal','code':'forbidden','details':{'coding':[{'system':'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369','code':'%s'}]}}]}"
                    .formatted(code)));
  }

  private void isForAPerson() {
    ChartReading reading = (ChartReading) reader.read(P1);
    assertThat(reading.chart().facts()).isEmpty();
    assertThat(reading.chart().demographics().born()).isEmpty();
    assertThat(reading.unusable())
        .singleElement()
        .satisfies(u -> assertThat(u.why()).startsWith("restricted: needs a person"));
  }

  @Test
  void nothingOfARestrictedChartIsKeptAndNothingMoreOfItIsAsked() {
    SERVER.stubFor(get(urlPathEqualTo("/fhir/Condition")).willReturn(epic(403, "4130")));
    isForAPerson();
    SERVER.verify(0, getRequestedFor(urlPathEqualTo("/fhir/Observation")));
    SERVER.verify(1, getRequestedFor(urlPathEqualTo("/fhir/Condition")));
  }

  @Test
  void aPatientWhoseRecordOnlyAPersonMayOpenIsListedSo() {
    SERVER.stubFor(get("/fhir/Patient/p1").willReturn(epic(403, "4131")));
    isForAPerson();
  }

  @Test
  void aRestrictedKindOfRecordIsNotTakenForOneThatTheServerDoesNotOffer() {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
            .formatted(offer("Immunization", "")));
    SERVER.stubFor(get(urlPathEqualTo("/fhir/Immunization")).willReturn(epic(403, "4130")));
    isForAPerson();
  }

  @Test
  void aRestrictedResourceIsListedAndSaysNothing() {
    SERVER.stubFor(get("/fhir/Observation/o1").willReturn(epic(403, "4130")));
    ResourceReading reading = reader.readResource("Observation/o1").orElseThrow();
    assertThat(reading.facts()).isEmpty();
    assertThat(reading.retracted()).isFalse();
    assertThat(reading.unusable())
        .singleElement()
        .satisfies(u -> assertThat(u.why()).startsWith("restricted: needs a person"));
  }

  @Test
  void aRecordThatWasMergedIntoAnotherIsGone() {
    SERVER.stubFor(get("/fhir/Patient/p1").willReturn(epic(302, "4107")));
    assertThat(reader.read(P1)).isEqualTo(new PatientGone(P1));
  }

  @Test
  void aResourceThatNamesItsPatientByARecordNumberIsTheirs() {
    serve(
        "/fhir/Patient?identifier=urn%3Amrn%7C17&_elements=id",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'p1'}}]}");
    serve(
        "/fhir/Observation/o1",
        "{'resourceType':'Observation','id':'o1','status':'final','subject':{'identifier':{'system':'urn:mrn','value':'17'}},'code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1}");
    assertThat(reader.readResource("Observation/o1").orElseThrow().patient()).contains(P1);
  }

  @Test
  void aRecordNumberThatTwoPatientsHaveIsNobodysAndListed() {
    serve(
        "/fhir/Patient?identifier=urn%3Amrn%7C17&_elements=id",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'p1'}},{'resource':{'resourceType':'Patient','id':'p2'}}]}");
    serve(
        "/fhir/Observation/o1",
        "{'resourceType':'Observation','id':'o1','status':'final','subject':{'identifier':{'system':'urn:mrn','value':'17'}},'code':{'coding':[{'system':'s','code':'1'}]},'valueInteger':1}");
    ResourceReading reading = reader.readResource("Observation/o1").orElseThrow();
    assertThat(reading.patient()).isEmpty();
    assertThat(reading.unusable())
        .singleElement()
        .satisfies(u -> assertThat(u.what()).isEqualTo("subject"));
  }
}
