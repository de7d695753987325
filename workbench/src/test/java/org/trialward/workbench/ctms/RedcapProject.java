package org.trialward.workbench.ctms;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.ctms.redcap.RedcapField;
import org.trialward.ctms.redcap.RedcapSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One REDCap project, as far as both ways need it: data dictionary, import and export of records,
 * and people who type into them. Written from the same public manuals as the connector's own stub.
 */
final class RedcapProject implements AutoCloseable {
  static final String TOKEN = "0123456789ABCDEF0123456789ABCDEF";

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Map<String, Map<String, String>> records = new LinkedHashMap<>();

  RedcapProject() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/", this::handle);
    server.start();
  }

  RedcapSettings settings() {
    return new RedcapSettings(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/"), TOKEN);
  }

  /** A study nurse picks a status. */
  synchronized void status(String record, String choice) {
    Optional.ofNullable(records.get(record))
        .orElseThrow(() -> new AssertionError("no record " + record))
        .put(RedcapField.STATUS.defaultName(), choice);
  }

  synchronized Optional<String> value(String record, RedcapField field) {
    return Optional.ofNullable(records.get(record)).map(row -> row.get(field.defaultName()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      boolean known = TOKEN.equals(form.get("token"));
      String body = known ? JSON.writeValueAsString(answer(form)) : "{\"error\":\"no rights\"}";
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 403, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new LinkedHashMap<>();
    for (String parameter : body.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private synchronized Object answer(Map<String, String> form) {
    if ("metadata".equals(form.get("content"))) {
      return dictionary();
    }
    return "import".equals(form.get("action")) ? imported(form) : exported(form);
  }

  private static List<Map<String, String>> dictionary() {
    List<Map<String, String>> fields = new ArrayList<>();
    for (RedcapField field : RedcapField.values()) {
      boolean isStatus = field == RedcapField.STATUS;
      fields.add(
          Map.of(
              "field_name",
              field.defaultName(),
              "form_name",
              "trialward",
              "field_type",
              isStatus ? "dropdown" : "text",
              "select_choices_or_calculations",
              isStatus
                  ? RedcapSettings.defaultChoices().values().stream()
                      .map(choice -> choice + ", Label")
                      .collect(Collectors.joining(" | "))
                  : ""));
    }
    return fields;
  }

  private List<String> imported(Map<String, String> form) {
    List<String> ids = new ArrayList<>();
    for (JsonNode row : JSON.readTree(form.getOrDefault("data", "[]"))) {
      String id = row.path(RedcapField.RECORD_ID.defaultName()).asString("");
      Map<String, String> stored = records.computeIfAbsent(id, _ -> new LinkedHashMap<>());
      row.properties().stream()
          .filter(cell -> !cell.getValue().asString("").isEmpty())
          .forEach(cell -> stored.put(cell.getKey(), cell.getValue().asString("")));
      ids.add(id);
    }
    return ids;
  }

  private List<Map<String, String>> exported(Map<String, String> form) {
    Optional<String> asked = Optional.ofNullable(form.get("records[0]"));
    return records.entrySet().stream()
        .filter(entry -> asked.isEmpty() || asked.get().equals(entry.getKey()))
        .map(Map.Entry::getValue)
        .map(Map::copyOf)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
