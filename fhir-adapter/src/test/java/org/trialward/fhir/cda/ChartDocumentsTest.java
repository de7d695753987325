package org.trialward.fhir.cda;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.fhir.cda.Ccda.concern;
import static org.trialward.fhir.cda.Ccda.diabetes;
import static org.trialward.fhir.cda.Ccda.document;
import static org.trialward.fhir.cda.Ccda.documentOf;
import static org.trialward.fhir.cda.Ccda.problem;
import static org.trialward.fhir.cda.Ccda.section;
import static org.trialward.fhir.cda.Ccda.status;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.ChartReading;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.ReadTypes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.quantity.Code;

class ChartDocumentsTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private static final PatientId P1 = new PatientId("p1");

  private static final String DIABETES =
      document(section("11450-4", concern("active", problem("", diabetes() + status("55561003")))));

  private final Emr emr =
      new Emr(FakeEmr.settings(URI.create(SERVER.baseUrl() + "/fhir")), new SetClock(FakeEmr.NOW));
  private final ChartDocuments documents = new ChartDocuments(emr, OwnSystems.NONE);

  @BeforeEach
  void anEmrThatOffersDocuments() {
    offer("DocumentReference");
    serve("/fhir/Binary/1", "text/xml", DIABETES);
  }

  private static void offer(String type) {
    fhir(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[{'type':'%s','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[{'name':'patient'}]}]}]}"
            .formatted(type));
  }

  private static void fhir(String url, String singleQuoted) {
    serve(url, "application/fhir+json", Resources.json(singleQuoted));
  }

  private static void serve(String url, String type, String body) {
    SERVER.stubFor(
        get(url).willReturn(aResponse().withHeader("Content-Type", type).withBody(body)));
  }

  /** One document of the EMR, with these elements beside its type. */
  private static String reference(String id, String elements) {
    return "{'resource':{'resourceType':'DocumentReference','id':'%s',%s}}".formatted(id, elements);
  }

  private static String current(String attachment) {
    return "'status':'current','content':[{'attachment':{'contentType':'text/xml',%s}}]"
        .formatted(attachment);
  }

  private Mapped read(String... references) {
    fhir(
        "/fhir/DocumentReference?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[%s]}".formatted(String.join(",", references)));
    return documents.read(P1);
  }

  private static String inline(String document) {
    return "'data':'" + Base64.getEncoder().encodeToString(document.getBytes(UTF_8)) + "'";
  }

  private static void isDiabetes(Mapped read) {
    assertThat(read.facts())
        .singleElement()
        .isInstanceOf(Diagnosis.class)
        .satisfies(fact -> assertThat(fact.source().type()).isEqualTo("CdaProblem"));
  }

  private static List<String> whys(Mapped read) {
    return read.unusable().stream().map(Unusable::why).toList();
  }

  @Test
  void aDocumentInlineOrByItsAddressBecomesFacts() {
    isDiabetes(read(reference("d1", current(inline(DIABETES)))));
    isDiabetes(read(reference("d1", current("'url':'Binary/1'"))));
    isDiabetes(read(reference("d1", current("'url':'" + SERVER.baseUrl() + "/fhir/Binary/1'"))));
  }

  @Test
  void theSitesOwnNamesOfCodeSystemsAreKnownInDocumentsToo() {
    read(reference("d1", current(inline(DIABETES))));
    var own = new OwnSystems(Map.of("urn:oid:2.16.840.1.113883.6.96", "https://ward.example/dx"));

    Mapped read = new ChartDocuments(emr, own).read(P1);

    assertThat(((Diagnosis) read.facts().getFirst()).codes())
        .extracting(Code::system)
        .contains("https://ward.example/dx");
  }

  @Test
  void aBinaryMayComeAsAResource() {
    fhir(
        "/fhir/Binary/2",
        "{'resourceType':'Binary','contentType':'text/xml',%s}".formatted(inline(DIABETES)));

    isDiabetes(read(reference("d1", current("'url':'Binary/2'"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'attachment':{'contentType':'application/xml; charset=utf-8',%s}",
        "'attachment':{'contentType':'TEXT/XML',%s}",
        "'attachment':{'contentType':'application/hl7-sda+xml',%s}",
        "'format':{'system':'urn:oid:1.3.6.1.4.1.19376.1.2.3','code':'urn:hl7-org:sdwg:ccda-structuredBody:2.1'},'attachment':{%s}"
      })
  void whatSaysThatItIsCcdaIsRead(String content) {
    isDiabetes(
        read(
            reference(
                "d1",
                "'status':'current','content':[{'attachment':{'contentType':'application/pdf','url':'Binary/9'}},{%s}]"
                    .formatted(content.formatted(inline(DIABETES))))));
  }

  @Test
  void whatIsNoCcdaIsNeitherReadNorListed() {
    Mapped read =
        read(
            reference(
                "d1",
                "'status':'current','content':[{'attachment':{'contentType':'application/pdf','url':'Binary/1'}}]"));

    assertThat(read.facts()).isEmpty();
    assertThat(read.unusable()).isEmpty();
    SERVER.verify(0, getRequestedFor(urlEqualTo("/fhir/Binary/1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'status':'superseded'",
        "'status':'entered-in-error'",
        "'status':'current','docStatus':'preliminary'",
        "'status':'current','docStatus':'entered-in-error'"
      })
  void whatIsNotInForceIsNotRead(String status) {
    assertThat(
            read(reference(
                    "d1",
                    status
                        + ",'content':[{'attachment':{'contentType':'text/xml','url':'Binary/1'}}]"))
                .facts())
        .isEmpty();
  }

  @Test
  void whatAnotherDocumentReplacesIsNotReadThoughItIsStillCurrent() {
    String replaces =
        "'relatesTo':[{'code':'replaces','target':{'reference':'DocumentReference/d1'}}],"
            + current(inline(document()));

    Mapped read = read(reference("d1", current("'url':'Binary/1'")), reference("d2", replaces));

    assertThat(read.facts()).isEmpty();
  }

  @Test
  void ofEachThingThatSeveralSayTheNewestDocumentsWordStands() {
    String resolved =
        document(
                section(
                    "11450-4", concern("active", problem("", diabetes() + status("413322009")))))
            .replace("20240310120000-0500", "20250310120000-0500");
    String takenBack =
        DIABETES
            .replace("<statusCode code=\"active\"/>", "<statusCode code=\"nullified\"/>")
            .replace("20240310120000-0500", "20260310120000-0500");
    String older = reference("d1", "'date':'2026-03-01T00:00:00Z'," + current(inline(DIABETES)));

    assertThat(read(older, reference("d2", current(inline(resolved)))).facts())
        .singleElement()
        .satisfies(it -> assertThat(((Diagnosis) it).status()).isEqualTo(ClinicalStatus.INACTIVE));
    assertThat(read(older, reference("d3", current(inline(takenBack)))).facts()).isEmpty();
  }

  @Test
  void aDocumentWithoutARecordNumberIsWhoseTheEmrSaysItIs() {
    String nobodys =
        documentOf(
            "<recordTarget><patientRole><id nullFlavor=\"UNK\"/></patientRole></recordTarget>",
            section("11450-4", concern("active", problem("", diabetes() + status("55561003")))));

    isDiabetes(read(reference("d1", current(inline(nobodys)))));
  }

  @Test
  void aBrokenDocumentIsListedAndLeavesTheOthers() {
    Mapped read =
        read(
            reference("d1", current(inline("<ClinicalDocument>"))),
            reference("d2", current(inline(DIABETES))),
            reference("d3", current("'title':'nothing'")));

    isDiabetes(read);
    assertThat(read.unusable())
        .extracting(unusable -> unusable.source().reference())
        .contains("DocumentReference/d1", "DocumentReference/d3");
  }

  @Test
  void aDocumentThatTheEmrDoesNotGiveOutIsListed() {
    SERVER.stubFor(get("/fhir/Binary/1").willReturn(aResponse().withStatus(404)));

    assertThat(whys(read(reference("d1", current("'url':'Binary/1'")))))
        .containsExactly("the EMR does not give it out");
  }

  @Test
  void anEmrThatDoesNotAnswerLeavesNoHalfChart() {
    SERVER.stubFor(get("/fhir/Binary/1").willReturn(aResponse().withStatus(503)));

    assertThatThrownBy(() -> read(reference("d1", current("'url':'Binary/1'"))))
        .isInstanceOf(EmrException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/fhir/Binary/1",
        "file:///etc/hostname",
        "//127.0.0.1/fhir/Binary/1",
        "../admin",
        ""
      })
  void aDocumentSendsUsToNoOtherServer(String url) {
    assertThat(whys(read(reference("d1", current("'url':'" + url + "'")))))
        .containsExactly("it has no data and no address on the EMR's own server");
  }

  @Test
  void aDocumentWithoutEndIsListed() {
    serve("/fhir/Binary/1", "text/xml", " ".repeat((20 << 20) + 1));

    assertThat(whys(read(reference("d1", current("'url':'Binary/1'")))))
        .containsExactly("it is larger than 20 MB");
  }

  @Test
  void onlyTheNewestTwentyAreRead() {
    String[] many =
        IntStream.range(0, 21)
            .mapToObj(i ->
                reference(
                    "d" + i,
                    "'date':'2026-11-%02dT00:00:00Z',".formatted(i + 1)
                        + current("'url':'Binary/%d'".formatted(100 + i))))
            .toArray(String[]::new);
    IntStream.range(0, 21).forEach(i -> serve("/fhir/Binary/" + (100 + i), "text/xml", DIABETES));

    Mapped read = read(many);

    isDiabetes(read);
    assertThat(whys(read)).contains("only the newest 20 of them are read");
    SERVER.verify(0, getRequestedFor(urlEqualTo("/fhir/Binary/100")));
    SERVER.verify(1, getRequestedFor(urlEqualTo("/fhir/Binary/101")));
  }

  @Test
  void anEmrWithoutDocumentsIsListed() {
    offer("Condition");

    assertThat(documents.read(P1).facts()).isEmpty();
    assertThat(whys(documents.read(P1)))
        .containsExactly("the EMR does not offer it, so no document is read");
    SERVER.verify(0, getRequestedFor(urlPathEqualTo("/fhir/DocumentReference")));
  }

  @Test
  void whatDocumentsSayStandsInTheChartBesideItsResources() {
    fhir("/fhir/Patient/p1", "{'resourceType':'Patient','id':'p1','birthDate':'1980'}");
    read(reference("d1", current(inline(DIABETES))));

    ChartReading reading =
        (ChartReading)
            new ChartReader(emr, ReadTypes.STANDARD, OwnSystems.NONE, Optional.of(documents))
                .read(P1);

    assertThat(reading.chart().facts())
        .extracting(fact -> fact.source().type())
        .containsExactly("CdaProblem");
  }
}
