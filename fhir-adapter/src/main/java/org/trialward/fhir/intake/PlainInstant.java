package org.trialward.fhir.intake;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Instants as nearly every server writes them, {@code 2026-11-01T10:00:00[.000](Z|+01:00)}: read by
 * hand ten times faster than by java.time, and they are half of what mapping costs.
 */
final class PlainInstant {
  private static final int SECOND = 19;
  private static final int MOST_DIGITS = 9;
  private static final int OFFSET = 6;

  private PlainInstant() {}

  /**
   * Reads it; empty for any other form.
   *
   * @throws java.time.DateTimeException where it is of this form and there is no such moment
   */
  static Optional<OffsetDateTime> read(String text) {
    if (text.length() <= SECOND
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return Optional.empty();
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECOND);
    int end = fractionEnd(text);
    int nanos = end == SECOND ? 0 : nanos(text, end);
    Optional<ZoneOffset> offset = offset(text, end);
    return (year | month | day | hour | minute | second | nanos) < 0
        ? Optional.empty()
        : offset.map(
            zone -> OffsetDateTime.of(year, month, day, hour, minute, second, nanos, zone));
  }

  /** Digits from here to there; negative where something else stands. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  private static int fractionEnd(String text) {
    if (text.charAt(SECOND) != '.') {
      return SECOND;
    }
    int end = SECOND + 1;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int nanos(String text, int end) {
    int digits = end - SECOND - 1;
    if (digits == 0 || digits > MOST_DIGITS) {
      return -1;
    }
    int nanos = number(text, SECOND + 1, end);
    for (int digit = digits; digit < MOST_DIGITS && nanos >= 0; digit++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static Optional<ZoneOffset> offset(String text, int from) {
    if (text.length() == from + 1 && text.charAt(from) == 'Z') {
      return Optional.of(ZoneOffset.UTC);
    }
    if (text.length() != from + OFFSET || text.charAt(from + 3) != ':') {
      return Optional.empty();
    }
    int hours = number(text, from + 1, from + 3);
    int minutes = number(text, from + 4, from + OFFSET);
    char sign = text.charAt(from);
    if (hours < 0 || minutes < 0 || (sign != '+' && sign != '-')) {
      return Optional.empty();
    }
    return Optional.of(
        sign == '+'
            ? ZoneOffset.ofHoursMinutes(hours, minutes)
            : ZoneOffset.ofHoursMinutes(-hours, -minutes));
  }
}
