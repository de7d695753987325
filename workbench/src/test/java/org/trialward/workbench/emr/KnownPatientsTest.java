package org.trialward.workbench.emr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChangeFeeds;
import org.trialward.fhir.intake.ReadTypes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;
import org.trialward.workbench.TestCharts;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.Failure;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.Inbox.Event;
import org.trialward.workbench.json.Json;

/** An EMR that wants a name or a number in each search, as Epic. */
class KnownPatientsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @RegisterExtension
  static final WireMockExtension EMR =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private final TestClock clock = new TestClock();
  private final ChartStore charts = new ChartStore(DATABASE.jdbc(), Json.mapper(), clock.site());
  private final Inbox inbox =
      DATABASE.transactional(Inbox.class, new Inbox(DATABASE.jdbc(), charts, clock.site()));
  private final FeedCursors cursors = new FeedCursors(DATABASE.jdbc(), clock.site());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private EmrPolling polling;

  @BeforeEach
  void start() {
    DATABASE.clear();
    EMR.stubFor(
        get("/fhir/metadata")
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(
                        """
                        {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": [{"mode": "server", "resource": [
                          {"type": "Patient", "interaction": [{"code": "read"}, {"code": "search-type"}],
                           "searchParam": [{"name": "identifier"}, {"name": "family"}, {"name": "birthdate"}]}]}]}
                        """)));
    EMR.stubFor(
        get(urlPathEqualTo("/fhir/Patient"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(
                        """
                        {"resourceType": "OperationOutcome", "issue": [{"severity": "fatal", "code": "required"}]}
                        """)));
    logger().addAppender(log);
    log.start();
    polling = polling();
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("org.trialward");
  }

  private EmrPolling polling() {
    Emr emr =
        new Emr(
            new EmrSettings(
                URI.create(EMR.baseUrl() + "/fhir"),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                100,
                ZoneOffset.UTC),
            clock);
    return new EmrPolling(
        () ->
            ChangeFeeds.forServer(emr, emr.refreshCapabilities(), ReadTypes.STANDARD, clock)
                .orElseGet(() -> new KnownPatients(DATABASE.jdbc(), clock.site())),
        inbox,
        cursors,
        new StayAway(clock),
        DATABASE.transaction());
  }

  private void read(String patient, String at) {
    charts.save(TestCharts.chart(patient), Instant.parse(at));
  }

  private List<String> warnings() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private Optional<String> problem() {
    return cursors.states().stream()
        .flatMap(state -> state.problem().stream())
        .reduce((one, other) -> one + " " + other);
  }

  private List<Event> named(String patient) {
    return inbox.open(new PatientId(patient));
  }

  private static List<Unusable> unusable(String what) {
    return List.of(new Unusable(new Source("Patient", "1", ""), what, "for a reason"));
  }

  /** Those of these who are to be read, who then are. */
  private Set<String> worked(List<String> patients) {
    Set<String> worked = new TreeSet<>();
    for (String patient : patients) {
      List<Event> events = named(patient);
      if (!events.isEmpty()) {
        worked.add(patient);
        charts.save(TestCharts.chart(patient));
        inbox.done(events);
      }
    }
    return worked;
  }

  @Test
  void andNobodyIsKnownSaysOnceWhatToConnect() {
    polling.poll();
    int asked = EMR.getServeEvents().getRequests().size();
    List<String> told = warnings();
    for (int times = 0; times < 3; times++) {
      polling.poll();
    }

    assertThat(problem())
        .get()
        .asString()
        .contains("does not list its patients", "HL7 v2", "trialward.hook", "bulk export");
    assertThat(warnings()).isEqualTo(told).anyMatch(line -> line.contains("No patient of the EMR"));
    assertThat(EMR.getServeEvents().getRequests()).hasSize(asked);
  }

  @Test
  void isNoFailureAnyMoreAsSoonAsSomebodyIsKnown() {
    cursors.failed("emr-roster", "The EMR refused the request, said an older version.");
    polling.poll();
    read("p1", "2025-03-01T07:00:00Z");
    polling.poll();

    assertThat(problem()).isEmpty();
    assertThat(cursors.states()).extracting(FeedState::feed).contains("emr-known");
    assertThat(polling.blindTo()).anyMatch(line -> line.startsWith("new patients."));
    assertThat(named("p1")).as("read an hour ago").isEmpty();
  }

  @Test
  void readsWhoIsKnownAgainWhenTheChartIsMoreThanADayOld() {
    read("old", "2025-02-28T01:59:00Z");
    read("young", "2025-02-28T02:01:00Z");
    read("record-1", "2025-02-01T00:00:00Z");
    read("restricted", "2025-02-01T00:00:00Z");
    charts.noteUnusable(new PatientId("restricted"), unusable("the record"));
    charts.noteUnusable(new PatientId("old"), unusable("the resource type"));
    polling.poll();
    polling.poll();

    assertThat(named("old"))
        .singleElement()
        .satisfies(event -> assertThat(event.resource()).isEmpty());
    assertThat(named("young")).isEmpty();
    assertThat(named("record-1")).as("known from messages only").isEmpty();
    assertThat(named("restricted")).as("a person may break the glass").isEmpty();

    assertThat(worked(List.of("old"))).containsExactly("old");
    clock.advance(Duration.ofHours(1));
    polling.poll();
    assertThat(worked(List.of("old", "young"))).containsExactly("young");
    clock.advance(Duration.ofHours(30));
    polling.poll();
    assertThat(worked(List.of("old", "young"))).containsExactly("old");
  }

  @Test
  void readsNoMoreUntilTheLastOnesWereReadAndForgetsNobody() {
    List<String> patients = IntStream.range(0, 250).mapToObj("p%03d"::formatted).toList();
    patients.forEach(patient -> read(patient, "2025-02-01T00:00:00Z"));
    Set<String> worked = new TreeSet<>();
    for (int round = 0; round < 3; round++) {
      polling.poll();
      polling.poll();
      Set<String> now = worked(patients);
      assertThat(now).hasSizeLessThanOrEqualTo(100);
      worked.addAll(now);
    }
    assertThat(worked).containsExactlyElementsOf(patients);
    polling.poll();
    assertThat(worked(patients)).isEmpty();
  }

  @Test
  void waitsForNobodyWhomTheEmrDoesNotShow() {
    read("p1", "2025-02-01T00:00:00Z");
    polling.poll();
    inbox.failed(
        named("p1"), Failure.of(new EmrException(Category.REJECTED, "The EMR does not show it.")));
    read("p2", "2025-02-01T00:00:00Z");
    polling.poll();

    assertThat(named("p1")).hasSize(1);
    assertThat(named("p2")).hasSize(1);
  }

  @Test
  void namesNoMoreThanAThousandWhileTheEmrShowsNobody() {
    List<String> patients = IntStream.range(0, 1_300).mapToObj("p%04d"::formatted).toList();
    patients.forEach(patient -> read(patient, "2025-02-01T00:00:00Z"));
    var down = Failure.of(new EmrException(Category.UNAVAILABLE, "The EMR does not answer."));
    for (int round = 0; round < 13; round++) {
      polling.poll();
      patients.stream()
          .map(this::named)
          .filter(events -> events.stream().anyMatch(event -> event.attempts() == 0))
          .forEach(events -> inbox.failed(events, down));
    }

    assertThat(inbox.backlog().open()).isEqualTo(1_000);
  }
}
