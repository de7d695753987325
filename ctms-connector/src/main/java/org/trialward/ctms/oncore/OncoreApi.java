package org.trialward.ctms.oncore;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.trialward.ctms.http.HttpLine;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import tools.jackson.databind.JsonNode;

/** One request to OnCore: an answer, or an exception that says what kind of failure it was. */
final class OncoreApi implements AutoCloseable {
  private static final String REST = "oncore-api/rest/";

  /** What OnCore did with a POST. */
  enum Posted {
    CREATED,
    /** OnCore says that there is such a one. */
    DUPLICATE
  }

  private final OncoreSettings settings;
  private final Clock clock;
  private final HttpLine line;
  private final OncoreToken token;

  OncoreApi(OncoreSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.line =
        new HttpLine(
            "OnCore",
            "The outcome is not known; it is read before the next try.",
            settings.connectTimeout(),
            settings.requestTimeout());
    this.token = new OncoreToken(settings, line, clock);
  }

  /** Asks for a token where none is held, so that wrong credentials show. */
  void signIn() {
    token.get();
  }

  List<JsonNode> search(String resource, SequencedMap<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<byte[]> response = send(request(resource + "?" + parameters).GET());
    if (response.statusCode() != 200) {
      throw refusal(resource, response);
    }
    return OncoreJson.rows(OncoreJson.parse(response.body()));
  }

  JsonNode read(String resource) {
    HttpResponse<byte[]> response = send(request(resource).GET());
    if (response.statusCode() != 200) {
      throw refusal(resource, response);
    }
    return OncoreJson.parse(response.body());
  }

  Posted post(String resource, Map<String, ?> body) {
    HttpResponse<byte[]> response =
        send(
            request(resource)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(OncoreJson.write(body))));
    return switch (response.statusCode()) {
      case 201 -> Posted.CREATED;
      case 409 -> Posted.DUPLICATE;
      default -> throw refusal(resource, response);
    };
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(settings.at(REST + path))
        .timeout(settings.requestTimeout())
        .header("Accept", "application/json");
  }

  /** A token may have been withdrawn before its time: one fresh one is tried, no more. */
  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    String first = token.get();
    HttpResponse<byte[]> response = send(request, first);
    if (response.statusCode() != 401) {
      return response;
    }
    token.drop(first);
    return send(request, token.get());
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String bearer) {
    return line.send(request.setHeader("Authorization", "Bearer " + bearer).build());
  }

  /** Names the resource, never the query: it holds a record number. */
  private DeliveryException refusal(String resource, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    return switch (status) {
      case 429, 503 -> line.busy(response, clock.instant());
      case 400, 422 ->
          rejected(
              "OnCore did not take the data (HTTP %d on `%s`); its text names %s. Compare them with the lists of words of this OnCore."
                  .formatted(status, resource, OncoreJson.named(response.body())));
      case 401 ->
          rejected(
              "OnCore refused a fresh token. Check in OnCore that the client of trialward.ctms.oncore.client-id is active.");
      case 403 ->
          rejected(
              "OnCore does not let our client use `%s` (HTTP 403). Give it that right in OnCore."
                  .formatted(resource));
      case 404 ->
          rejected(
              "OnCore has no `%s` (HTTP 404). Check trialward.ctms.oncore.url and .protocols."
                  .formatted(resource));
      default -> {
        if (status >= 500 || status == 408) {
          yield line.failed(status);
        }
        yield status >= 400
            ? rejected("OnCore refused `%s` (HTTP %d).".formatted(resource, status))
            : new DeliveryException(Category.FAULT, OncoreJson.NOT_AN_ANSWER);
      }
    };
  }

  private static DeliveryException rejected(String message) {
    return new DeliveryException(Category.REJECTED, message);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    line.close();
  }
}
