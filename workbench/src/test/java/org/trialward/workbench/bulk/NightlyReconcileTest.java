package org.trialward.workbench.bulk;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.bulk.BulkExport;
import org.trialward.fhir.bulk.BulkRequest;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.Place;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** Once a night, on the wall clock of New York. */
class NightlyReconcileTest {
  @TempDir Path data;

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private final TestClock now = new TestClock();
  private final SiteClock clock =
      new SiteClock(
          now, new TrialwardSettings.Site("site", ZoneId.of("America/New_York"), Optional.empty()));
  private final FeedCursors cursors = new FeedCursors(DATABASE.jdbc(), clock);
  private final AtomicInteger exports = new AtomicInteger();
  private boolean emrAnswers = true;

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void empty() {
    DATABASE.clear();
    DATABASE.jdbc().sql("truncate bulk_load, bulk_resource").update();
  }

  /** An EMR without patients. */
  private final class Empty implements Origin {
    @Override
    public String name() {
      return "everybody";
    }

    @Override
    public Optional<Instant> since() {
      return Optional.empty();
    }

    @Override
    public Missing missing() {
      return Missing.REMOVED;
    }

    @Override
    public Ready ready(String state, Consumer<String> remember) {
      if (!emrAnswers) {
        throw new EmrException(Category.UNAVAILABLE, "The EMR does not answer: look there.");
      }
      exports.incrementAndGet();
      return new Ready(new NoLines(), clock.now(), List.of(), true);
    }
  }

  private static final class NoLines implements Lines {
    @Override
    public long size() {
      return 0;
    }

    @Override
    public long done() {
      return 0;
    }

    @Override
    public void read(Place from, Sink sink, Problems problems) {
      // There are none.
    }
  }

  /** How many exports there were at all when this moment has come. */
  private int exportsAfter(NightlyReconcile reconcile, String instant) {
    now.set(instant);
    reconcile.whenItIsTime();
    return exports.get();
  }

  private NightlyReconcile at(int hour, int minute) {
    return at(hour, minute, Empty::new);
  }

  private NightlyReconcile at(int hour, int minute, Supplier<Origin> origin) {
    var charts = new ChartStore(DATABASE.jdbc(), Json.mapper(), clock);
    var load =
        new BulkLoad(
            DATABASE.dataSource(),
            DATABASE.jdbc(),
            DATABASE.transaction(),
            Json.mapper(),
            charts,
            new Inbox(DATABASE.jdbc(), charts, clock),
            clock,
            OwnSystems.NONE,
            data,
            1);
    return new NightlyReconcile(load, origin, LocalTime.of(hour, minute), cursors, clock);
  }

  @Test
  void itRunsOnceInEachOfTwoNights() {
    NightlyReconcile reconcile = at(2, 30);

    assertThat(exportsAfter(reconcile, "2026-11-20T20:00:00Z")).as("first start").isZero();
    assertThat(exportsAfter(reconcile, "2026-11-21T07:29:00Z")).as("02:29").isZero();
    assertThat(exportsAfter(reconcile, "2026-11-21T07:30:00Z")).as("02:30").isOne();
    assertThat(exportsAfter(reconcile, "2026-11-21T07:31:00Z")).isOne();
    assertThat(exportsAfter(reconcile, "2026-11-22T05:00:00Z")).as("midnight").isOne();
    assertThat(exportsAfter(reconcile, "2026-11-22T07:30:00Z")).as("next night").isEqualTo(2);
    assertThat(exportsAfter(reconcile, "2026-11-22T23:00:00Z")).isEqualTo(2);
  }

  @Test
  void aNightThatWasSleptThroughIsMadeUpForAtTheNextStartAndOnlyOnce() {
    NightlyReconcile reconcile = at(2, 30);
    exportsAfter(reconcile, "2026-11-20T20:00:00Z");

    assertThat(exportsAfter(at(2, 30), "2026-11-23T15:00:00Z")).isOne();
    assertThat(exportsAfter(at(2, 30), "2026-11-23T15:01:00Z")).isOne();
  }

