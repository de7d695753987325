package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.queue.Candidates.Entry;

/** The EMR tells of a change by itself: nobody polls here for an hour. */
@Order(2)
class RestHookIT {
  private static final String TRIAL = "IT-HOOK";
  private static final String TOKEN = "only-the-emr-knows-this";
  private static final String SUBSCRIPTION = "Subscription/it-hook-observation";
  private static final int CHANGES = 15;

  private static Ward ward;
  private static Workbench workbench;

  @BeforeAll
  static void start() {
    ward = Ward.shared();
    workbench =
        Workbench.start("hook", ward.fhir(), Ward.trials("hook"), "trialward.hook.token=" + TOKEN);
  }

  @AfterAll
  static void stop() {
    ward.send("DELETE", SUBSCRIPTION, "");
    workbench.close();
  }

  @Test
  void aChangedLabIsAChangedCandidateThoughNobodyPolls() {
    PatientId patient = ward.admitDiabetic("it-hook-fast", "7.0");
    workbench.poll();
    workbench.settle();
    assertThat(candidate(patient)).isEmpty();
    Instant polled = workbench.feed().orElseThrow().polledAt().orElseThrow();

    subscribe();
    AtomicInteger tries = new AtomicInteger();
    // Until the subscription is in force nothing is told; what is told now is not counted.
    await("the subscription")
        .atMost(Workbench.GENEROUS)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> {
          ward.hba1c(patient, "9." + tries.incrementAndGet());
          return candidate(patient).isPresent();
        });
    workbench.settle();

    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      long known = candidate(patient).orElseThrow().revision();
      boolean fits = i % 2 == 1;
      Instant answered = ward.hba1c(patient, (fits ? "8." : "6.") + (10 + i));
      Entry changed =
          await("change " + i)
              .atMost(Workbench.GENEROUS)
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> candidate(patient).orElseThrow(), entry -> entry.revision() > known);
      took.add(Duration.between(answered, Instant.now()));
      assertThat(changed.candidate().outcome())
          .isEqualTo(fits ? Outcome.ELIGIBLE : Outcome.INELIGIBLE);
    }
    assertThat(workbench.feed().orElseThrow().polledAt()).as("nobody polled").contains(polled);
    workbench.settle();
    assertThat(ward.statuses("Flag", TRIAL, patient.value())).isEqualTo(List.of("inactive"));

    // What it takes depends on the machine: it is told, and not asserted.
    System.out.printf(
        "RestHookIT: from the EMR's answer to the changed candidate, ms: %s; median %d%n",
        took.stream().map(Duration::toMillis).toList(),
        took.stream().sorted().toList().get(CHANGES / 2).toMillis());
  }

  @Test
  void whoeverDoesNotKnowTheTokenIsNotHeard() throws Exception {
    for (Optional<String> token :
        List.of(
            Optional.<String>empty(),
            Optional.of("Bearer wrong"),
            Optional.of(TOKEN),
            Optional.of("Basic " + TOKEN))) {
      assertThat(knock("/hook/Observation/forged", token)).isIn(401, 403);
      assertThat(knock("/hook", token)).isIn(401, 403);
    }
    assertThat(heardOfTheForgedLab()).isZero();
    assertThat(knock("/hook/Observation/forged", Optional.of("Bearer " + TOKEN))).isEqualTo(200);
    assertThat(heardOfTheForgedLab()).as("it would have been seen").isOne();
  }

  private static long heardOfTheForgedLab() {
    return workbench
        .bean(JdbcClient.class)
        .sql("select count(*) from inbox where resource = 'Observation/forged'")
        .query(Long.class)
        .single();
  }

  private static Optional<Entry> candidate(PatientId patient) {
    return workbench.candidate(TRIAL, patient);
  }

  private static void subscribe() {
    ward.put(
        SUBSCRIPTION,
        """
        {"resourceType": "Subscription", "id": "it-hook-observation", "status": "requested",
         "reason": "Trial matching", "criteria": "Observation?",
         "channel": {"type": "rest-hook", "endpoint": "%s/hook", "payload": "application/fhir+json",
                     "header": ["Authorization: Bearer %s"]}}
        """
            .formatted(workbench.pages(), TOKEN));
  }

  private static int knock(String path, Optional<String> authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(workbench.pages() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/fhir+json")
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"resourceType": "Observation", "id": "forged", "subject": {"reference": "Patient/it-hook-fast"}}
                    """));
    authorization.ifPresent(value -> request.header("Authorization", value));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
