package org.trialward.fhir;

import ca.uhn.fhir.parser.IParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.emr.FhirR4;

/**
 * A small FHIR server in memory: create, read, update with If-Match, search by identifier, patient
 * or subject. Other parameters it ignores, as lenient servers do.
 */
public final class FakeEmr implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** What happens to the next write instead of, or after, what was asked. */
  public sealed interface Mishap {
    /** Nothing is done, this status is answered. */
    record Refuse(int status) implements Mishap {}

    /** It is done, but the answer is this status. */
    record DoneButAnswers(int status) implements Mishap {}

    /** Somebody else changes the record first. */
    record ChangedMeanwhile() implements Mishap {}
  }

  private final HttpServer server;
  private final IParser parser = FhirR4.get().newJsonParser();
  private final Map<String, Resource> stored = new TreeMap<>();
  private final Deque<Mishap> mishaps = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final CapabilityStatement metadata = new CapabilityStatement();
  private int ids;

  /**
   * @param offers type, interactions and search parameters, e.g. {@code "Flag create,search-type
   *     patient,category"}; searched by identifier where no parameters are given
   */
  public FakeEmr(String... offers) {
    metadata.setFhirVersion(FHIRVersion._4_0_1);
    var rest = metadata.addRest();
    for (String offer : offers) {
      String[] parts = offer.split(" ", -1);
      var resource = rest.addResource().setType(parts[0]);
      for (String interaction : parts[1].split(",", -1)) {
        resource.addInteraction().getCodeElement().setValueAsString(interaction);
      }
      for (String parameter : (parts.length > 2 ? parts[2] : "identifier").split(",", -1)) {
        resource.addSearchParam().setName(parameter);
      }
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/fhir", this::answer);
    server.start();
  }

  public Emr connect() {
    return new Emr(
        settings(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir")),
        InstantSource.fixed(NOW));
  }

  public static EmrSettings settings(URI baseUrl) {
    return new EmrSettings(
        baseUrl,
        Optional.of("secret-token"),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        7,
        ZoneId.of("Europe/Berlin"));
  }

  public void put(Resource resource) {
    stored.put(resource.fhirType() + "/" + resource.getIdPart(), resource);
  }

  public <R extends Resource> List<R> all(Class<R> type) {
    return stored.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  public void next(Mishap mishap) {
    mishaps.add(mishap);
  }

  /** Method and path of each request but those for metadata. */
  public List<String> requests() {
    return requests;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath().substring("/fhir/".length());
      if (path.equals("metadata")) {
        send(exchange, 200, metadata);
        return;
      }
      requests.add(method + " " + path);
      if (method.equals("GET")) {
        get(exchange, path);
        return;
      }
      Mishap mishap = mishaps.poll();
      switch (mishap) {
        case Mishap.Refuse(int status) -> send(exchange, status, null);
        case Mishap.DoneButAnswers(int status) -> {
          write(exchange, path);
          send(exchange, status, null);
        }
        case Mishap.ChangedMeanwhile() -> {
          Objects.requireNonNull(stored.get(path)).getMeta().setVersionId("99");
          send(exchange, write(exchange, path), null);
        }
        case null -> {
          int status = write(exchange, path);
          send(exchange, status, null);
        }
      }
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    if (path.contains("/")) {
      @Nullable Resource found = stored.get(path);
      send(exchange, found == null ? 404 : 200, found);
      return;
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    var bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
    stored.values().stream()
        .filter(resource -> resource.fhirType().equals(path) && fits(resource, query))
        .forEach(resource -> bundle.addEntry().setResource(resource));
    send(exchange, 200, bundle);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String parameter : raw.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private boolean fits(Resource resource, Map<String, String> query) {
    String patient = query.getOrDefault("subject", "Patient/" + query.getOrDefault("patient", ""));
    return (!query.containsKey("identifier") || has(resource, query.get("identifier")))
        && (patient.equals("Patient/")
            || parser
                .encodeResourceToString(resource)
                .contains("\"reference\":\"" + patient + "\""));
  }

  private static boolean has(Resource resource, String token) {
    Property identifiers = resource.getNamedProperty("identifier");
    return identifiers.getValues().stream()
        .map(Identifier.class::cast)
        .anyMatch(
            i -> token.equals(i.getValue()) || token.equals(i.getSystem() + "|" + i.getValue()));
  }

  private int write(HttpExchange exchange, String path) throws IOException {
    Resource sent =
        (Resource)
            parser.parseResource(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (exchange.getRequestMethod().equals("POST")) {
      sent.setId(String.valueOf(++ids));
      sent.getMeta().setVersionId("1");
      stored.put(path + "/" + ids, sent);
      return 201;
    }
    Resource before = Objects.requireNonNull(stored.get(path));
    String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
    if (!("W/\"" + before.getMeta().getVersionId() + "\"").equals(ifMatch)) {
      return 412;
    }
    sent.getMeta()
        .setVersionId(String.valueOf(Integer.parseInt(before.getMeta().getVersionId()) + 1));
    stored.put(path, sent);
    return 200;
  }

  private void send(HttpExchange exchange, int status, @Nullable Resource body) throws IOException {
    byte[] bytes =
        body == null
            ? new byte[0]
            : parser.encodeResourceToString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
