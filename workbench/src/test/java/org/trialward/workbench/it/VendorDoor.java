package org.trialward.workbench.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.workbench.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ward's EMR as a vendor's would answer: only what the vendor's published capability statement
 * offers is described and let through. Sources: the R4 statements of the vendors' sandboxes, summer
 * of 2026, and Oracle's page on Communication.
 */
final class VendorDoor implements AutoCloseable {
  private static final JsonMapper JSON = Json.mapper();

  /** What may be written at one vendor or another; all other types can be read. */
  private static final Set<String> WRITTEN =
      Set.of(
          "Flag",
          "Task",
          "List",
          "ResearchStudy",
          "ResearchSubject",
          "ServiceRequest",
          "Communication",
          "DocumentReference",
          "Observation");

  /** Whose rules hold at the door. */
  enum Vendor {
    EPIC,
    ORACLE_HEALTH,
    ATHENAHEALTH,
    MEDITECH;

    private Map<String, Offer> offers() {
      return switch (this) {
        case EPIC ->
            offers(
                "Flag: read search-type: patient subject category identifier",
                "Task: read search-type update: patient subject code status identifier",
                "List: read search-type: patient subject code",
                "ResearchStudy: read search-type: identifier status",
                "ResearchSubject: read search-type: patient status study",
                "ServiceRequest: create read search-type update: patient subject category code identifier",
                "Communication: create read search-type: patient subject category identifier",
                "DocumentReference: create read search-type update: patient subject category type identifier",
                "Observation: create read search-type update: patient subject category code date identifier");
        case ORACLE_HEALTH ->
            offers(
                "ServiceRequest: read search-type: patient",
                "Communication: create read search-type patch: category received recipient -email-status",
                "DocumentReference: create read search-type update: patient encounter period type category",
                "Observation: create read search-type update: patient subject category code date");
        case ATHENAHEALTH ->
            offers(
                "ServiceRequest: read search-type: patient",
                "DocumentReference: read search-type: patient category type",
                "Observation: read search-type: patient category code date");
        case MEDITECH ->
            offers(
                "Task: read search-type: patient",
                "ServiceRequest: read search-type: patient",
                "Communication: create read search-type: patient subject recipient sender sent",
                "DocumentReference: read search-type: patient type category",
                "Observation: read search-type: patient category code date");
      };
    }

    /** Each is a type, what can be done with it, and what it is searched by. */
    private static Map<String, Offer> offers(String... offers) {
      return Arrays.stream(offers)
          .map(offer -> offer.split(": ", 3))
          .collect(
              Collectors.toMap(
                  parts -> parts[0], parts -> new Offer(words(parts[1]), words(parts[2]))));
    }

    private static Set<String> words(String text) {
      return Set.of(text.split(" ", -1));
    }
  }

  private record Offer(Set<String> interactions, Set<String> parameters) {
    static final Offer NOTHING = new Offer(Set.of(), Set.of());
    static final Offer READING = new Offer(Set.of("read", "search-type"), Set.of());
  }

  private final Vendor vendor;
  private final String behind;
  private final Map<String, Offer> offers;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean losing = new AtomicBoolean();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();

  VendorDoor(Vendor vendor, String behind) {
    this.vendor = vendor;
    this.behind = behind;
    this.offers = new HashMap<>(vendor.offers());
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/fhir", this::answer);
    server.start();
  }

