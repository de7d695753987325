package org.trialward.fhir.bulk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.bulk.BulkState.Manifest;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.intake.ReadTypes;

class BulkExportTest {
  private static final Instant AT = Instant.parse("2026-11-22T01:00:00Z");

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private BulkExport export = new BulkExport(emr("http://127.0.0.1:1/fhir"));

  private static Emr emr(String url) {
    return new Emr(FakeEmr.settings(URI.create(url)), InstantSource.fixed(FakeEmr.NOW));
  }

  @BeforeEach
  void start() {
    server.start();
    export = new BulkExport(emr(server.baseUrl() + "/fhir"));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private String url(String path) {
    return server.baseUrl() + path;
  }

  private BulkState asked() {
    return new BulkState(Optional.of(url("/status/1")), Optional.of(FakeEmr.NOW), Optional.empty());
  }

  private Manifest files(String... paths) {
    return new Manifest(
        AT, true, List.of(paths).stream().map(this::url).toList(), List.of(), List.of());
  }

  private record Taken(String line, Place after) {}

  private List<Taken> read(Manifest manifest, Place from) {
    List<Taken> taken = new ArrayList<>();
    export
        .lines(manifest)
        .read(
            from,
            (line, after, where) -> taken.add(new Taken(new String(line, UTF_8), after)),
            (where, what) -> {
              throw new AssertionError(what);
            });
    return taken;
  }

  @Test
  void anExportOfAGroupIsAskedForWithItsTypesAndTheMomentSince() {
    server.stubFor(
        get(urlPathEqualTo("/fhir/Group/trial-pool/$export"))
            .willReturn(status(202).withHeader("Content-Location", url("/status/1"))));

    BulkState state = export.start(BulkRequest.ofGroup("trial-pool", Optional.of(AT)));

    assertThat(state).isEqualTo(asked());
    server.verify(
        getRequestedFor(urlPathEqualTo("/fhir/Group/trial-pool/$export"))
            .withHeader("Accept", equalTo("application/fhir+json"))
            .withHeader("Prefer", equalTo("respond-async"))
            .withHeader("Authorization", equalTo("Bearer secret-token"))
            .withQueryParam("_outputFormat", equalTo("application/fhir+ndjson"))
            .withQueryParam("_since", equalTo("2026-11-22T01:00:00Z"))
            .withQueryParam(
                "_type",
                equalTo(
                    "Patient,Condition,Observation,MedicationRequest,MedicationStatement,MedicationAdministration,Medication,Procedure,AllergyIntolerance,Immunization,ResearchSubject,ResearchStudy")));
  }

  @Test
  void whatNotEveryEmrHasIsAskedForWhereItIsOfferedAndWanted() {
    server.stubFor(
        get("/fhir/metadata")
            .willReturn(
                ok("{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\",\"rest\":[{\"mode\":\"server\",\"resource\":[{\"type\":\"MedicationDispense\",\"interaction\":[{\"code\":\"search-type\"}]},{\"type\":\"Medication\",\"interaction\":[{\"code\":\"read\"}]}]}]}")
                    .withHeader("Content-Type", "application/fhir+json")));
    BulkRequest all = BulkRequest.ofAll(Optional.empty());

    assertThat(all.types()).doesNotContain("MedicationDispense", "Consent");
    EmrCapabilities offered = emr(server.baseUrl() + "/fhir").capabilities();
    assertThat(all.withAllOffered(offered, new ReadTypes(false, true)).types())
        .containsExactly(
            "Patient",
            "Condition",
            "Observation",
            "MedicationRequest",
            "Medication",
            "Procedure",
            "AllergyIntolerance",
            "Immunization",
            "MedicationDispense");
    assertThat(all.withAllOffered(offered, ReadTypes.STANDARD).types())
        .doesNotContain("MedicationDispense");
  }

  @Test
  void everybodyIsExportedFromTheSystemOrFromAllPatients() {
    server.stubFor(
        get(urlPathEqualTo("/fhir/$export"))
            .willReturn(status(202).withHeader("Content-Location", url("/status/1"))));
    server.stubFor(
        get(urlPathEqualTo("/fhir/Patient/$export"))
            .willReturn(status(202).withHeader("Content-Location", url("/status/2"))));

    BulkRequest all = BulkRequest.ofAll(Optional.empty());
    BulkRequest patients =
        new BulkRequest(Optional.empty(), BulkRequest.Level.PATIENT, all.types(), Optional.empty());

    assertThat(export.start(all)).isEqualTo(asked());
    assertThat(export.start(patients).statusUrl()).contains(url("/status/2"));
    server.verify(
        getRequestedFor(urlPathEqualTo("/fhir/$export")).withQueryParam("_since", absent()));
  }

  @Test
  void aServerThatBeginsNoExportIsAFault() {
    server.stubFor(get(urlPathEqualTo("/fhir/$export")).willReturn(ok("{}")));

    assertThatThrownBy(() -> export.start(BulkRequest.ofAll(Optional.empty())))
        .isInstanceOf(EmrException.class)
        .hasMessageContaining("$export");
  }

  @Test
  void anExportUnderWaySaysHowFarItIsAndWhenToAskAgain() {
    server.stubFor(
        get("/status/1")
            .willReturn(
                status(202).withHeader("Retry-After", "120").withHeader("X-Progress", "35 %")));

    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofMinutes(2), Optional.of("35 %")));
  }

  @Test
  void aServerThatSaysNoTimeIsAskedAgainAfterTenSecondsAndOneThatIsBusyWhenItWants() {
    server.stubFor(get("/status/1").willReturn(status(202)));
    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofSeconds(10), Optional.empty()));

    server.stubFor(get("/status/1").willReturn(status(429).withHeader("Retry-After", "7")));
    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofSeconds(7), Optional.empty()));
  }

  @Test
  void theManifestIsReadAndOutlivesACrash() {
    server.stubFor(
        get("/status/1")
            .willReturn(
                ok(
                    """
                    {"transactionTime":"2026-11-22T02:00:00+01:00","request":"r","requiresAccessToken":false,
                     "output":[{"type":"Patient","url":"http://f/1"},{"type":"Observation","url":"http://f/2","count":7}],
                     "deleted":[{"type":"Bundle","url":"http://f/3"}],
                     "error":[{"type":"OperationOutcome","url":"http://f/4"}]}
                    """)));

    BulkExport.Poll poll = export.poll(asked());

    Manifest manifest =
        new Manifest(
            AT,
            false,
            List.of("http://f/1", "http://f/2"),
            List.of("http://f/3"),
            List.of("http://f/4"));
    var finished =
        new BulkState(asked().statusUrl(), Optional.of(FakeEmr.NOW), Optional.of(manifest));
    assertThat(poll).isEqualTo(new BulkExport.Finished(finished));
    assertThat(BulkState.read(finished.text())).isEqualTo(finished);
    assertThat(BulkState.read(asked().text())).isEqualTo(asked());
    assertThat(BulkState.read("")).isEqualTo(BulkState.NOT_ASKED);
  }

  @Test
  void anAddressRelativeToTheEmrIsAskedToo() {
    server.stubFor(
        get(urlPathEqualTo("/fhir/$export"))
            .willReturn(status(202).withHeader("Content-Location", "/status/1")));
    server.stubFor(
        get(urlPathEqualTo("/fhir/Patient/$export"))
            .willReturn(status(202).withHeader("Content-Location", "bulkstatus/2")));
    server.stubFor(get("/status/1").willReturn(status(202)));
    server.stubFor(get("/fhir/bulkstatus/2").willReturn(status(202)));
    BulkRequest all = BulkRequest.ofAll(Optional.empty());
    BulkRequest patients =
        new BulkRequest(Optional.empty(), BulkRequest.Level.PATIENT, all.types(), Optional.empty());

    assertThat(export.poll(export.start(all))).isInstanceOf(BulkExport.Underway.class);
    assertThat(export.poll(export.start(patients))).isInstanceOf(BulkExport.Underway.class);
  }

  @Test
  void aServerThatWantsToBeAskedAtAMomentIsAskedThen() {
    server.stubFor(
        get("/status/1")
            .willReturn(status(202).withHeader("Retry-After", "Sun, 22 Nov 2026 12:03:00 GMT")));

    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofMinutes(3), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "Sun, 22 Nov 2026 11:59:00 GMT"})
  void aServerThatWantsToBeAskedAtOnceIsGivenASecond(String retryAfter) {
    server.stubFor(get("/status/1").willReturn(status(202).withHeader("Retry-After", retryAfter)));

    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofSeconds(1), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 400, 403, 422})
  void aServerThatRefusesToSayHowItGoesIsAskedAgain(int status) {
    server.stubFor(get("/status/1").willReturn(status(status)));
    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Refused(Duration.ofSeconds(10), status));

    server.stubFor(get("/status/1").willReturn(status(status).withHeader("Retry-After", "9")));
    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Refused(Duration.ofSeconds(9), status));
  }

  @Test
  void whatStandsBeforeTheServerSaysNothingOfTheExport() {
    for (int status : List.of(502, 504, 401)) {
      server.stubFor(get("/status/1").willReturn(status(status)));
      assertThatThrownBy(() -> export.poll(asked())).isInstanceOf(EmrException.class);
    }
  }

  @Test
  void aListOfFilesInPartsIsReadToItsEnd() {
    server.stubFor(get("/status/1").willReturn(ok(part("2", "f/1"))));
    server.stubFor(get("/status/2").willReturn(status(202).withHeader("Retry-After", "7")));
    assertThat(export.poll(asked()))
        .isEqualTo(new BulkExport.Underway(Duration.ofSeconds(7), Optional.empty()));

    server.stubFor(get("/status/2").willReturn(ok(part("3", "f/2"))));
    server.stubFor(get("/status/3").willReturn(ok(part("", "f/3"))));
    assertThat(export.poll(asked()))
        .isEqualTo(
            new BulkExport.Finished(
                new BulkState(
                    asked().statusUrl(),
                    asked().asked(),
                    Optional.of(files("/f/1", "/f/2", "/f/3")))));

    server.stubFor(get("/status/3").willReturn(ok(part("1", "f/3"))));
    assertThatThrownBy(() -> export.poll(asked())).isInstanceOf(EmrException.class);
  }

  private String part(String next, String file) {
    return """
    {"transactionTime": "2026-11-22T01:00:00Z", "requiresAccessToken": true, "output": [{"type": "Patient", "url": "%s"}],
     "link": [%s]}
    """
        .formatted(
            url("/" + file),
            next.isEmpty()
                ? ""
                : "{\"relation\": \"next\", \"url\": \"%s\"}".formatted(url("/status/" + next)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "{\"transactionTime\":\"today\"}"})
  void whatIsNoManifestIsAFault(String body) {
    server.stubFor(get("/status/1").willReturn(ok(body)));

    assertThatThrownBy(() -> export.poll(asked()))
        .isInstanceOf(EmrException.class)
        .hasMessageContaining("Bulk Data IG");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void anExportThatTheServerForgotHasToBeAskedForAgain(int status) {
    server.stubFor(get("/status/1").willReturn(status(status)));

    assertThatThrownBy(() -> export.poll(asked())).isInstanceOf(ExportExpired.class);
  }

  @Test
  void anExportThatDoesNotEndIsCancelledAndToldOf() {
    server.stubFor(get("/status/1").willReturn(status(202)));
    server.stubFor(delete("/status/1").willReturn(status(202)));
    var clock = new SetClock(FakeEmr.NOW);
    var waiting =
        new BulkExport(new Emr(FakeEmr.settings(URI.create(server.baseUrl() + "/fhir")), clock));
    clock.pass(Duration.ofDays(2));
    assertThat(waiting.poll(asked())).isInstanceOf(BulkExport.Underway.class);

    clock.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> waiting.poll(asked()))
        .isInstanceOfSatisfying(
            ExportExpired.class, it -> assertThat(it.isWorthAnother()).isFalse())
        .hasMessageContaining("more than 2 days");
    server.verify(1, deleteRequestedFor(urlEqualTo("/status/1")));
    assertThat(waiting.poll(new BulkState(asked().statusUrl(), Optional.empty(), Optional.empty())))
        .isInstanceOf(BulkExport.Underway.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aFileBehindARedirectIsReadWithoutOurTokenWhereItIsElsewhere(int status) {
    var store = new WireMockServer(wireMockConfig().dynamicPort());
    store.start();
    try {
      server.stubFor(get("/f/1").willReturn(status(status).withHeader("Location", "/moved/1")));
      server.stubFor(
          get("/moved/1")
              .willReturn(
                  status(status).withHeader("Location", store.url("/bucket/1?signature=x"))));
      store.stubFor(get("/bucket/1?signature=x").willReturn(ok("{\"a\":1}\n")));

      assertThat(read(files("/f/1"), Place.START))
          .extracting(Taken::line)
          .containsExactly("{\"a\":1}");
      server.verify(
          getRequestedFor(urlEqualTo("/moved/1"))
              .withHeader("Authorization", equalTo("Bearer secret-token")));
      store.verify(
          getRequestedFor(urlEqualTo("/bucket/1?signature=x"))
              .withHeader("Accept", equalTo("application/fhir+ndjson"))
              .withHeader("Authorization", absent()));
    } finally {
      store.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/f/1", "ftp://127.0.0.1/f/1", ":"})
  void aRedirectThatLeadsNowhereIsAFault(String location) {
    server.stubFor(get("/f/1").willReturn(status(302).withHeader("Location", location)));

    assertThatThrownBy(() -> read(files("/f/1"), Place.START)).isInstanceOf(EmrException.class);
  }

  @Test
  void linesOfAllFilesAreReadWithOurTokenOnlyWhereItIsWanted() {
    server.stubFor(get("/f/1").willReturn(ok("{\"a\":1}\r\n\n{\"b\":\"ü\"}\n")));
    server.stubFor(get("/f/2").willReturn(ok("{\"c\":1}")));

    List<Taken> taken = read(files("/f/1", "/f/2"), Place.START);

    assertThat(taken)
        .containsExactly(
            new Taken("{\"a\":1}", new Place(0, 9)),
            new Taken("{\"b\":\"ü\"}", new Place(0, 21)),
            new Taken("{\"c\":1}", new Place(1, 7)));
    server.verify(
        getRequestedFor(urlEqualTo("/f/1"))
            .withHeader("Accept", equalTo("application/fhir+ndjson"))
            .withHeader("Authorization", equalTo("Bearer secret-token")));

    server.resetRequests();
    Manifest open = new Manifest(AT, false, List.of(url("/f/1")), List.of(), List.of());
    read(open, Place.START);
    server.verify(getRequestedFor(urlEqualTo("/f/1")).withHeader("Authorization", absent()));
  }

  @Test
  void ourTokenGoesToNoOtherHostWhateverTheServerSays() {
    var store = new WireMockServer(wireMockConfig().dynamicPort());
    store.start();
    try {
      store.stubFor(
          get("/bucket/1?signature=x")
              .willReturn(
                  ok("{\"a\":1}\n").withHeader("Content-Type", "application/octet-stream")));

      Manifest elsewhere =
          new Manifest(AT, true, List.of(store.url("/bucket/1?signature=x")), List.of(), List.of());

      assertThat(read(elsewhere, Place.START)).extracting(Taken::line).containsExactly("{\"a\":1}");
      store.verify(
          getRequestedFor(urlEqualTo("/bucket/1?signature=x"))
              .withHeader("Authorization", absent()));
    } finally {
      store.stop();
    }
  }

  @Test
  void aFileThatIsPackedOnItsWayIsUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"a\":1}\n{\"b\":1}\n".getBytes(UTF_8));
    }
    server.stubFor(
        get("/f/1")
            .willReturn(
                aResponse().withBody(packed.toByteArray()).withHeader("Content-Encoding", "gzip")));

    assertThat(read(files("/f/1"), Place.START))
        .containsExactly(
            new Taken("{\"a\":1}", new Place(0, 8)), new Taken("{\"b\":1}", new Place(0, 16)));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() {
    server.stubFor(get("/f/1").willReturn(ok("\uFEFF{\"a\":1}\n{\"b\":1}")));
    server.stubFor(get("/f/2").willReturn(ok("\uFEFF\r\n")));

    assertThat(read(files("/f/1", "/f/2"), Place.START))
        .containsExactly(
            new Taken("{\"a\":1}", new Place(0, 11)), new Taken("{\"b\":1}", new Place(0, 18)));
  }

  @Test
  void aFileGoesOnWithARangeWhereTheServerHonoursIt() {
    server.stubFor(
        get("/f/1")
            .withHeader("Range", equalTo("bytes=8-"))
            .willReturn(status(206).withBody("{\"b\":1}\n")));

    assertThat(read(files("/f/1"), new Place(0, 8)))
        .containsExactly(new Taken("{\"b\":1}", new Place(0, 16)));
  }

  @Test
  void aFileGoesOnAfterTheLinesThatWereTakenWhereTheServerSendsItWhole() {
    server.stubFor(get("/f/1").willReturn(ok("{\"a\":1}\n{\"b\":1}\n")));

    assertThat(read(files("/f/1"), new Place(0, 8)))
        .containsExactly(new Taken("{\"b\":1}", new Place(0, 16)));
  }

  @Test
  void aFileOfWhichAllWasTakenHasNothingMore() {
    server.stubFor(get("/f/1").willReturn(status(416)));

    assertThat(read(files("/f/1"), new Place(0, 16))).isEmpty();
  }

  @Test
  void aDownloadThatBreaksOffIsGoneOnWithAndNoLineComesTwice() {
    server.stubFor(
        get("/f/1")
            .withHeader("Range", absent())
            .willReturn(ok("{\"a\":1}\n{\"b\"").withHeader("Content-Length", "100")));
    server.stubFor(
        get("/f/1")
            .withHeader("Range", equalTo("bytes=8-"))
            .willReturn(status(206).withBody("{\"b\":1}\n")));

    assertThat(read(files("/f/1"), Place.START))
        .extracting(Taken::line)
        .containsExactly("{\"a\":1}", "{\"b\":1}");
  }

  @Test
  void aFileThatBreaksOffAgainAndAgainWithoutALineIsGivenUpForNow() {
    server.stubFor(get("/f/1").willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

    assertThatThrownBy(() -> read(files("/f/1"), Place.START))
        .isInstanceOf(EmrException.class)
        .satisfies(e -> assertThat(((EmrException) e).isRetryable()).isTrue());
  }

  @Test
  void aSignedLinkElsewhereThatExpiredMeansTheWholeExportAgain() {
    var store = new WireMockServer(wireMockConfig().dynamicPort());
    store.start();
    try {
      store.stubFor(get("/bucket/1").willReturn(status(400)));
      var elsewhere = new Manifest(AT, true, List.of(store.url("/bucket/1")), List.of(), List.of());

      assertThatThrownBy(() -> read(elsewhere, Place.START)).isInstanceOf(ExportExpired.class);
    } finally {
      store.stop();
    }
  }

  @Test
  void aFileThatTheEmrItselfRefusesIsNoExpiredLink() {
    server.stubFor(get("/f/1").willReturn(status(400)));

    assertThatThrownBy(() -> read(files("/f/1"), Place.START))
        .isInstanceOfSatisfying(EmrException.class, e -> assertThat(e.isStatus(400)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void aLinkThatExpiredMeansTheWholeExportAgain(int status) {
    server.stubFor(get("/f/1").willReturn(status(status)));

    assertThatThrownBy(() -> read(files("/f/1"), Place.START)).isInstanceOf(ExportExpired.class);
  }

  @Test
  void deletionsAreTheReferencesOfDeleteEntries() {
    server.stubFor(
        get("/f/d")
            .willReturn(
                ok(
                    "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/1\"}},{\"request\":{\"method\":\"PUT\",\"url\":\"Observation/2\"}}]}\n{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/p\"}}]}\n")));
    var manifest = new Manifest(AT, true, List.of(), List.of(url("/f/d")), List.of());

    assertThat(export.deleted(manifest)).containsExactly("Observation/1", "Patient/p");
  }

  @Test
  void errorsAreToldByTheirCodeAndNotByTheServersWords() {
    server.stubFor(
        get("/f/e")
            .willReturn(
                ok(
                    "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\",\"diagnostics\":\"Doe, Jane\"},{\"severity\":\"information\",\"code\":\"informational\"}]}\n")));
    var manifest = new Manifest(AT, true, List.of(), List.of(), List.of(url("/f/e")));

    assertThat(export.errors(manifest))
        .singleElement()
        .asString()
        .contains("(exception)")
        .doesNotContain("Doe");
  }

  @Test
  void anExportIsCancelledAndAServerThatDoesNotOfferThatIsNoProblem() {
    server.stubFor(delete("/status/1").willReturn(status(202)));
    export.cancel(asked());
    server.verify(deleteRequestedFor(urlEqualTo("/status/1")));

    server.stubFor(delete("/status/1").willReturn(status(405)));
    export.cancel(asked());
    server.verify(2, deleteRequestedFor(urlEqualTo("/status/1")));
  }
}
