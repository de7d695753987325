package org.trialward.fhir.intake;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.patient.PatientId;

class ChangeFeedTest {
  private static final String CURSOR =
      "emr-history since=2026-11-22T10:00:00Z started=- query=0 next=-";
  private static final String DATE = "Sun, 22 Nov 2026 11:00:00 GMT";

  /** Of what an EMR answers where a test says nothing else. */
  private static final int UNLESS_SAID = 10;

  private static final String LAST_UPDATED =
      "emr-last-updated since=2026-11-22T10:00:00Z started=- query=0 next=-";

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private final SetClock clock = new SetClock(FakeEmr.NOW);
  private final Emr emr = new Emr(FakeEmr.settings(URI.create(SERVER.baseUrl() + "/fhir")), clock);

  private static ResponseDefinitionBuilder bundle(String more) {
    return aResponse()
        .withHeader("Content-Type", "application/fhir+json")
        .withHeader("Date", DATE)
        .withBody(Resources.json("{'resourceType':'Bundle'" + more + "}"));
  }

  private ChangeFeed feed(String systemInteraction, String searchParameter, String... types) {
    StringBuilder resources = new StringBuilder();
    for (String type : types) {
      resources.append(resources.isEmpty() ? "" : ",");
      resources.append(
          "{'type':'%s','interaction':[{'code':'search-type'}],'searchParam':[{'name':'%s'}]}"
              .formatted(type, searchParameter));
      answers(type, bundle(""));
    }
    SERVER.stubFor(
        get("/fhir/metadata")
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(
                        Resources.json(
                            "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','interaction':[{'code':'%s'}],'resource':[%s]}]}"
                                .formatted(systemInteraction, resources)))));
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-22T12:00:00Z&_count=1").willReturn(bundle("")));
    return chosen(clock, ReadTypes.STANDARD).orElseThrow();
  }

  private Optional<ChangeFeed> chosen(InstantSource now, ReadTypes types) {
    SERVER.stubFor(
        get("/fhir/Patient?_elements=id&_count=1")
            .atPriority(UNLESS_SAID)
            .willReturn(aResponse().withStatus(400)));
    return ChangeFeeds.forServer(emr, emr.refreshCapabilities(), types, now);
  }

  private static ResponseDefinitionBuilder leadingTo(int page) {
    return bundle(
        ",'link':[{'relation':'next','url':'%s/fhir?page=%d'}]".formatted(SERVER.baseUrl(), page));
  }

  /** All pages before this one. */
  private static void pagesLeadTo(int last) {
    for (int page = 1; page < last; page++) {
      SERVER.stubFor(get("/fhir?page=" + page).willReturn(leadingTo(page + 1)));
    }
  }

  private static void isLost(int page) {
    SERVER.stubFor(get("/fhir?page=" + page).willReturn(aResponse().withStatus(410)));
  }

  private static void patientsAreListed(String... ids) {
    String entries =
        Stream.of(ids)
            .map("{'resource':{'resourceType':'Patient','id':'%s'}}"::formatted)
            .collect(Collectors.joining(","));
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Patient"))
            .willReturn(bundle(",'entry':[%s]".formatted(entries))));
  }

  /** What the server says when it is tried whether it takes a search that names no patient. */
  private static void answers(String type, ResponseDefinitionBuilder answer) {
    SERVER.stubFor(
        get(urlMatching("/fhir/%s\\?_lastUpdated=.*&_count=1".formatted(type))).willReturn(answer));
  }

  private ChangeFeed history() {
    return feed("history-system", "x", "Patient");
  }

  private static List<String> keys(Poll poll) {
    return poll.hints().stream().map(ChangeHint::dedupKey).toList();
  }

  private static String observation(String id, String version, String updated) {
    return "{'resource':{'resourceType':'Observation','id':'%s','meta':{'versionId':'%s','lastUpdated':'%s'},'subject':{'reference':'Patient/p1'}}}"
        .formatted(id, version, updated);
  }

  @Test
  void theBestFeedThatTheServerOffersIsTaken() {
    patientsAreListed();
    assertThat(history().name()).isEqualTo("emr-history");
    assertThat(feed("transaction", "_lastUpdated", "Observation", "Condition").name())
        .isEqualTo("emr-last-updated");
    assertThat(feed("transaction", "patient", "Observation", "Condition", "Patient").name())
        .isEqualTo("emr-roster");
  }

  @Test
  void aHistoryThatTheServerKeepsForOthersIsNotTaken() {
    feed("history-system", "_lastUpdated", "Observation", "Condition");
    SERVER.stubFor(get(urlPathEqualTo("/fhir/_history")).willReturn(aResponse().withStatus(403)));
    assertThat(chosen(clock, ReadTypes.STANDARD).orElseThrow().name())
        .isEqualTo("emr-last-updated");
  }

  @Test
  void theFirstPollNamesEveryPatientAndGoesOnFromWhenItBegan() {
    patientsAreListed("p1", "p2");
    Poll poll = history().poll(Optional.empty());
    assertThat(poll.hints())
        .extracting(hint -> hint.patient().orElseThrow())
        .containsExactly(new PatientId("p1"), new PatientId("p2"));
    assertThat(poll.hints()).allMatch(hint -> hint.resource().isEmpty());
    assertThat(poll.more()).isFalse();
    assertThat(poll.cursor())
        .isEqualTo("emr-history since=2026-11-22T10:58:00Z started=- query=0 next=-");
  }

  @Test
  void whereNoPatientsAreListedTheFirstPollNamesThoseOfTheLastDaysChanges() {
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-21T12:00:00Z&_count=7")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("1", "1", "2026-11-22T10:30:00Z")))));
    for (String type : List.of("Observation", "Condition")) {
      SERVER.stubFor(get(urlPathEqualTo("/fhir/" + type)).willReturn(bundle("")));
    }
    SERVER.stubFor(
        get("/fhir/Observation?_lastUpdated=ge2026-11-21T12:00:00Z&_elements=subject&_count=7")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("2", "1", "2026-11-22T10:30:00Z")))));
    assertThat(keys(history().poll(Optional.empty()))).containsExactly("Observation/1/_history/1");
    assertThat(
            keys(
                feed("transaction", "_lastUpdated", "Observation", "Condition")
                    .poll(Optional.empty())))
        .containsExactly("Observation/2/_history/1");
  }

  @Test
  void theServersOwnTimeInTheBundleWins() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Patient"))
            .willReturn(bundle(",'meta':{'lastUpdated':'2026-11-22T09:00:00Z'}")));
    assertThat(history().poll(Optional.empty()).cursor()).contains("since=2026-11-22T08:58:00Z");
  }

  @Test
  void changesOfOneMomentAreAllSeenAndToldApartByVersion() {
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-22T10:00:00Z&_count=7")
            .willReturn(
                bundle(
                    ",'entry':[%s,%s,%s]"
                        .formatted(
                            observation("1", "1", "2026-11-22T10:30:00Z"),
                            observation("2", "4", "2026-11-22T10:30:00Z"),
                            observation("3", "1", "2026-11-22T10:30:00Z")))));
    Poll poll = history().poll(Optional.of(CURSOR));
    assertThat(keys(poll))
        .containsExactly(
            "Observation/1/_history/1", "Observation/2/_history/4", "Observation/3/_history/1");
    assertThat(poll.hints())
        .allMatch(hint -> hint.patient().equals(Optional.of(new PatientId("p1"))))
        .allMatch(hint -> hint.occurredAt().equals(Instant.parse("2026-11-22T10:30:00Z")));
    assertThat(poll.hints().getFirst().resource()).contains("Observation/1");
  }

  @Test
  void whatComesTwiceAcrossPagesIsToldOnceInItsHighestVersion() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .willReturn(
                bundle(
                    ",'link':[{'relation':'next','url':'%s/fhir?page=2'}],'entry':[%s]"
                        .formatted(
                            SERVER.baseUrl(), observation("1", "10", "2026-11-22T10:30:00Z")))));
    SERVER.stubFor(
        get("/fhir?page=2")
            .willReturn(
                bundle(
                    ",'entry':[%s,%s]"
                        .formatted(
                            observation("1", "9", "2026-11-22T10:20:00Z"),
                            observation("2", "1", "2026-11-22T10:10:00Z")))));
    assertThat(keys(history().poll(Optional.of(CURSOR))))
        .containsExactly("Observation/1/_history/10", "Observation/2/_history/1");
  }

  @Test
  void aDeletionNamesWhatIsGoneAndNoPatient() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .willReturn(
                bundle(
                    ",'entry':[{'fullUrl':'https://emr/fhir/Observation/5','request':{'method':'DELETE','url':'Observation/5/_history/3'},'response':{'status':'204','etag':'W/\\\"3\\\"','lastModified':'2026-11-22T10:40:00Z'}},{'request':{'method':'DELETE','url':'Patient/p9'}},{'request':{'method':'DELETE','url':'Encounter/1'}}]")));
    Poll poll = history().poll(Optional.of(CURSOR));
    assertThat(keys(poll).getFirst()).isEqualTo("Observation/5/_history/3");
    assertThat(poll.hints()).hasSize(2);
    assertThat(poll.hints().getFirst().patient()).isEmpty();
    assertThat(poll.hints().getFirst().resource()).contains("Observation/5");
    assertThat(poll.hints().get(1).patient()).contains(new PatientId("p9"));
  }

  @Test
  void whatIsNoPartOfAChartIsPassedOver() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .willReturn(
                bundle(
                    ",'entry':[{'resource':{'resourceType':'Flag','id':'1','subject':{'reference':'Patient/p1'}}},{'resource':{'resourceType':'Encounter','id':'1'}}]")));
    assertThat(history().poll(Optional.of(CURSOR)).hints()).isEmpty();
  }

  @Test
  void aLongAnswerIsReadInParts() {
    SERVER.stubFor(get(urlPathEqualTo("/fhir/_history")).willReturn(leadingTo(1)));
    pagesLeadTo(25);
    SERVER.stubFor(
        get("/fhir?page=25")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("1", "1", "2026-11-22T10:30:00Z")))));
    ChangeFeed feed = history();
    Poll first = feed.poll(Optional.of(CURSOR));
    assertThat(first.more()).isTrue();
    assertThat(first.hints()).isEmpty();
    Poll second = feed.poll(Optional.of(first.cursor()));
    assertThat(second.more()).isFalse();
    assertThat(keys(second)).containsExactly("Observation/1/_history/1");
    assertThat(second.cursor()).contains("since=2026-11-22T10:58:00Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410})
  void aPageThatExpiredBetweenPollsBeginsTheQueryAgain(int status) {
    SERVER.stubFor(get("/fhir?page=9").willReturn(aResponse().withStatus(status)));
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-22T10:00:00Z&_count=7")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("1", "1", "2026-11-22T10:30:00Z")))));
    Poll poll =
        history()
            .poll(
                Optional.of(
                    "emr-history since=2026-11-22T10:00:00Z started=2026-11-22T10:50:00Z query=0 next=%s/fhir?page=9"
                        .formatted(SERVER.baseUrl())));
    assertThat(keys(poll)).containsExactly("Observation/1/_history/1");
    assertThat(poll.cursor()).contains("since=2026-11-22T10:50:00Z");
  }

  @Test
  void aPageThatIsLostAtOnceIsNoCircle() {
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-22T10:00:00Z&_count=7").willReturn(leadingTo(9)));
    for (int status : List.of(410, 400)) {
      SERVER.stubFor(get("/fhir?page=9").willReturn(aResponse().withStatus(status)));
      assertThatThrownBy(() -> history().poll(Optional.of(CURSOR)))
          .isInstanceOfSatisfying(EmrException.class, e -> assertThat(e.isStatus(status)).isTrue())
          .hasMessageContaining("forgotten");
    }
  }

  @Test
  void aPageThatIsLostEachTimeIsLeftOutAtLastAndTold() {
    SERVER.stubFor(
        get("/fhir/Observation?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=subject&_count=7")
            .willReturn(
                bundle(
                    ",'link':[{'relation':'next','url':'%s/fhir?page=9'}],'entry':[%s]"
                        .formatted(
                            SERVER.baseUrl(), observation("1", "1", "2026-11-22T10:30:00Z")))));
    isLost(9);
    SERVER.stubFor(
        get("/fhir/Condition?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=subject&_count=7")
            .willReturn(
                bundle(
                    ",'entry':[{'resource':{'resourceType':'Condition','id':'7','subject':{'reference':'Patient/p2'}}}]")));
    ChangeFeed feed = feed("transaction", "_lastUpdated", "Observation", "Condition");
    for (int times = 1; times < Sweep.MOST_LOSSES; times++) {
      assertThatThrownBy(() -> feed.poll(Optional.of(LAST_UPDATED)))
          .isInstanceOf(EmrException.class);
    }
    assertThat(feed.blindTo()).noneMatch(line -> line.contains("lost pages"));

    Poll poll = feed.poll(Optional.of(LAST_UPDATED));

    assertThat(keys(poll))
        .containsExactlyInAnyOrder("Observation/1/_history/1", "Condition/7@2026-11-22T10:58:00Z");
    assertThat(poll.cursor()).contains("since=2026-11-22T10:58:00Z");
    assertThat(feed.blindTo()).anyMatch(line -> line.startsWith("the rest of 1 long answers"));
  }

  @Test
  void anEmrThatIsAwayHasLostNoPage() {
    ChangeFeed feed = history();
    SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    String next =
        "since=2026-11-22T10:00:00Z started=2026-11-22T10:50:00Z query=0 next=%s/fhir?page=9"
            .formatted(SERVER.baseUrl());
    for (String cursor :
        List.of("emr-history " + next, "emr-history " + next.replaceFirst("=\\S+", "=-"))) {
      for (int times = 0; times < 2 * Sweep.MOST_LOSSES; times++) {
        assertThatThrownBy(() -> feed.poll(Optional.of(cursor))).isInstanceOf(EmrException.class);
      }
    }
    assertThat(feed.blindTo()).noneMatch(line -> line.contains("lost pages"));
  }

  @Test
  void theFirstListOfAllPatientsIsReadToItsEndOrFails() {
    SERVER.stubFor(get("/fhir/Patient?_elements=id&_count=7").willReturn(leadingTo(1)));
    pagesLeadTo(30);
    isLost(30);
    SERVER.stubFor(get("/fhir/Patient?_elements=id&_count=1").willReturn(bundle("")));
    ChangeFeed feed = history();
    Optional<String> cursor = Optional.empty();
    int failures = 0;
    for (int polls = 0; polls < 4 * Sweep.MOST_LOSSES; polls++) {
      try {
        cursor = Optional.of(feed.poll(cursor).cursor());
        assertThat(cursor.orElseThrow()).contains("since=-");
      } catch (EmrException e) {
        assertThat(e).hasMessageContaining("forgotten the pages");
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(Sweep.MOST_LOSSES);

    SERVER.stubFor(
        get("/fhir?page=30")
            .willReturn(bundle(",'entry':[{'resource':{'resourceType':'Patient','id':'p30'}}]")));
    assertThat(keys(feed.poll(cursor))).hasSize(1);
  }

  @Test
  void aPageThatIsLostFarBehindDoesNotBeginTheQueryAgainForEver() {
    SERVER.stubFor(
        get("/fhir/_history?_since=2026-11-22T10:00:00Z&_count=7").willReturn(leadingTo(1)));
    pagesLeadTo(30);
    isLost(30);
    ChangeFeed feed = history();
    Poll poll = feed.poll(Optional.of(CURSOR));
    int polls = 1;
    while (poll.more() && polls < 100) {
      poll = feed.poll(Optional.of(poll.cursor()));
      polls++;
    }
    assertThat(polls).isLessThan(20);
    assertThat(poll.cursor()).contains("since=2026-11-22T10:58:00Z");
    assertThat(feed.blindTo()).anyMatch(line -> line.startsWith("the rest of 1 long answers"));
  }

  @Test
  void aFailedPollLeavesTheCursorToBeUsedAgain() {
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "5"))
            .willSetStateTo("calm"));
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .inScenario("busy")
            .whenScenarioStateIs("calm")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("1", "1", "2026-11-22T10:30:00Z")))));
    ChangeFeed feed = history();
    assertThatThrownBy(() -> feed.poll(Optional.of(CURSOR)))
        .isInstanceOfSatisfying(EmrException.class, e -> assertThat(e.isRetryable()).isTrue());
    clock.pass(Duration.ofSeconds(6));
    assertThat(feed.poll(Optional.of(CURSOR)).hints()).hasSize(1);
  }

  @Test
  void searchesByLastUpdateAskEachTypeThatHasThem() {
    SERVER.stubFor(
        get("/fhir/Observation?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=subject&_count=7")
            .willReturn(
                bundle(",'entry':[%s]".formatted(observation("1", "2", "2026-11-22T10:30:00Z")))));
    SERVER.stubFor(
        get("/fhir/Condition?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=subject&_count=7")
            .willReturn(bundle("")));
    SERVER.stubFor(
        get("/fhir/AllergyIntolerance?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=patient&_count=7")
            .willReturn(
                bundle(
                    ",'entry':[{'resource':{'resourceType':'AllergyIntolerance','id':'7','patient':{'reference':'https://emr/fhir/Patient/p2'}}}]")));
    ChangeFeed feed =
        feed("transaction", "_lastUpdated", "Observation", "Condition", "AllergyIntolerance");
    Poll poll = feed.poll(Optional.of(LAST_UPDATED));
    assertThat(keys(poll))
        .containsExactly("Observation/1/_history/2", "AllergyIntolerance/7@2026-11-22T10:58:00Z");
    assertThat(poll.hints().get(1).patient()).contains(new PatientId("p2"));
    assertThat(poll.more()).isFalse();
    assertThat(feed.blindTo()).contains("deletions", "changes of Patient");
  }

  @Test
  void newDocumentsAreChangesWhereDocumentsAreRead() {
    for (String type : List.of("Observation", "Condition")) {
      SERVER.stubFor(get(urlPathEqualTo("/fhir/" + type)).willReturn(bundle("")));
    }
    SERVER.stubFor(
        get("/fhir/DocumentReference?_lastUpdated=ge2026-11-22T10:00:00Z&_elements=subject&_count=7")
            .willReturn(
                bundle(
                    ",'entry':[{'resource':{'resourceType':'DocumentReference','id':'d1','subject':{'reference':'Patient/p3'}}}]")));
    feed("transaction", "_lastUpdated", "Observation", "Condition", "DocumentReference");
    Poll poll =
        chosen(clock, new ReadTypes(true, false)).orElseThrow().poll(Optional.of(LAST_UPDATED));
    assertThat(poll.hints())
        .extracting(hint -> hint.patient().orElseThrow() + " " + hint.resource().orElseThrow())
        .containsExactly("p3 DocumentReference/d1");
  }

  @Test
  void aTypeThatIsOnlyGivenTogetherWithAPatientIsLeftOutAndNamed() {
    for (String type : List.of("Observation", "Condition")) {
      SERVER.stubFor(get(urlPathEqualTo("/fhir/" + type)).willReturn(bundle("")));
    }
    feed("transaction", "_lastUpdated", "Observation", "Condition", "DocumentReference");
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/DocumentReference")).willReturn(aResponse().withStatus(400)));
    ChangeFeed feed = chosen(clock, new ReadTypes(true, false)).orElseThrow();
    assertThat(feed.name()).isEqualTo("emr-last-updated");
    assertThat(feed.poll(Optional.of(LAST_UPDATED)).more()).isFalse();
    assertThat(feed.blindTo()).contains("changes of DocumentReference");
  }

  @Test
  void whereResultsAreOnlyGivenTogetherWithAPatientAnotherFeedIsTaken() {
    patientsAreListed();
    feed("transaction", "_lastUpdated", "Observation", "Condition", "Patient");
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/Observation")).willReturn(aResponse().withStatus(400)));
    assertThat(chosen(clock, ReadTypes.STANDARD).orElseThrow().name()).isEqualTo("emr-roster");
  }

  @Test
  void theRosterNamesEveryPatientOnceADay() {
    patientsAreListed("p1");
    ChangeFeed feed = feed("transaction", "patient", "Patient");
    Poll first = feed.poll(Optional.empty());
    assertThat(keys(first)).containsExactly("Patient/p1@roster/2026-11-22T10:58:00Z");
    assertThat(feed.poll(Optional.of(first.cursor())))
        .isEqualTo(new Poll(List.of(), first.cursor(), false));
    clock.pass(Duration.ofHours(23));
    assertThat(feed.poll(Optional.of(first.cursor())).hints()).hasSize(1);
  }

  @Test
  void aListOfPatientsThatWasBegunIsReadToItsEnd() {
    patientsAreListed();
    ChangeFeed feed = feed("transaction", "patient", "Patient");
    SERVER.stubFor(
        get("/fhir/next")
            .willReturn(bundle(",'entry':[{'resource':{'resourceType':'Patient','id':'p2'}}]")));
    String begun =
        "emr-roster since=2026-11-22T11:59:00Z started=2026-11-22T11:59:30Z query=0 next=%s/fhir/next"
            .formatted(SERVER.baseUrl());
    assertThat(keys(feed.poll(Optional.of(begun))))
        .containsExactly("Patient/p2@roster/2026-11-22T11:59:30Z");
  }

  @Test
  void aCursorOfAnotherFeedKeepsItsMoment() {
    assertThat(
            Cursor.parse(
                "emr-last-updated since=2026-11-22T10:00:00Z started=2026-11-22T11:00:00Z query=3 next=http://x",
                "emr-history"))
        .isEqualTo(Cursor.after(Instant.parse("2026-11-22T10:00:00Z")));
    assertThatThrownBy(() -> Cursor.parse("nonsense", "emr-history"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aResourceThatNamesItsPatientByARecordNumberIsTheirs() {
    SERVER.stubFor(
        get("/fhir/Patient?identifier=urn%3Amrn%7C17&_elements=id")
            .willReturn(bundle(",'entry':[{'resource':{'resourceType':'Patient','id':'p7'}}]")));
    SERVER.stubFor(
        get("/fhir/Patient?identifier=urn%3Amrn%7C18&_elements=id").willReturn(bundle("")));
    SERVER.stubFor(
        get(urlPathEqualTo("/fhir/_history"))
            .willReturn(
                bundle(
                    ",'entry':[%s,%s,%s]"
                        .formatted(
                            byNumber("1", "17"), byNumber("2", "17"), byNumber("3", "18")))));
    ChangeFeed feed = history();
    assertThat(feed.poll(Optional.of(CURSOR)).hints())
        .extracting(
            hint -> hint.resource().orElseThrow(), hint -> hint.patient().orElseThrow().value())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Observation/1", "p7"),
            org.assertj.core.groups.Tuple.tuple("Observation/2", "p7"));
    assertThat(feed.blindTo()).anyMatch(line -> line.startsWith("1 resources"));
    SERVER.verify(
        1, getRequestedFor(urlEqualTo("/fhir/Patient?identifier=urn%3Amrn%7C17&_elements=id")));
  }

  private static String byNumber(String id, String number) {
    return "{'resource':{'resourceType':'Observation','id':'%s','meta':{'versionId':'1'},'subject':{'identifier':{'system':'urn:mrn','value':'%s'}}}}"
        .formatted(id, number);
  }

  /** Statements with the shape of real ones, cut down to what the choice depends on. */
  @Nested
  class AnEmrThatDoesNotTellWhatWasUpdated {
    private static final String TODAY = "2026-11-22";

    private static String type(String type, String more, String... searchedBy) {
      String parameters =
          Stream.of(searchedBy)
              .map("{'name':'%s','type':'token'}"::formatted)
              .collect(Collectors.joining(","));
      return "{'type':'%s','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[%s]%s}"
          .formatted(type, parameters, more);
    }

    /** "Give a patient, or do not ask." */
    private static String withPatient(String other) {
      return ",'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination','extension':[{'url':'required','valueString':'patient'},{'url':'optional','valueString':'%s'}]}]"
          .formatted(other);
    }

    private Optional<ChangeFeed> feedOf(String... types) {
      SERVER.stubFor(
          get("/fhir/metadata")
              .willReturn(
                  aResponse()
                      .withHeader("Content-Type", "application/fhir+json")
                      .withBody(
                          Resources.json(
                              "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
                                  .formatted(String.join(",", types))))));
      return chosen(clock, ReadTypes.STANDARD);
    }

    private ChangeFeed meditech() {
      SERVER.stubFor(
          get("/fhir/Encounter?date=ge%s&_count=1".formatted(TODAY)).willReturn(bundle("")));
      SERVER.stubFor(
          get("/fhir/Observation?date=ge%s&_count=1".formatted(TODAY))
              .willReturn(aResponse().withStatus(400)));
      return feedOf(
              type("Patient", "", "_id", "identifier", "name", "birthdate"),
              type("Encounter", "", "_id", "patient", "date"),
              type("Observation", "", "patient", "category", "code", "date"),
              type(
                  "Condition",
                  withPatient("recorded-date"),
                  "patient",
                  "category",
                  "recorded-date"))
          .orElseThrow();
    }

    @Test
    void andTakesNoSearchWithoutAPatientIsAskedForItsList() {
      patientsAreListed("p1");
      assertThat(epic()).get().extracting(ChangeFeed::name).isEqualTo("emr-roster");
      assertThat(SERVER.findAll(getRequestedFor(urlPathEqualTo("/fhir/Encounter")))).isEmpty();
    }

    private Optional<ChangeFeed> epic() {
      return feedOf(
          type("Patient", "", "_id", "identifier", "family", "given", "birthdate"),
          type("Encounter", withPatient("date"), "patient", "date", "class"),
          type("Observation", withPatient("date"), "patient", "category", "code", "date"),
          type("Condition", withPatient("category"), "patient", "category"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void andDoesNotListItsPatientsEitherHasNoFeed(int status) {
      patientsAreNotListed(status);
      assertThat(epic()).isEmpty();
    }

    /** Rights that are not granted yet, or a wrong address: no word on whether it lists them. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405})
    void andRefusesItsListForNowIsAskedAgain(int status) {
      patientsAreNotListed(status);
      assertThatThrownBy(this::epic)
          .isInstanceOfSatisfying(EmrException.class, e -> assertThat(e.isStatus(status)).isTrue());

      patientsAreListed("p1");
      assertThat(epic().orElseThrow().poll(Optional.empty()).hints()).hasSize(1);
    }

    @Test
    void andHasALoginPageInItsPlaceIsAskedAgain() {
      SERVER.stubFor(
          get(urlPathEqualTo("/fhir/Patient"))
              .willReturn(aResponse().withBody("<html>Please log in</html>")));
      assertThatThrownBy(this::epic).isInstanceOf(EmrException.class);
    }

    /** Epic 4127: it sends a part, with status 200. */
    @Test
    void andCutsItsListShortDoesNotListThem() {
      SERVER.stubFor(
          get(urlPathEqualTo("/fhir/Patient"))
              .willReturn(
                  bundle(
                      ",'entry':[{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'fatal','code':'too-costly','details':{'coding':[{'system':'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369','code':'4127'}]}}]}}]")));
      assertThat(epic()).isEmpty();
    }

    private static void patientsAreNotListed(int status) {
      SERVER.stubFor(
          get(urlPathEqualTo("/fhir/Patient"))
              .willReturn(
                  aResponse()
                      .withStatus(status)
                      .withHeader("Content-Type", "application/fhir+json")
                      .withBody(
                          Resources.json(
                              "{'resourceType':'OperationOutcome','issue':[{'severity':'fatal','code':'required','diagnostics':'Give a name and a birth date.'}]}"))));
    }

    @Test
    void andDoesNotListItsPatientsBeginsWithWhoWasThereLately() {
      patientsAreNotListed(400);
      SERVER.stubFor(
          get("/fhir/Encounter?date=ge2026-11-18&_count=7")
              .willReturn(
                  bundle(
                      ",'entry':[{'resource':{'resourceType':'Encounter','id':'e1','subject':{'reference':'Patient/p1'}}}]")));
      ChangeFeed feed = meditech();
      Poll poll = feed.poll(Optional.empty());
      assertThat(poll.hints())
          .extracting(hint -> hint.patient().orElseThrow())
          .containsExactly(new PatientId("p1"));
      assertThat(poll.cursor()).contains("since=2026-11-22T10:58:00Z");
      assertThat(feed.blindTo()).anyMatch(line -> line.contains("bulk export of a Group"));
    }

    @Test
    void butWhoWasThereIsAskedWhoWasThereLately() {
      ChangeFeed feed = meditech();
      assertThat(feed.name()).isEqualTo("emr-dates");
      assertThat(feed.blindTo())
          .contains("deletions", "changes of Observation without another sign of the patient");
      SERVER.stubFor(
          get("/fhir/Encounter?date=ge2026-11-19&_count=7")
              .willReturn(
                  bundle(
                      ",'entry':[{'resource':{'resourceType':'Encounter','id':'e1','subject':{'reference':'Patient/p1'}}},{'resource':{'resourceType':'Encounter','id':'e2','subject':{'reference':'Patient/p2'}}},{'resource':{'resourceType':'Encounter','id':'e3'}}]")));
      Poll poll =
          feed.poll(Optional.of("emr-dates since=2026-11-22T10:00:00Z started=- query=0 next=-"));
      assertThat(poll.hints())
          .extracting(hint -> hint.patient().orElseThrow())
          .containsExactly(new PatientId("p1"), new PatientId("p2"));
      assertThat(poll.hints()).allMatch(hint -> hint.resource().isEmpty());
      assertThat(poll.more()).isFalse();
      assertThat(poll.cursor()).contains("since=2026-11-22T10:58:00Z");
    }

    @Test
    void andSendsTheSameDaysAgainIsHeardOnlyWhereSomethingLooksOther() {
      ChangeFeed feed = meditech();
      String cursor = "emr-dates since=2026-11-22T10:00:00Z started=- query=0 next=-";
      List<List<String>> keys = new ArrayList<>();
      for (String status : new String[] {"in-progress", "in-progress", "finished"}) {
        SERVER.stubFor(
            get("/fhir/Encounter?date=ge2026-11-19&_count=7")
                .willReturn(
                    bundle(
                        ",'entry':[{'resource':{'resourceType':'Encounter','id':'e1','status':'%s','subject':{'reference':'Patient/p1'}}}]"
                            .formatted(status))));
        keys.add(keys(feed.poll(Optional.of(cursor))));
      }
      assertThat(keys.get(0)).hasSize(1).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void andIsBusyWhenItIsTriedIsTriedAgain() {
      SERVER.stubFor(
          get(urlPathEqualTo("/fhir/Encounter")).willReturn(aResponse().withStatus(503)));
      assertThatThrownBy(() -> feedOf(type("Encounter", "", "date")))
          .isInstanceOfSatisfying(EmrException.class, e -> assertThat(e.isRetryable()).isTrue());
    }
  }
}
