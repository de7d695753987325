package org.trialward.workbench.bulk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.bulk.BulkExport;
import org.trialward.fhir.bulk.BulkRequest;
import org.trialward.fhir.bulk.ExportExpired;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.workbench.bulk.Origin.Missing;
import org.trialward.workbench.bulk.Origin.Ready;

class EmrOriginTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T00:00:00Z");
  private static final BulkRequest EVERYBODY = BulkRequest.ofAll(Optional.empty());

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private final List<Duration> rests = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> remembered = new ArrayList<>();

  @BeforeEach
  void start() {
    server.start();
    server.stubFor(
        get(urlPathEqualTo("/fhir/$export"))
            .willReturn(status(202).withHeader("Content-Location", server.url("/status/1"))));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private EmrOrigin origin(BulkRequest request, EmrOrigin.Pause pause) {
    Emr emr =
        new Emr(
            new EmrSettings(
                URI.create(server.url("/fhir")),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                100,
                ZoneOffset.UTC),
            Clock.systemUTC());
    return new EmrOrigin(new BulkExport(emr), request, pause, told::add);
  }

  private void underWay() {
    server.stubFor(
        get(urlEqualTo("/status/1"))
            .willReturn(
                status(202).withHeader("Retry-After", "7").withHeader("X-Progress", "35 %")));
  }

  private void finished(String errors) {
    server.stubFor(
        get(urlEqualTo("/status/1"))
            .willReturn(
                ok(
                    """
                    {"transactionTime": "2026-11-22T01:00:00Z", "request": "x", "requiresAccessToken": false,
                     "output": [], "error": [%s]}
                    """
                        .formatted(errors))));
  }

  private Ready ready(String state) {
    return origin(
            EVERYBODY,
            time -> {
              rests.add(time);
              finished("");
            })
        .ready(state, remembered::add);
  }

  @Test
  void itWaitsAsLongAsTheEmrSaysAndTellsWhatTheEmrSays() {
    underWay();

    Ready ready = ready("");

    assertThat(rests).containsExactly(Duration.ofSeconds(7));
    assertThat(told).containsExactly("The EMR exports: 35 %");
    assertThat(ready.asOf()).isEqualTo("2026-11-22T01:00:00Z");
    assertThat(ready.complete()).isTrue();
    assertThat(remembered).hasSize(2);
  }

  @Test
  void anExportThatWasAskedForIsNotAskedForAgain() {
    underWay();
    ready("");

    ready(remembered.getFirst());
    ready(remembered.getLast());

    server.verify(1, getRequestedFor(urlPathEqualTo("/fhir/$export")));
    server.verify(3, getRequestedFor(urlEqualTo("/status/1")));
  }

  @Test
  void anExportWithErrorsIsNotComplete() {
    server.stubFor(
        get(urlEqualTo("/errors.ndjson"))
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\",\"diagnostics\":\"Jane Doe\"}]}")));
    finished("{\"url\": \"%s\"}".formatted(server.url("/errors.ndjson")));

    Ready ready = origin(EVERYBODY, rests::add).ready("", remembered::add);

    assertThat(ready.complete()).isFalse();
    assertThat(told)
        .singleElement()
        .asString()
        .contains("(exception): ask its administrator")
        .doesNotContain("Doe");
  }

  /** A proxy's bare 500, or what the Bulk Data IG calls transient. */
  @Test
  void aRefusalThatPassesThrowsNoExportAway() {
    refuses();
    EmrOrigin origin =
        origin(
            EVERYBODY,
            time -> {
              rests.add(time);
              switch (rests.size()) {
                case 2 -> underWay();
                case 3 -> refuses();
                case 5 -> finished("");
                default -> assertThat(rests).hasSizeLessThan(6);
              }
            });

    assertThat(origin.ready("", remembered::add).complete()).isTrue();
    assertThat(rests.stream().map(Duration::toSeconds)).containsExactly(10L, 10L, 7L, 10L, 10L);
    server.verify(1, getRequestedFor(urlPathEqualTo("/fhir/$export")));
    server.verify(0, deleteRequestedFor(urlEqualTo("/status/1")));
  }

  private void refuses() {
    server.stubFor(get(urlEqualTo("/status/1")).willReturn(status(500)));
  }

  @ParameterizedTest
  @CsvSource({"500, 202", "403, 202", "400, 405", "500, 500"})
  void anExportThatIsRefusedAgainAndAgainFailedAndIsCancelled(int refusal, int cancelled) {
    server.stubFor(
        get(urlEqualTo("/status/1")).willReturn(status(refusal).withHeader("Retry-After", "7")));
    server.stubFor(delete(urlEqualTo("/status/1")).willReturn(status(cancelled)));

    assertThatThrownBy(() -> origin(EVERYBODY, rests::add).ready("", remembered::add))
        .isInstanceOf(ExportExpired.class)
        .hasMessageContaining("(%d;".formatted(refusal));
    assertThat(rests).hasSize(2).containsOnly(Duration.ofSeconds(7));
    server.verify(1, deleteRequestedFor(urlEqualTo("/status/1")));
  }

  @Test
  void whoeverInterruptsTheWaitLearnsHowToGoOn() {
    underWay();
    EmrOrigin origin =
        origin(
            EVERYBODY,
            time -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> origin.ready("", remembered::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start the same load again");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(remembered).hasSize(1);
  }

  @Test
  void theEmrMayForgetWhatWasTaken() {
    underWay();
    ready("");
    server.stubFor(delete(urlEqualTo("/status/1")).willReturn(status(202)));

    origin(EVERYBODY, rests::add).taken(remembered.getLast());

    server.verify(1, deleteRequestedFor(urlEqualTo("/status/1")));
  }

  @Test
  void anEmrThatForgetsNothingIsNoFailure() {
    underWay();
    ready("");
    server.stubFor(any(anyUrl()).willReturn(status(405)));

    origin(EVERYBODY, rests::add).taken(remembered.getLast());

    server.verify(1, deleteRequestedFor(urlEqualTo("/status/1")));
  }

  @Test
  void whoeverLeavesAGroupMayStillBeInTheEmr() {
    EmrOrigin group = origin(BulkRequest.ofGroup("pool", Optional.of(SINCE)), rests::add);

    assertThat(group.missing()).isEqualTo(Missing.ASKED);
    assertThat(group.name()).isEqualTo("Group/pool");
    assertThat(group.since()).contains(SINCE);
    assertThat(origin(EVERYBODY, rests::add).missing()).isEqualTo(Missing.REMOVED);
  }
}
