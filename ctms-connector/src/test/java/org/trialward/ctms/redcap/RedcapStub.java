package org.trialward.ctms.redcap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for one REDCap project: the part of its API that its public manuals describe (API help
 * page as quoted by redcapAPI and REDCapR, error texts as reported in PyCap and redcapAPI issues).
 * Binds to a free port of the loopback interface.
 */
public final class RedcapStub implements AutoCloseable {
  public static final String TOKEN = "0123456789ABCDEF0123456789ABCDEF";

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** How it behaves from now on. */
  public enum Mode {
    NORMAL,
    /** 429 with {@code Retry-After: 7}. */
    TOO_MANY_REQUESTS,
    /** 503 with {@code Retry-After} as a date, as a proxy in front of maintenance sends it. */
    OFFLINE,
    FAILING,
    /** 200 and a web page, as a login proxy answers. */
    WEB_PAGE,
    /** Redirects, as an address without {@code /} at its end does. */
    MOVED,
    /** Answers no request until closed. */
    SILENT,
    /** Sends the headers and then nothing. */
    STALLING,
    /** Carries imports out, then drops the connection. */
    COMMITTING_THEN_DROPPING,
    /** Carries imports out, then says nothing. */
    COMMITTING_THEN_SILENT,
    /** 200 with {@code {"error":…}}, as old versions answer. */
    ERRORS_AS_OK,
    /** Imports nothing and answers an empty list. */
    IMPORTING_NOTHING
  }

  private record Field(String name, String type, Set<String> choices) {}

  private static final class Row {
    private final Map<String, String> values = new LinkedHashMap<>();
    private LocalDateTime modified = LocalDateTime.MIN;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Clock clock;
  private final ZoneId zone;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Row> records = new LinkedHashMap<>();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Mode mode = Mode.NORMAL;

