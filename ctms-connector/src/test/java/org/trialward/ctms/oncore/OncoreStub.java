package org.trialward.ctms.oncore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for an OnCore: the part of its REST API that the public clients named in the package's
 * description use, with the errors they report. Binds to a free port of the loopback interface.
 */
public final class OncoreStub implements AutoCloseable {
  public static final String CLIENT = "trialward";
  public static final String SECRET = "s3cret-of-the-client";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> REQUIRED =
      Set.of("mrn", "gender", "ethnicity", "race", "birthDate", "lastName", "firstName");
  private static final Set<String> GENDERS = Set.of("Male", "Female", "Unknown");

  /** How it behaves from now on. */
  public enum Mode {
    NORMAL,
    /** 401 on every call, whatever the token. */
    REFUSING_TOKENS,
    FORBIDDEN,
    /** 429 with {@code Retry-After: 7}. */
    TOO_MANY_REQUESTS,
    OFFLINE,
    FAILING,
    /** 200 and a web page, as a login proxy answers. */
    WEB_PAGE,
    MOVED,
    SILENT,
    /** Carries POSTs out, then drops the connection. */
    COMMITTING_THEN_DROPPING,
    COMMITTING_THEN_SILENT,
    /** Does not find people who are there, then calls them duplicates, as while indexing. */
    BLIND_ONCE
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Long, String> protocols = new LinkedHashMap<>();
  private final List<Map<String, Object>> people = new ArrayList<>();
  private final List<Map<String, Object>> subjects = new ArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Mode mode = Mode.NORMAL;
  private volatile String validToken = "";
  private int blind;

