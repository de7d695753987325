package org.trialward.ctms.redcap;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request to REDCap: an answer, or an exception that says what kind of failure it was. */
final class RedcapApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

  private final RedcapSettings settings;
  private final Clock clock;
  private final HttpClient http;

  RedcapApi(RedcapSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the token goes nowhere else
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  JsonNode post(SequencedMap<String, String> parameters) {
    HttpResponse<String> response = send(request(parameters));
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

  /** {@code HttpRequest.timeout} ends with the headers; this one covers the whole answer. */
  private HttpResponse<String> send(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      return answer.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw noAnswer("did not answer within " + settings.requestTimeout().toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw noAnswer("was not waited for, because this program is stopping", e);
    } catch (ExecutionException e) {
      throw noAnswer(why(e.getCause()), e);
    }
  }

  private static String why(@Nullable Throwable cause) {
    return switch (cause) {
      case SSLException _ ->
          "could not be reached safely; check its certificate, or add its authority to the trust store";
      case ConnectException _ -> "could not be reached; check its address and the firewall";
      case HttpTimeoutException _ -> "did not answer in time";
      case IOException _ -> "broke off the connection";
      case null, default -> "could not be asked";
    };
  }

  private DeliveryException noAnswer(String why, Exception cause) {
    return new DeliveryException(
        Category.UNAVAILABLE,
        "REDCap at `%s` %s. The outcome is not known; it is read before the next try."
            .formatted(host(), why),
        Optional.empty(),
        Optional.of(cause));
  }

  private String host() {
    URI url = settings.apiUrl();
    return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  private DeliveryException refusal(HttpResponse<String> response) {
    int status = response.statusCode();
    return switch (status) {
      case 429, 503 ->
          new DeliveryException(
              Category.BUSY,
              "REDCap asks to come back later (HTTP %d).".formatted(status),
              retryAfter(response),
              Optional.empty());
      case 401, 403 ->
          rejected(
              status,
              "Check `trialward.ctms.redcap.token`: it must belong to this project, and its user needs the rights API Import/Update and API Export.");
      case 404 ->
          rejected(
              status,
              "Check `trialward.ctms.redcap.api-url`: it ends with `/api/`, as on the project's API page.");
      case 501 -> rejected(status, "This REDCap does not know the method; it is too old.");
      case 408 -> unavailable(status);
      default -> {
        if (status >= 500) {
          yield unavailable(status);
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

  private static DeliveryException unavailable(int status) {
    return new DeliveryException(
        Category.UNAVAILABLE,
        "REDCap failed (HTTP %d). The outcome is not known; it is read before the next try."
            .formatted(status));
  }

  private String refused(String text) {
    String harmless = ErrorText.harmless(text, settings.fields().values());
    return "REDCap refused: %s Compare the project's fields and choices with `trialward.ctms.redcap`."
        .formatted(harmless.isEmpty() ? "without a reason." : "\"" + harmless + "\".");
  }

  private static String errorOf(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body()).path("error").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }

  private static JsonNode parse(String body) {
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

  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(this::duration)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
  }

  /** RFC 9110, 10.2.3: seconds or a date. */
  private Optional<Duration> duration(String retryAfter) {
    if (retryAfter.strip().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.strip())));
    }
    return date(retryAfter).map(then -> Duration.between(clock.instant(), then));
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Records are imported as an array, here of one. */
  static String json(Map<String, String> row) {
    return JSON.writeValueAsString(List.of(row));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