  private RedcapStub(Clock clock, ZoneId zone) throws IOException {
    this.clock = clock;
    this.zone = zone;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (RedcapField field : RedcapField.values()) {
      boolean isStatus = field == RedcapField.STATUS;
      withField(
          field.defaultName(),
          isStatus ? "dropdown" : "text",
          isStatus ? new TreeSet<>(RedcapSettings.defaultChoices().values()) : Set.of());
    }
    server.createContext("/api/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A project set up as Trialward's documentation says. */
  public static RedcapStub start() {
    return start(Clock.systemUTC(), ZoneOffset.UTC);
  }

  /**
   * The same with a clock of its own.
   *
   * @param clock of the server
   * @param zone of the server, in which it compares {@code dateRangeBegin}
   */
  public static RedcapStub start(Clock clock, ZoneId zone) {
    try {
      return new RedcapStub(clock, zone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI apiUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
  }

  public RedcapStub behaving(Mode how) {
    mode = how;
    return this;
  }

  public synchronized RedcapStub withField(String name, String type, Set<String> choices) {
    fields.put(name, new Field(name, type, new LinkedHashSet<>(choices)));
    return this;
  }

  public synchronized RedcapStub withoutField(String name) {
    fields.remove(name);
    return this;
  }

  /** A person types a value into a record; also a record of their own. */
  public synchronized void enter(String record, String field, String value) {
    Row row = records.computeIfAbsent(record, _ -> new Row());
    row.values.put(recordIdField(), record);
    row.values.put(field, value);
    row.modified = now();
  }

  /** What is in the project: record id, then variable name, then value. */
  public synchronized Map<String, Map<String, String>> records() {
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    records.forEach((id, row) -> copy.put(id, Map.copyOf(row.values)));
    return copy;
  }

  /** Every request so far, without its token. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  public long imports() {
    return requests.stream().filter(request -> "import".equals(request.get("action"))).count();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), zone).withNano(0);
  }

  private String recordIdField() {
    return fields.keySet().iterator().next();
  }

  private record Reply(int status, String body) {
    static Reply error(int status, String text) {
      return new Reply(status, JSON.writeValueAsString(Map.of("error", text)));
    }

    static Reply ok(Object body) {
      return new Reply(200, JSON.writeValueAsString(body));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      String token = form.remove("token");
      requests.add(Map.copyOf(form));
      Mode how = mode;
      switch (how) {
        case TOO_MANY_REQUESTS -> exchange.getResponseHeaders().set("Retry-After", "7");
        case OFFLINE ->
            exchange
                .getResponseHeaders()
                .set(
                    "Retry-After",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).plusMinutes(3)));
        case MOVED -> exchange.getResponseHeaders().set("Location", "/elsewhere/");
        case SILENT -> closed.await();
        case STALLING -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().flush();
          closed.await();
        }
        default -> {}
      }
      Reply reply = reply(how, token, form);
      if ("import".equals(form.get("action"))) {
        if (how == Mode.COMMITTING_THEN_DROPPING) {
          return;
        }
        if (how == Mode.COMMITTING_THEN_SILENT) {
          closed.await();
        }
      }
      int status = how == Mode.ERRORS_AS_OK ? 200 : reply.status();
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new LinkedHashMap<>();
    for (String parameter : body.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private synchronized Reply reply(Mode how, @Nullable String token, Map<String, String> form) {
    return switch (how) {
      case TOO_MANY_REQUESTS -> new Reply(429, "");
      case OFFLINE -> new Reply(503, "<html>REDCap is offline</html>");
      case FAILING -> new Reply(500, "<html>Fatal error</html>");
      case WEB_PAGE -> new Reply(200, "<html>Please log in</html>");
      case MOVED -> new Reply(301, "");
      default ->
          TOKEN.equals(token)
              ? answer(how, form)
              : Reply.error(403, "You do not have permissions to use the API");
    };
  }

  private Reply answer(Mode how, Map<String, String> form) {
    String content = form.getOrDefault("content", "");
    if (content.equals("metadata")) {
      return metadata();
    }
    if (!content.equals("record")) {
      return Reply.error(400, "The value of the parameter \"content\" is not valid");
    }
    if ("import".equals(form.get("action")) || form.containsKey("data")) {
      return how == Mode.IMPORTING_NOTHING ? Reply.ok(List.of()) : importRecords(form);
    }
    return exportRecords(form);
  }

  private Reply metadata() {
    return Reply.ok(
        fields.values().stream()
            .map(field ->
                Map.of(
                    "field_name",
                    field.name(),
                    "form_name",
                    "trialward",
                    "field_type",
                    field.type(),
                    "select_choices_or_calculations",
                    field.choices().stream()
                        .map(choice -> choice + ", Label, of " + choice)
                        .collect(Collectors.joining(" | "))))
            .toList());
  }

  private Reply exportRecords(Map<String, String> form) {
    List<String> asked = array(form, "fields");
    List<String> unknown = asked.stream().filter(name -> !fields.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      return Reply.error(
          400,
          "The following values in the parameter \"fields\" are not valid: "
              + unknown.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", ")));
    }
    List<String> ids = array(form, "records");
    Optional<LocalDateTime> begin =
        Optional.ofNullable(form.get("dateRangeBegin"))
            .filter(text -> !text.isEmpty())
            .map(text -> LocalDateTime.parse(text, SECONDS));
    List<Map<String, String>> rows = new ArrayList<>();
    records.forEach((id, row) -> {
      boolean isAsked = ids.isEmpty() || ids.contains(id);
      if (isAsked && begin.map(row.modified::isAfter).orElse(true)) {
        Map<String, String> out = new LinkedHashMap<>();
        (asked.isEmpty() ? fields.keySet() : asked)
            .forEach(name -> out.put(name, row.values.getOrDefault(name, "")));
        rows.add(out);
      }
    });
    return Reply.ok(rows);
  }

  private Reply importRecords(Map<String, String> form) {
    JsonNode data;
    try {
      data = JSON.readTree(form.getOrDefault("data", ""));
    } catch (JacksonException _) {
      return Reply.error(400, "The data being imported is not formatted correctly. Invalid JSON.");
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode node : data) {
      Map<String, String> row = new LinkedHashMap<>();
      node.properties().forEach(p -> row.put(p.getKey(), p.getValue().asString("")));
      rows.add(row);
    }
    Optional<Reply> refusal = rows.stream().flatMap(row -> refusal(row).stream()).findFirst();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    boolean overwrites = "overwrite".equals(form.get("overwriteBehavior"));
    Set<String> ids = new LinkedHashSet<>();
    for (Map<String, String> row : rows) {
      String id = row.getOrDefault(recordIdField(), "");
      Row stored = records.computeIfAbsent(id, _ -> new Row());
      row.forEach((name, value) -> {
        if (overwrites || !value.isEmpty()) {
          stored.values.put(name, value);
        }
      });
      stored.modified = now();
      ids.add(id);
    }
    return "ids".equals(form.get("returnContent"))
        ? Reply.ok(ids)
        : Reply.ok(Map.of("count", ids.size()));
  }

  private Optional<Reply> refusal(Map<String, String> row) {
    List<String> unknown = row.keySet().stream().filter(name -> !fields.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      return Optional.of(
          Reply.error(
              400,
              "The following fields were not found in the project as real data fields: "
                  + String.join(", ", unknown)));
    }
    String id = row.getOrDefault(recordIdField(), "");
    if (id.isEmpty()) {
      return Optional.of(
          Reply.error(400, "The record ID field is missing or blank in the data being imported."));
    }
    return row.entrySet().stream()
        .filter(cell -> !accepts(cell.getKey(), cell.getValue()))
        .findFirst()
        .map(cell ->
            Reply.error(
                400,
                "\"%s\",\"%s\",\"%s\",\"The value is not a valid category for %s\""
                    .formatted(id, cell.getKey(), cell.getValue(), cell.getKey())));
  }

  private boolean accepts(String name, String value) {
    Field field = fields.get(name);
    return field == null
        || field.choices().isEmpty()
        || value.isEmpty()
        || field.choices().contains(value);
  }

  private static List<String> array(Map<String, String> form, String name) {
    return form.entrySet().stream()
        .filter(parameter -> parameter.getKey().startsWith(name + "["))
        .map(Map.Entry::getValue)
        .toList();
  }
}