  private OncoreStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static OncoreStub start() {
    try {
      return new OncoreStub();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public synchronized OncoreStub behaving(Mode how) {
    mode = how;
    blind = how == Mode.BLIND_ONCE ? 2 : 0;
    return this;
  }

  public synchronized OncoreStub withProtocol(long id, String irbNumber) {
    protocols.put(id, irbNumber);
    return this;
  }

  /** A person in OnCore or Onstage; returns OnCore's id. */
  public synchronized long withPerson(String source, Map<String, Object> fields) {
    Map<String, Object> person = new LinkedHashMap<>(fields);
    long id = 9000L + people.size();
    person.put("subjectDemographicsId", id);
    person.put("subjectSource", source);
    people.add(person);
    return id;
  }

  /** A person of the trial office sets a status; an empty one removes it. */
  public synchronized void setStatus(long subjectDemographicsId, String status) {
    subjects.stream()
        .filter(row -> is(row, "subjectDemographicsId", subjectDemographicsId))
        .forEach(row -> row.put("status", status));
  }

  public synchronized void register(long protocol, long subjectDemographicsId) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("protocolSubjectId", 100L + subjects.size());
    row.put("protocolId", protocol);
    row.put("studySite", "Main");
    row.put("subjectDemographicsId", subjectDemographicsId);
    subjects.add(row);
  }

  /** All tokens given so far stop working. */
  public void expireTokens() {
    validToken = "";
  }

  public int tokensGiven() {
    return tokens.get();
  }

  public synchronized List<Map<String, Object>> people() {
    return people.stream().map(Map::copyOf).toList();
  }

  public synchronized List<Map<String, Object>> subjects() {
    return subjects.stream().map(Map::copyOf).toList();
  }

  /** Method, path and body of each request, e.g. {@code POST protocolSubjects {…}}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public long posts() {
    return requests.stream().filter(request -> request.startsWith("POST ")).count();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private record Reply(int status, String body) {
    static Reply of(int status, Object body) {
      return new Reply(status, JSON.writeValueAsString(body));
    }

    static Reply message(int status, String text) {
      return of(status, Map.of("message", text));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      boolean isPost = exchange.getRequestMethod().equals("POST");
      if (path.equals("/forte-platform-web/api/oauth/token")) {
        answer(exchange, token(body));
        return;
      }
      String resource = path.replaceFirst("^/oncore-api/rest/", "");
      requests.add((exchange.getRequestMethod() + " " + resource + " " + body).strip());
      if (mode == Mode.SILENT) {
        closed.await();
      }
      Reply reply = reply(exchange, resource, body, isPost);
      if (isPost && mode == Mode.COMMITTING_THEN_DROPPING) {
        return;
      }
      if (isPost && mode == Mode.COMMITTING_THEN_SILENT) {
        closed.await();
      }
      answer(exchange, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "7");
    }
    if (reply.status() == 302) {
      exchange.getResponseHeaders().set("Location", "/login");
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Reply token(String body) {
    Map<String, String> form = parameters(body);
    if (!"client_credentials".equals(form.get("grant_type"))
        || !CLIENT.equals(form.get("client_id"))
        || !SECRET.equals(form.get("client_secret"))) {
      return Reply.of(401, Map.of("error", "invalid_client"));
    }
    validToken = "token-" + tokens.incrementAndGet();
    return Reply.of(
        200, Map.of("access_token", validToken, "token_type", "bearer", "expires_in", 3600));
  }

  private synchronized Reply reply(
      HttpExchange exchange, String resource, String body, boolean isPost) {
    String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return switch (mode) {
      case TOO_MANY_REQUESTS -> Reply.message(429, "Too many requests");
      case OFFLINE -> new Reply(503, "<html>down</html>");
      case FAILING -> Reply.message(500, "Internal error for " + body);
      case WEB_PAGE -> new Reply(200, "<html>Please log in</html>");
      case MOVED -> new Reply(302, "");
      case REFUSING_TOKENS -> Reply.message(401, "Unauthorized");
      case FORBIDDEN -> Reply.message(403, "Access is denied");
      default -> {
        if (validToken.isEmpty() || !bearer.equals("Bearer " + validToken)) {
          yield Reply.message(401, "Unauthorized");
        }
        Map<String, String> query =
            parameters(String.valueOf(exchange.getRequestURI().getRawQuery()));
        yield isPost ? post(resource, JSON.readTree(body)) : get(resource, query);
      }
    };
  }

  private Reply get(String resource, Map<String, String> query) {
    if (resource.startsWith("protocols/")) {
      long id = Long.parseLong(resource.substring("protocols/".length()));
      return protocols.containsKey(id)
          ? Reply.of(200, Map.of("protocolId", id, "title", "Protocol " + id))
          : Reply.message(404, "Protocol not found");
    }
    return switch (resource) {
      case "protocolManagementDetails" ->
          Reply.of(
              200,
              protocols.entrySet().stream()
                  .filter(entry -> entry.getValue().equals(query.get("irbNo")))
                  .map(entry -> Map.of("protocolId", entry.getKey(), "irbNo", entry.getValue()))
                  .toList());
      case "subjectDemographics" -> {
        if (blind > 0) {
          blind--;
          yield Reply.of(200, List.of());
        }
        yield Reply.of(
            200,
            people.stream()
                .filter(person -> is(person, "mrn", query.get("mrn")))
                .filter(person -> is(person, "subjectSource", query.get("subjectSource")))
                .toList());
      }
      case "protocolSubjects" -> {
        long protocol = Long.parseLong(query.getOrDefault("protocolId", "0"));
        yield protocols.containsKey(protocol)
            ? Reply.of(
                200, subjects.stream().filter(row -> is(row, "protocolId", protocol)).toList())
            : Reply.message(404, "Protocol not found");
      }
      default -> Reply.message(404, "No such resource");
    };
  }

  private Reply post(String resource, JsonNode body) {
    return switch (resource) {
      case "subjectDemographics" -> person(body);
      case "protocolSubjects" -> registration(body);
      default -> Reply.message(404, "No such resource");
    };
  }

  private Reply person(JsonNode body) {
    Map<String, Object> fields = new HashMap<>();
    body.propertyStream()
        .forEach(field ->
            fields.put(
                field.getKey(),
                field.getValue().isArray()
                    ? field.getValue().valueStream().map(word -> word.asString("")).toList()
                    : field.getValue().asString("")));
    List<String> missing =
        REQUIRED.stream().filter(name -> !fields.containsKey(name)).sorted().toList();
    if (!missing.isEmpty()) {
      return Reply.message(400, "Required: " + missing);
    }
    if (!GENDERS.contains(fields.get("gender")) || !(fields.get("race") instanceof List)) {
      return Reply.message(
          400, "gender or race is not valid for " + fields.get("lastName") + fields.get("mrn"));
    }
    if (!String.valueOf(fields.get("birthDate")).matches("\\d\\d/\\d\\d/\\d{4}")) {
      return Reply.message(400, "birthDate is not MM/DD/YYYY");
    }
    boolean isThere =
        people.stream()
            .anyMatch(person ->
                is(person, "mrn", fields.get("mrn")) && is(person, "subjectSource", "OnCore"));
    if (isThere) {
      return Reply.message(409, "A subject with mrn " + fields.get("mrn") + " exists");
    }
    withPerson("OnCore", fields);
    return new Reply(201, "");
  }

  private Reply registration(JsonNode body) {
    long protocol = body.path("protocolId").asLong(0);
    long subject = body.path("subjectDemographicsId").asLong(0);
    if (!protocols.containsKey(protocol)) {
      return Reply.message(404, "Protocol not found");
    }
    if (!body.path("studySite").asString("").equals("Main")) {
      return Reply.message(400, "studySite is not one of the protocol");
    }
    if (subjects.stream()
        .anyMatch(
            row -> is(row, "protocolId", protocol) && is(row, "subjectDemographicsId", subject))) {
      return Reply.message(409, "Subject is on the protocol");
    }
    register(protocol, subject);
    return new Reply(201, "");
  }

  private static boolean is(Map<String, Object> row, String field, @Nullable Object value) {
    return Objects.equals(row.get(field), value);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : text.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      parameters.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
