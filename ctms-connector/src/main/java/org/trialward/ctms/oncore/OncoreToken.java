package org.trialward.ctms.oncore;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trialward.ctms.http.HttpLine;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import tools.jackson.databind.JsonNode;

/** OAuth 2.0 client credentials (RFC 6749, 4.4), kept until shortly before they expire. */
final class OncoreToken {
  /** So much the two clocks may differ, and a request be under way. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private record Held(String token, Instant until) {}

  private final OncoreSettings settings;
  private final HttpLine line;
  private final Clock clock;
  private Optional<Held> held = Optional.empty();

  OncoreToken(OncoreSettings settings, HttpLine line, Clock clock) {
    this.settings = settings;
    this.line = line;
    this.clock = clock;
  }

  synchronized String get() {
    Instant now = clock.instant();
    return held.filter(token -> now.isBefore(token.until())).orElseGet(() -> ask(now)).token();
  }

  /** OnCore did not take this one; a newer one stays. */
  synchronized void drop(String refused) {
    held = held.filter(token -> !token.token().equals(refused));
  }

  private Held ask(Instant now) {
    HttpResponse<byte[]> response =
        line.send(
            HttpRequest.newBuilder(settings.at("forte-platform-web/api/oauth/token"))
                .timeout(settings.requestTimeout())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=%s&client_secret=%s"
                            .formatted(
                                encode(settings.clientId()), encode(settings.clientSecret()))))
                .build());
    int status = response.statusCode();
    if (status == 429 || status == 503) {
      throw line.busy(response, now);
    }
    if (status >= 500) {
      throw line.failed(status);
    }
    if (status != 200) {
      throw new DeliveryException(
          Category.REJECTED,
          "OnCore gave no token (HTTP %d). Check trialward.ctms.oncore.url, .client-id and .client-secret."
              .formatted(status));
    }
    JsonNode body = OncoreJson.parse(response.body());
    String token = body.path("access_token").asString("");
    if (token.isEmpty() || !token.matches("[\\x21-\\x7E]+")) {
      throw new DeliveryException(Category.FAULT, OncoreJson.NOT_AN_ANSWER);
    }
    Duration life = Duration.ofSeconds(Math.max(0, body.path("expires_in").asLong(0)));
    Held fresh = new Held(token, now.plus(life).minus(MARGIN));
    held = Optional.of(fresh);
    return fresh;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