  String fhir() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
  }

  /** The EMR does the next write, and the line breaks before it says so. */
  void loseTheNextAnswer() {
    losing.set(true);
  }

  /** From now on it refuses what its description still offers, e.g. {@code POST Flag}. */
  void refuse(String what, int status) {
    refusals.put(what, status);
  }

  void refuseNothing() {
    refusals.clear();
  }

  /** As at a customer whose tenant searches this type by one parameter more. */
  void letSearch(String type, String parameter) {
    Offer usual = offer(type);
    Set<String> parameters =
        Stream.concat(usual.parameters().stream(), Stream.of(parameter))
            .collect(Collectors.toSet());
    offers.put(type, new Offer(usual.interactions(), parameters));
  }

  /** All that was asked to be written, e.g. {@code POST Flag}, let through or not. */
  List<String> writes() {
    return writes;
  }

  private Offer offer(String type) {
    return WRITTEN.contains(type) ? offers.getOrDefault(type, Offer.NOTHING) : Offer.READING;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      String type = path.length > 2 ? path[2] : "";
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (type.equals("metadata")) {
        send(exchange, 200, metadata());
        return;
      }
      if (!method.equals("GET")) {
        writes.add(method + " " + type);
      }
      Optional<Integer> refused =
          Optional.ofNullable(refusals.get(method + " " + type))
              .or(() -> refusal(method, type, path.length > 3, exchange.getRequestURI(), body))
              .or(() ->
                  exchange.getRequestHeaders().containsKey("If-None-Exist")
                      ? Optional.of(400)
                      : Optional.empty());
      if (refused.isPresent()) {
        send(exchange, refused.get(), "");
        return;
      }
      HttpResponse<byte[]> done = forward(exchange, method, type, body);
      if (!method.equals("GET") && losing.getAndSet(false)) {
        return; // Closed without a word.
      }
      Optional<String> etag = done.headers().firstValue("ETag");
      etag.ifPresent(tag -> exchange.getResponseHeaders().add("ETag", tag));
      send(
          exchange,
          done.statusCode(),
          new String(done.body(), StandardCharsets.UTF_8).replace(behind, fhir()));
    }
  }

  /** What the vendor's description does not offer, and content that it documents to refuse. */
  private Optional<Integer> refusal(
      String method, String type, boolean one, URI address, byte[] body) {
    if (type.isEmpty()) {
      return Optional.empty(); // The next page of a search.
    }
    Offer offer = offer(type);
    String interaction =
        switch (method) {
          case "GET" -> one ? "read" : "search-type";
          case "POST" -> "create";
          case "PUT" -> "update";
          default -> "none";
        };
    if (offer.interactions().isEmpty()) {
      return Optional.of(404);
    }
    if (!offer.interactions().contains(interaction)) {
      return Optional.of(405);
    }
    if (interaction.equals("search-type") && WRITTEN.contains(type)) {
      boolean known =
          parameters(address)
              .map(parameter -> parameter.split("=", 2)[0])
              .allMatch(name -> name.startsWith("_") || offer.parameters().contains(name));
      return known ? Optional.empty() : Optional.of(400);
    }
    return vendor == Vendor.ORACLE_HEALTH && body.length > 0 && !oracleTakes(JSON.readTree(body))
        ? Optional.of(422)
        : Optional.empty();
  }

  private static Stream<String> parameters(URI address) {
    return Stream.of(Optional.ofNullable(address.getRawQuery()).orElse("").split("&", -1))
        .filter(parameter -> !parameter.isEmpty());
  }

  private static boolean oracleTakes(JsonNode resource) {
    if (resource.has("modifierExtension")) {
      return false;
    }
    if (!resource.path("resourceType").asString().equals("Communication")) {
      return true;
    }
    String category = resource.at("/category/0/coding/0/code").asString();
    String content = resource.at("/payload/0/contentAttachment/contentType").asString();
    return Set.of("notification", "reminder", "312853008").contains(category)
        && Set.of("text/plain", "application/xhtml+xml").contains(content)
        && !resource.at("/payload/0/contentAttachment/data").asString().isEmpty()
        && Set.of("routine", "urgent").contains(resource.path("priority").asString())
        && resource
            .path("recipient")
            .valueStream()
            .allMatch(r -> r.path("reference").asString().matches("(Practitioner|Group)/.+"));
  }

  /** Epic lists the identifier of messages and notes without a word on it: taken as ignored. */
  private String query(String type, URI address) {
    boolean ignored =
        vendor == Vendor.EPIC && Set.of("Communication", "DocumentReference").contains(type);
    return parameters(address)
        .filter(parameter -> !(ignored && parameter.startsWith("identifier=")))
        .collect(Collectors.joining("&"));
  }

  private HttpResponse<byte[]> forward(
      HttpExchange exchange, String method, String type, byte[] body) throws IOException {
    URI address = exchange.getRequestURI();
    String query = query(type, address);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    behind
                        + address.getRawPath().substring("/fhir".length())
                        + (query.isEmpty() ? "" : "?" + query)))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .header("Accept", "application/fhir+json")
            .header("Content-Type", "application/fhir+json");
    for (String name : List.of("If-Match", "Prefer")) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String metadata() throws IOException {
    try {
      String real =
          http.send(
                  HttpRequest.newBuilder(URI.create(behind + "/metadata"))
                      .header("Accept", "application/fhir+json")
                      .build(),
                  BodyHandlers.ofString())
              .body();
      ObjectNode statement = (ObjectNode) JSON.readTree(real);
      ObjectNode rest = (ObjectNode) statement.at("/rest/0");
      rest.remove("interaction");
      List<JsonNode> kept = new ArrayList<>();
      rest.path("resource")
          .valueStream()
          .flatMap(r -> described((ObjectNode) r))
          .forEach(kept::add);
      ArrayNode resources = rest.putArray("resource");
      kept.forEach(resources::add);
      return statement.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Stream<ObjectNode> described(ObjectNode resource) {
    String type = resource.path("type").asString();
    Offer offer = offer(type);
    if (offer.interactions().isEmpty()) {
      return Stream.empty();
    }
    resource.put("conditionalCreate", false);
    resource.put("conditionalUpdate", false);
    ArrayNode interactions = resource.putArray("interaction");
    offer.interactions().forEach(code -> interactions.addObject().put("code", code));
    List<JsonNode> parameters =
        resource
            .path("searchParam")
            .valueStream()
            .filter(p -> !p.path("name").asString().equals("_lastUpdated"))
            .filter(p ->
                !WRITTEN.contains(type) || offer.parameters().contains(p.path("name").asString()))
            .toList();
    ArrayNode listed = resource.putArray("searchParam");
    parameters.forEach(listed::add);
    return Stream.of(resource);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
