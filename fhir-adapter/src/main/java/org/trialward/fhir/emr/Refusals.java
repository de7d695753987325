package org.trialward.fhir.emr;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import org.trialward.fhir.emr.EmrException.Category;

/** HTTP statuses in words, with the remedy. */
final class Refusals {
  private Refusals() {}

  static EmrException of(int status, Optional<String> retryAfter, Instant now) {
    return new EmrException(
        category(status),
        message(status),
        OptionalInt.of(status),
        retryAfter.flatMap(header -> delay(header, now)));
  }

  private static Category category(int status) {
    if (status == 429 || status == 503) {
      return Category.BUSY;
    }
    if (status >= 500 || status == 408) {
      return Category.UNAVAILABLE;
    }
    return status >= 400 ? Category.REJECTED : Category.FAULT;
  }

  private static String message(int status) {
    return switch (status) {
      case 401 ->
          "The EMR refused our credentials (401): check trialward.emr.token, or ask its"
              + " administrator to renew them.";
      case 403 ->
          "The EMR does not allow us to do this (403): ask its administrator to grant our account"
              + " the access, or mark the record as restricted.";
      case 404, 410 -> "The EMR has no such record (%d).".formatted(status);
      case 405 ->
          "The EMR does not offer this operation (405): see its /metadata for what it does offer.";
      case 409, 412 ->
          "The record was changed by somebody else meanwhile (%d): read it again."
              .formatted(status);
      case 422 ->
          "The EMR refused the content (422): ask its administrator which rules or profiles apply.";
      case 429 -> "The EMR asked us to slow down (429): we wait as long as it says and try again.";
      case 503 -> "The EMR is busy or under maintenance (503): we wait and try again.";
      default -> {
        if (status >= 300 && status < 400) {
          yield "The EMR answered with a redirect (%d): set trialward.emr.url to its final address."
              .formatted(status);
        }
        yield status >= 500
            ? "The EMR failed (%d): if it stays so, tell its administrator.".formatted(status)
            : "The EMR refused the request (%d): ask its administrator for the reason in its log."
                .formatted(status);
      }
    };
  }

  /** {@code Retry-After} is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
  private static Optional<Duration> delay(String header, Instant now) {
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
