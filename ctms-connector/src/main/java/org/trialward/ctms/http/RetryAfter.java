package org.trialward.ctms.http;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** RFC 9110, 10.2.3: seconds or a date. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(24);

  private RetryAfter() {}

  /** How long to wait, at most a day; empty where it does not say. */
  public static Optional<Duration> of(HttpResponse<?> response, Instant now) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(text -> duration(text, now))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private static Optional<Duration> duration(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