  @Test
  void whenTheHourIsSkippedInSpringItRunsAtTheNext() {
    NightlyReconcile reconcile = at(2, 30);
    exportsAfter(reconcile, "2026-03-07T20:00:00Z");

    assertThat(exportsAfter(reconcile, "2026-03-08T06:59:00Z")).as("01:59").isZero();
    assertThat(exportsAfter(reconcile, "2026-03-08T07:00:00Z")).as("03:00").isOne();
    assertThat(exportsAfter(reconcile, "2026-03-08T07:30:00Z")).as("03:30").isOne();
    assertThat(exportsAfter(reconcile, "2026-03-09T06:30:00Z")).as("02:30").isEqualTo(2);
  }

  @Test
  void whenTheHourComesTwiceInAutumnItRunsOnce() {
    NightlyReconcile reconcile = at(1, 30);
    exportsAfter(reconcile, "2026-10-31T20:00:00Z");

    assertThat(exportsAfter(reconcile, "2026-11-01T05:30:00Z")).as("01:30, summer").isOne();
    assertThat(exportsAfter(reconcile, "2026-11-01T06:00:00Z")).as("01:00, winter").isOne();
    assertThat(exportsAfter(reconcile, "2026-11-01T06:30:00Z")).as("01:30, winter").isOne();
    assertThat(exportsAfter(reconcile, "2026-11-02T06:30:00Z")).as("next night").isEqualTo(2);
  }

  @Test
  void anEmrThatCanMakeNoExportIsAskedForThreeInANightAndIsShown() {
    var server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    try {
      server.stubFor(
          get(urlPathEqualTo("/fhir/$export"))
              .willReturn(status(202).withHeader("Content-Location", "/status/1")));
      server.stubFor(get("/status/1").willReturn(status(500)));
      var emr =
          new Emr(
              new EmrSettings(
                  URI.create(server.url("/fhir")),
                  Optional.empty(),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(30),
                  100,
                  ZoneOffset.UTC),
              Clock.systemUTC());
      NightlyReconcile reconcile =
          at(
              2,
              30,
              () ->
                  new EmrOrigin(
                      new BulkExport(emr),
                      BulkRequest.ofAll(Optional.empty()),
                      pause -> {},
                      progress -> {}));
      for (String moment :
          List.of("2026-11-20T20:00:00Z", "2026-11-21T07:30:00Z", "2026-11-21T07:31:00Z")) {
        now.set(moment);
        reconcile.whenItIsTime();
      }

      server.verify(3, getRequestedFor(urlPathEqualTo("/fhir/$export")));
      assertThat(cursors.states().getFirst().problem())
          .get()
          .asString()
          .contains("the next is tomorrow", "(500;");

      now.set("2026-11-22T07:30:00Z");
      reconcile.whenItIsTime();
      server.verify(6, getRequestedFor(urlPathEqualTo("/fhir/$export")));
    } finally {
      server.stop();
    }
  }

  @Test
  void whatFailsIsShownAndTriedAgainInTheSameNight() {
    NightlyReconcile reconcile = at(2, 30);
    exportsAfter(reconcile, "2026-11-20T20:00:00Z");
    emrAnswers = false;

    assertThat(exportsAfter(reconcile, "2026-11-21T07:30:00Z")).isZero();
    assertThat(cursors.states())
        .singleElement()
        .extracting(FeedState::problem)
        .isEqualTo(Optional.of("The EMR does not answer: look there."));

    emrAnswers = true;
    assertThat(exportsAfter(reconcile, "2026-11-21T07:31:00Z")).isOne();
    assertThat(cursors.states())
        .singleElement()
        .extracting(FeedState::problem)
        .isEqualTo(Optional.empty());
  }
}
