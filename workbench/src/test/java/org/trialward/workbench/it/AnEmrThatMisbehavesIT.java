package org.trialward.workbench.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;

/** Something stands between us and the EMR, and it is having a bad day. */
@Order(3)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnEmrThatMisbehavesIT {
  private static final String TRIAL = "IT-TROUBLE";
  private static final int BY_DEFAULT = 10;
  private static final int IN_TROUBLE = 1;

  private static final List<StubMapping> troubles = new ArrayList<>();

  private static Ward ward;
  private static WireMockServer between;
  private static Workbench workbench;

  /** What goes wrong, and what we must tell people to do about it. */
  enum Trouble {
    TOKEN_REFUSED("check trialward.emr.token"),
    TOO_MANY_REQUESTS("slow down"),
    MAINTENANCE("busy or under maintenance"),
    LOGIN_PAGE("check trialward.emr.url, and whether a proxy or a login page answers"),
    CONNECTION_RESET("check trialward.emr.url and the network"),
    TRUNCATED("check trialward.emr.url, and whether a proxy or a login page answers");

    private final String remedy;

    Trouble(String remedy) {
      this.remedy = remedy;
    }

    ResponseDefinitionBuilder answer() {
      return switch (this) {
        case TOKEN_REFUSED -> aResponse().withStatus(401);
        case TOO_MANY_REQUESTS -> aResponse().withStatus(429).withHeader("Retry-After", "2");
        case MAINTENANCE -> aResponse().withStatus(503);
        case LOGIN_PAGE ->
            aResponse()
                .withHeader("Content-Type", "text/html")
                .withBody("<html><body>Please log in, Ms Thorvaldsen</body></html>");
        case CONNECTION_RESET -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
        case TRUNCATED ->
            aResponse()
                .withHeader("Content-Type", "application/fhir+json")
                .withBody(
                    """
                    {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource":
                      {"resourceType": "Patient", "id": "x", "name": [{"family": "Thorvaldsen", "given": ["Ottok\
                    """);
      };
    }
  }

  @BeforeAll
  static void start() {
    ward = Ward.shared();
    between =
        new WireMockServer(
            options().dynamicPort().bindAddress("127.0.0.1").preserveHostHeader(true));
    between.start();
    String emr = ward.fhir().substring(0, ward.fhir().indexOf("/fhir"));
    between.stubFor(any(anyUrl()).atPriority(BY_DEFAULT).willReturn(aResponse().proxiedFrom(emr)));
    workbench = Workbench.start("trouble", between.baseUrl() + "/fhir", Ward.trials("trouble"));
  }

  @AfterAll
  static void stop() {
    workbench.close();
    between.stop();
  }

  @AfterEach
  void calmDown() {
    calm();
  }

  /** Everything goes through again. What goes through stands all the time: nobody hears a 404. */
  private static void calm() {
    troubles.forEach(between::removeStub);
    troubles.clear();
  }

  /**
   * Creating a record, and looking for it by our identifier: not the reading of charts, which asks
   * for a ResearchSubject by its id as soon as the feed has told of it.
   */
  private static final UrlPattern DELIVERIES =
      urlMatching("/fhir/(ResearchSubject|Flag)(\\?.*identifier=.*)?");

  private static void trouble(UrlPattern where, ResponseDefinitionBuilder answer) {
    troubles.add(between.stubFor(any(where).atPriority(IN_TROUBLE).willReturn(answer)));
  }

  private static PatientId admit(String id, Trouble trouble, String percent) {
    return ward.admitDiabetic(
        "it-trouble-" + id + "-" + trouble.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        percent);
  }

  private static Optional<Entry> candidate(PatientId patient) {
    return workbench.candidate(TRIAL, patient);
  }

  private static void awaitEligible(PatientId patient) {
    await("candidate " + patient)
        .atMost(Workbench.GENEROUS)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> candidate(patient).isPresent());
    assertThat(candidate(patient))
        .hasValueSatisfying(entry -> {
          assertThat(entry.candidate().state()).isEqualTo(CandidateState.DETECTED);
          assertThat(entry.candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);
        });
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void whenThePollFailsPeopleAreToldAndNothingIsLost(Trouble trouble) {
    PatientId patient = admit("poll", trouble, "7.0");
    workbench.pollUntilHeard();
    workbench.settle();

    trouble(anyUrl(), trouble.answer());
    ward.hba1c(patient, "8.6");
    workbench.poll();
    assertThat(workbench.feedProblems())
        .singleElement()
        .satisfies(p -> assertThat(p).contains(trouble.remedy));
    assertThat(candidate(patient)).isEmpty();

    calm();
    workbench.pollUntilHeard();
    workbench.settle();
    awaitEligible(patient);
  }

  @ParameterizedTest
  @EnumSource
  @Order(2)
  void whenOnePatientCannotBeReadTheOthersGoOn(Trouble trouble) {
    PatientId unlucky = admit("unlucky", trouble, "7.0");
    PatientId other = admit("other", trouble, "7.0");
    workbench.pollUntilHeard();
    workbench.settle();

    trouble(urlMatching("/fhir/Observation.*" + unlucky + ".*"), trouble.answer());
    ward.hba1c(unlucky, "8.6");
    ward.hba1c(other, "8.6");
    workbench.poll();
    awaitEligible(other);
    await("the problem on the operations page")
        .atMost(Workbench.GENEROUS)
        .until(() -> !workbench.bean(Inbox.class).problems().isEmpty());
    assertThat(workbench.bean(Inbox.class).problems())
        .singleElement()
        .satisfies(p -> assertThat(p).contains(trouble.remedy));
    assertThat(candidate(unlucky)).isEmpty();
    assertThat(workbench.bean(Inbox.class).backlog().open()).isPositive();

    calm();
    awaitEligible(unlucky);
    workbench.settle();
    assertThat(workbench.bean(Inbox.class).problems()).isEmpty();
    assertThat(workbench.bean(Inbox.class).backlog().parked()).isZero();
    assertThat(ward.statuses("ResearchSubject", TRIAL, unlucky.value()))
        .isEqualTo(List.of("potential-candidate"));
  }

  @Test
  @Order(3)
  void whoAsksUsToStayAwayIsLeftAlone() {
    List<PatientId> patients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      patients.add(ward.admitDiabetic("it-trouble-away-" + i, "7.0"));
    }
    workbench.pollUntilHeard();
    workbench.settle();
    patients.forEach(patient -> ward.hba1c(patient, "8.6"));

    Duration answerTakes = Duration.ofMillis(500);
    Duration away = Duration.ofSeconds(5);
    trouble(
        anyUrl(),
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", String.valueOf(away.toSeconds()))
            .withFixedDelay((int) answerTakes.toMillis()));
    between.resetRequests();
    workbench
        .bean(Inbox.class)
        .add(
            patients.stream()
                .map(patient ->
                    new ChangeHint(
                        "it",
                        Optional.of(patient),
                        Optional.of(Ward.labOf(patient)),
                        Instant.now(),
                        "it-away|" + patient))
                .toList());
    workbench.poll();
    await("that we are told")
        .atMost(Workbench.GENEROUS)
        .until(() -> workbench.bean(StayAway.class).left().isPresent());
    calm(); // Whoever asks all the same is answered, and seen.
    workbench.pollUntilHeard();
    patients.forEach(AnEmrThatMisbehavesIT::awaitEligible);
    workbench.settle();

    List<Instant> requests =
        between.getAllServeEvents().stream()
            .map(event -> event.getRequest().getLoggedDate().toInstant())
            .sorted()
            .toList();
    Instant notBefore = requests.getFirst().plus(answerTakes).plus(away);
    // Two workers and the poll may each have asked before the first of them was told.
    assertThat(requests.stream().filter(request -> request.isBefore(notBefore)))
        .hasSizeBetween(1, 3);
    assertThat(requests).as("then all went on").hasSizeGreaterThan(patients.size());
  }

  @Test
  @Order(4)
  void aDeliveryThatFindsTheEmrBusyIsRepeatedByItself() {
    PatientId patient = ward.admitDiabetic("it-trouble-delivery-busy", "8.6");
    trouble(DELIVERIES, Trouble.MAINTENANCE.answer());
    workbench.pollUntilHeard();
    awaitEligible(patient);
    await("the problem on the operations page")
        .atMost(Workbench.GENEROUS)
        .untilAsserted(() ->
            assertThat(workbench.bean(Outbox.class).problems())
                .anySatisfy(p -> assertThat(p).contains("emr-subject", Trouble.MAINTENANCE.remedy))
                .anySatisfy(p -> assertThat(p).contains("emr-flag", Trouble.MAINTENANCE.remedy)));
    calm();
    workbench.settle();
    assertToldOnce(patient);
  }

  @Test
  @Order(5)
  void aDeliveryThatIsRefusedWaitsForAPersonAndGoesThroughOnceItIsReplayed() {
    PatientId patient = ward.admitDiabetic("it-trouble-delivery-refused", "8.6");
    trouble(DELIVERIES, Trouble.TOKEN_REFUSED.answer());
    workbench.pollUntilHeard();
    awaitEligible(patient);
    await("the parked deliveries")
        .atMost(Workbench.GENEROUS)
        .until(() -> workbench.deliveries("PARKED") == 2);
    assertThat(workbench.bean(Outbox.class).parked(10))
        .allSatisfy(parked -> assertThat(parked.problem()).contains(Trouble.TOKEN_REFUSED.remedy));
    calm();
    assertThat(workbench.bean(Outbox.class).replay(Optional.empty())).isEqualTo(2);
    workbench.settle();
    assertToldOnce(patient);
    assertThat(workbench.deliveries("PARKED")).isZero();
  }

  private static void assertToldOnce(PatientId patient) {
    assertThat(ward.statuses("ResearchSubject", TRIAL, patient.value()))
        .isEqualTo(List.of("potential-candidate"));
    assertThat(ward.statuses("Flag", TRIAL, patient.value())).isEqualTo(List.of("active"));
  }

  @Test
  @Order(6)
  void afterAllThatItStandsAsIfTheEmrHadAlwaysBeenWell() {
    Set<String> withTrouble = outcomes(workbench);
    try (Workbench direct =
        Workbench.start(
            "trouble-direct",
            ward.fhir(),
            Ward.trials("trouble"),
            "trialward.emr.write-back=false")) {
      assertThat(withTrouble).isNotEmpty().isEqualTo(outcomes(direct));
    }
  }

  private static Set<String> outcomes(Workbench of) {
    Set<String> outcomes = new TreeSet<>();
    for (Entry entry : of.bean(Candidates.class).ofTrial(new TrialId(TRIAL))) {
      outcomes.add(
          entry.key() + " " + entry.candidate().state() + " " + entry.candidate().outcome());
    }
    return outcomes;
  }
}
