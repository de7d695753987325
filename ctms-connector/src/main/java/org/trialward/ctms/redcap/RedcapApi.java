package org.trialward.ctms.redcap;

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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request to REDCap: an answer, or an exception that says what kind of failure it was. */
final class RedcapApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final RedcapSettings settings;
  private final Clock clock;
  private final HttpLine line;

  RedcapApi(RedcapSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.line =
        new HttpLine(
            "REDCap",
            "The outcome is not known; it is read before the next try.",
            settings.connectTimeout(),
            settings.requestTimeout());
  }

  JsonNode post(SequencedMap<String, String> parameters) {
    HttpResponse<byte[]> response = line.send(request(parameters));
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    JsonNode body = parse(response.body());
    if (body.has("error")) {
      throw new DeliveryException(Category.REJECTED, refused(body.path("error").asString("")));
    }
    return body;
  }

  private HttpRequest request(SequencedMap<String, String> parameters) {
    String form =
        "token="
            + encode(settings.token())
            + "&"
            + parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(settings.apiUrl())
        .timeout(settings.requestTimeout())
        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(form))
        .build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private DeliveryException refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    return switch (status) {
      case 429, 503 -> line.busy(response, clock.instant());
      case 401, 403 ->
          rejected(
              status,
              "Check `trialward.ctms.redcap.token`: it must belong to this project, and its user needs the rights API Import/Update and API Export.");
      case 404 ->
          rejected(
              status,
              "Check `trialward.ctms.redcap.api-url`: it ends with `/api/`, as on the project's API page.");
      case 501 -> rejected(status, "This REDCap does not know the method; it is too old.");
      case 408 -> line.failed(status);
      default -> {
        if (status >= 500) {
          yield line.failed(status);
        }
        if (status >= 400) {
          yield new DeliveryException(
              Category.REJECTED, "HTTP %d: %s".formatted(status, refused(errorOf(response))));
        }
        yield new DeliveryException(
            Category.FAULT,
            "REDCap answered HTTP %d, which its API never does. Check `trialward.ctms.redcap.api-url`: https, and with the `/` at its end."
                .formatted(status));
      }
    };
  }

  private static DeliveryException rejected(int status, String remedy) {
    return new DeliveryException(
        Category.REJECTED, "REDCap refused (HTTP %d). %s".formatted(status, remedy));
  }

  private String refused(String text) {
    String harmless = ErrorText.harmless(text, settings.fields().values());
    return "REDCap refused: %s Compare the project's fields and choices with `trialward.ctms.redcap`."
        .formatted(harmless.isEmpty() ? "without a reason." : "\"" + harmless + "\".");
  }

  private static String errorOf(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body()).path("error").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) {
      // Its message and its source would quote the body.
      throw new DeliveryException(Category.FAULT, notAnAnswer());
    }
  }

  static String notAnAnswer() {
    return "What answered is not REDCap's API, or a part of it that this version does not know. Check `trialward.ctms.redcap.api-url`, and look into the project whether the record is there.";
  }

  /** Records are imported as an array, here of one. */
  static String json(Map<String, String> row) {
    return JSON.writeValueAsString(List.of(row));
  }

  @Override
  public void close() {
    line.close();
  }
}
