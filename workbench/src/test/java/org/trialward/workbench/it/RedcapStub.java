package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.trialward.ctms.redcap.RedcapField;
import org.trialward.workbench.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A REDCap project, as far as the public manuals of its API describe export and import of records.
 * It can go away, so that its port refuses connections, and come back at the same address.
 */
final class RedcapStub implements AutoCloseable {
  static final String TOKEN = "0123456789ABCDEF0123456789ABCDEF";

  private static final JsonMapper JSON = Json.mapper();

  private final int port;
  private final Map<String, JsonNode> records = new ConcurrentHashMap<>();
  private final List<Import> imports = new CopyOnWriteArrayList<>();
  private Optional<HttpServer> server;

  /** One import, in the order in which they came. */
  record Import(String record, long revision, String state) {}

  private RedcapStub(HttpServer server) {
    this.server = Optional.of(server);
    this.port = server.getAddress().getPort();
  }

  static RedcapStub open() throws IOException {
    RedcapStub stub = new RedcapStub(server(0));
    stub.server.ifPresent(stub::serve);
    return stub;
  }

  private static HttpServer server(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  String url() {
    return "http://127.0.0.1:%d/api/".formatted(port);
  }

  /** Its settings for the workbench. */
  List<String> settings() {
    return List.of(
        "trialward.ctms.redcap.api-url=" + url(),
        "trialward.ctms.redcap.token=" + TOKEN,
        "trialward.ctms.redcap.connect-timeout=2s");
  }

  void goAway() {
    server.ifPresent(running -> running.stop(0));
    server = Optional.empty();
  }

  void comeBack() throws IOException {
    HttpServer again = server(port);
    serve(again);
    server = Optional.of(again);
  }

  List<Import> imports() {
    return List.copyOf(imports);
  }

  private void serve(HttpServer running) {
    running.createContext("/api/", this::answer);
    running.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      boolean known = TOKEN.equals(form.get("token"));
      byte[] body = (known ? content(form) : "{\"error\":\"no rights\"}").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? 200 : 403, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String content(Map<String, String> form) {
    if ("metadata".equals(form.get("content"))) {
      ArrayNode fields = JSON.createArrayNode();
      Arrays.stream(RedcapField.values())
          .forEach(field ->
              fields.addObject().put("field_name", field.defaultName()).put("field_type", "text"));
      return fields.toString();
    }
    return "import".equals(form.get("action"))
        ? imported(JSON.readTree(form.getOrDefault("data", "[]")))
        : exported(Optional.ofNullable(form.get("records[0]")));
  }

  private String exported(Optional<String> record) {
    ArrayNode rows = JSON.createArrayNode();
    record
        .map(id -> Optional.ofNullable(records.get(id)).stream().toList())
        .orElseGet(() -> List.copyOf(records.values()))
        .forEach(rows::add);
    return rows.toString();
  }

  private String imported(JsonNode rows) {
    ArrayNode ids = JSON.createArrayNode();
    for (JsonNode row : rows) {
      String id = row.path("record_id").asString();
      records.put(id, row);
      imports.add(
          new Import(
              id,
              Long.parseLong(row.path("tm_revision").asString()),
              row.path("tm_state").asString()));
      ids.add(id);
    }
    return ids.toString();
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    goAway();
  }
}
