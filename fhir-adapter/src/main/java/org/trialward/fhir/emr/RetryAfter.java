package org.trialward.fhir.emr;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code Retry-After} is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
public final class RetryAfter {
  /** Whoever sends us away for longer is asked again after a day: it may be a slip. */
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /** How long to wait from now; empty where the header is neither. */
  public static Optional<Duration> read(String header, Instant now) {
    return wait(header, now).map(asked -> asked.compareTo(MOST) > 0 ? MOST : asked);
  }

  private static Optional<Duration> wait(String header, Instant now) {
    String text = header.strip();
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Duration until = Duration.between(now, httpDate(text));
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (NumberFormatException | DateTimeParseException neither) {
      return Optional.empty();
    }
  }

  static Instant httpDate(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
