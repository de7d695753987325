package org.trialward.fhir.emr.smart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;

/** HTTP with the EMR's authorization server. It follows no redirects: they would carry our word. */
final class AuthorizationServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An answer.
   *
   * @param json what it says; missing where it is no JSON
   */
  record Answer(int status, JsonNode json, Optional<String> retryAfter) {
    boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  private final HttpClient http;
  private final Duration timeout;

  AuthorizationServer(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder().followRedirects(Redirect.NEVER).connectTimeout(timeout).build();
  }

  Answer get(URI address) {
    return send(request(address).GET().build());
  }

  Answer post(URI address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
      return new Answer(
          response.statusCode(),
          json(response.body()),
          response.headers().firstValue("Retry-After"));
    } catch (HttpTimeoutException e) {
      throw unavailable("did not answer within %d seconds".formatted(timeout.toSeconds()), request);
    } catch (SSLException e) {
      throw unavailable("cannot be trusted: check its certificate and our trust store", request);
    } catch (IOException e) {
      throw unavailable(
          "cannot be reached (%s): check trialward.emr.smart.token-url and the network"
              .formatted(e.getClass().getSimpleName()),
          request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmrException(
          Category.UNAVAILABLE, "Stopped while asking for a token: it is asked again later.");
    }
  }

  private static EmrException unavailable(String what, HttpRequest request) {
    return new EmrException(
        Category.UNAVAILABLE,
        "The EMR's authorization server at %s %s.".formatted(request.uri(), what));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return JSON.missingNode();
    }
  }
}
