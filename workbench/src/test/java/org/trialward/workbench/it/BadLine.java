package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.trialward.workbench.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between us and the EMR: every eleventh address fails the first time it is asked, each in its own
 * way, the first pages that are followed are lost, and what comes through comes with entries twice.
 */
final class BadLine implements AutoCloseable {
  /** How an address fails. */
  enum Mishap {
    SLOW_DOWN_FOR_SECONDS,
    SLOW_DOWN,
    UNDER_MAINTENANCE,
    TOKEN_REFUSED,
    CUT_OFF,
    SILENT,
    PAGE_LOST
  }

  /** How often an address that is no page fails: one of so many. */
  private static final int ONE_OF = 11;

  /** A search that begins again has other pages: without an end none would come through. */
  private static final int PAGES_LOST = 6;

  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** Until then the answer has surely arrived, and so has what was asked before it was read. */
  private static final Duration ON_THE_WAY = PAUSE.dividedBy(2);

  private static final JsonMapper JSON = Json.mapper();

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String emr;
  private final Duration patience;
  private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
  private final Map<Mishap, Integer> mishaps = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> leaveAloneUntil = new AtomicReference<>(Instant.EPOCH);
  private final ConcurrentLinkedQueue<String> intruders = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pagesLost = new AtomicInteger();

  /**
   * @param emr the address behind, ending in {@code /fhir}
   * @param patience after which the caller takes silence for no answer
   */
  BadLine(String emr, Duration patience) throws IOException {
    this.emr = emr;
    this.patience = patience;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String fhir() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
  }

  /** How often each went wrong. */
  Map<Mishap, Integer> mishaps() {
    return new TreeMap<>(mishaps);
  }

  /** What was asked although it was told to wait. */
  List<String> intruders() {
    return List.copyOf(intruders);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Instant asked = Instant.now();
    try (exchange) {
      String address = exchange.getRequestURI().toString();
      if (asked.isBefore(leaveAloneUntil.get())) {
        intruders.add(asked + " " + exchange.getRequestMethod() + " " + address);
      }
      boolean reading = exchange.getRequestMethod().equals("GET");
      boolean page = address.contains("_getpages=");
      boolean fails =
          reading
              && !address.contains("/metadata")
              && (page
                  ? pagesLost.incrementAndGet() <= PAGES_LOST
                  : Math.floorMod(address.hashCode(), ONE_OF) == 0)
              && failedOnce.add(address);
      if (fails) {
        fail(exchange, page ? Mishap.PAGE_LOST : mishap(address));
      } else {
        forward(exchange, address);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same for the same address in every run. */
  private static Mishap mishap(String address) {
    Mishap[] all = Mishap.values();
    return all[Math.floorMod(address.hashCode() / ONE_OF, all.length - 1)];
  }

  private void fail(HttpExchange exchange, Mishap mishap) throws IOException, InterruptedException {
    mishaps.merge(mishap, 1, Integer::sum);
    switch (mishap) {
      case SLOW_DOWN_FOR_SECONDS -> {
        exchange.getResponseHeaders().add("Retry-After", String.valueOf(PAUSE.toSeconds()));
        exchange.sendResponseHeaders(429, -1);
        forbid();
      }
      case SLOW_DOWN -> exchange.sendResponseHeaders(429, -1);
      case UNDER_MAINTENANCE -> exchange.sendResponseHeaders(503, -1);
      case TOKEN_REFUSED -> exchange.sendResponseHeaders(401, -1);
      case CUT_OFF -> {
        // Fewer bytes than announced, then the end.
        exchange.sendResponseHeaders(200, 10_000);
        exchange.getResponseBody().write("{\"resourceType\":\"Bund".getBytes(UTF_8));
      }
      case SILENT -> Thread.sleep(patience.plusMillis(500));
      case PAGE_LOST -> exchange.sendResponseHeaders(410, -1);
    }
  }

  /**
   * The window that nobody may enter: from when the answer has surely arrived until shortly before
   * the pause is over, which both sides count from their own moment.
   */
  private void forbid() {
    Instant sent = Instant.now();
    Thread.startVirtualThread(() -> {
      try {
        Thread.sleep(ON_THE_WAY);
        leaveAloneUntil.set(sent.plus(PAUSE).minusMillis(50));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void forward(HttpExchange exchange, String address)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(emr.substring(0, emr.indexOf("/fhir")) + address))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Accept", "Content-Type", "If-Match", "If-None-Exist", "Prefer")) {
      List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
      values.forEach(value -> request.header(name, value));
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(UTF_8));
    byte[] body = doubled(response.body().replace(emr, fhir())).getBytes(UTF_8);
    for (String name : List.of("Content-Type", "Location", "ETag", "Last-Modified")) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
    }
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Every second entry of a search or a history once more, at the end. */
  private static String doubled(String body) {
    if (!body.contains("\"Bundle\"")) {
      return body;
    }
    JsonNode bundle = JSON.readTree(body);
    if (bundle instanceof ObjectNode object && object.get("entry") instanceof ArrayNode entries) {
      int once = entries.size();
      for (int i = 0; i < once; i += 2) {
        entries.add(entries.get(i));
      }
      return JSON.writeValueAsString(object);
    }
    return body;
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
