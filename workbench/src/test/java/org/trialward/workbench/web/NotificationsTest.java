package org.trialward.workbench.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Rows;

/** Signed notifications over HTTP: stored before they are answered, none lost, none twice. */
class NotificationsTest extends RunningApplication {
  private static final int PARALLEL = 200;

  @Autowired private JdbcClient jdbc;

  private record Told(int status, String text, Duration took) {}

  /** As athenahealth tells of a changed patient, by id only. */
  private static String notification(String patient) {
    return """
    {"resourceType": "Bundle", "type": "history", "entry": [{"resource":
      {"resourceType": "SubscriptionStatus", "status": "active", "type": "event-notification",
       "subscription": {"reference": "Subscription/s1"},
       "notificationEvent": [{"id": "event-of-%1$s", "eventNumber": "1", "timestamp": "2026-11-20T08:00:00Z",
         "focus": {"reference": "Patient/%1$s"}}]}}]}
    """
        .formatted(patient);
  }

  private static String signature(String body, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }

  private Told tell(HttpClient http, String patient, String secret) throws Exception {
    String body = notification(patient);
    HttpRequest request =
        HttpRequest.newBuilder(root().resolve("/hook"))
            .header("Content-Type", "application/fhir+json")
            .header("X-Hub-Signature", signature(body, secret))
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return new Told(
        answer.statusCode(), answer.body(), Duration.ofNanos(System.nanoTime() - start));
  }

  private List<String> stored(String prefix) {
    return jdbc.sql(
            "select patient from inbox where feed = 'emr-rest-hook' and patient like :like order by patient")
        .param("like", prefix + "%")
        .query(Rows.text())
        .list();
  }

  private List<Told> tellAll(HttpClient http, List<String> patients) throws Exception {
    List<Future<Told>> asked = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(PARALLEL)) {
      for (String patient : patients) {
        asked.add(senders.submit(() -> tell(http, patient, HOOK_SECRET)));
      }
    }
    List<Told> told = new ArrayList<>();
    for (Future<Told> each : asked) {
      told.add(each.get());
    }
    return told;
  }

  @Test
  void twoHundredAtOnceAreStoredWhenTheyAreAnsweredAndToldAgainAreStoredOnce() throws Exception {
    List<String> patients = IntStream.range(0, PARALLEL).mapToObj("told-%03d"::formatted).toList();
    try (HttpClient http = HttpClient.newHttpClient()) {
      List<Told> told = tellAll(http, patients);

      assertThat(told).extracting(Told::status).containsOnly(200);
      assertThat(stored("told-")).isEqualTo(patients);
      List<Long> took = told.stream().map(it -> it.took().toMillis()).sorted().toList();
      System.out.printf(
          "NotificationsTest: %d at once, answered in ms: median %d, p99 %d, most %d%n",
          PARALLEL, took.get(PARALLEL / 2), took.get(PARALLEL * 99 / 100), took.getLast());

      assertThat(tellAll(http, patients)).extracting(Told::status).containsOnly(200);
      assertThat(stored("told-")).isEqualTo(patients);
    }
  }

  @Test
  void aNotificationOfSomebodyElseIsRefusedAndNothingOfItIsStored() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      Told told = tell(http, "forged-1", "another secret");

      assertThat(told.status()).isEqualTo(401);
      assertThat(told.text()).contains("trialward.hook.secret");
    }
    assertThat(stored("forged-")).isEmpty();
  }
}
