package org.trialward.fhir.cda;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.rules.quantity.Interval;

/**
 * HL7 v3 times (data types TS and IVL_TS) to intervals: what is known to the month is the whole
 * month; a time with an offset is told in the site's zone, one without is the sender's wall clock.
 * A date alone stays the calendar day that it is, whatever offset stands behind it, and so does
 * midnight with another zone's offset.
 */
final class Times {
  private static final Pattern TS =
      Pattern.compile(
          "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?)?)?)?)?"
              + "([+-]\\d{4})?");

  private static final int DATE = 8;

  private final ZoneId zone;

  Times(ZoneId zone) {
    this.zone = zone;
  }

  /** A point in time as it was written, e.g. {@code 201209161905-0400}. */
  Optional<Interval> of(String written) {
    Matcher m = TS.matcher(written);
    if (!m.matches()) {
      return Optional.empty();
    }
    if (m.group(4) == null) {
      return date(written).flatMap(Interval::ofPartialDate);
    }
    try {
      LocalDateTime begin = local(m, zone);
      if (isMidnight(m) && !begin.toLocalTime().equals(LocalTime.MIDNIGHT)) {
        return date(written).flatMap(Interval::ofPartialDate);
      }
      return Optional.of(
          m.group(5) == null
              ? new Interval(begin, begin.plusHours(1).minusNanos(1))
              : Interval.at(begin));
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  /** Elsewhere, too: whoever knows only the day lets his machine fill it up. */
  private static boolean isMidnight(Matcher m) {
    return number(m, 4, 0) + number(m, 5, 0) + number(m, 6, 0) + nanos(m) == 0;
  }

  /** The calendar date alone, in ISO 8601 and as precise as it was written. */
  static Optional<String> date(String written) {
    Matcher m = TS.matcher(written);
    if (!m.matches()) {
      return Optional.empty();
    }
    String digits = written.replaceFirst("[+-].*", "");
    String date = digits.substring(0, Math.min(DATE, digits.length()));
    return Optional.of(
        switch (date.length()) {
          case 4 -> date;
          case 6 -> date.substring(0, 4) + "-" + date.substring(4);
          default -> date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6);
        });
  }

  /** The first moment that it can be. */
  Optional<Instant> instant(String written) {
    Matcher m = TS.matcher(written);
    try {
      return m.matches() ? Optional.of(local(m, zone).atZone(zone).toInstant()) : Optional.empty();
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  /** The begin of it, in the zone. */
  private static LocalDateTime local(Matcher m, ZoneId zone) {
    var wallClock =
        LocalDateTime.of(
            number(m, 1, 0),
            number(m, 2, 1),
            number(m, 3, 1),
            number(m, 4, 0),
            number(m, 5, 0),
            number(m, 6, 0),
            nanos(m));
    String offset = m.group(8);
    return offset == null
        ? wallClock
        : wallClock.atOffset(ZoneOffset.of(offset)).atZoneSameInstant(zone).toLocalDateTime();
  }

  private static int number(Matcher m, int group, int absent) {
    String digits = m.group(group);
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static int nanos(Matcher m) {
    String digits = m.group(7);
    return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
  }

  /** The begin of an interval; of a point, the point. */
  Optional<Interval> begin(Element time) {
    return time.isNull()
        ? Optional.empty()
        : time.value("low").or(() -> time.attribute("value")).flatMap(this::of);
  }

  /** The end of an interval, where it is known. */
  Optional<Interval> end(Element time) {
    return time.isNull() ? Optional.empty() : time.value("high").flatMap(this::of);
  }

  /** From the first moment to the last; where one is open, the other. */
  Optional<Interval> whole(Element time) {
    Optional<Interval> begin = begin(time).or(() -> time.value("center").flatMap(this::of));
    Optional<Interval> end = end(time);
    if (begin.isEmpty() || end.isEmpty()) {
      return begin.or(() -> end);
    }
    return end.get().latest().isBefore(begin.get().earliest())
        ? Optional.empty()
        : Optional.of(new Interval(begin.get().earliest(), end.get().latest()));
  }

  /** Whether it says a time at all, readable or not. */
  static boolean isSaid(Element time) {
    return !time.isNull()
        && (time.attribute("value").isPresent()
            || time.value("low").isPresent()
            || time.value("high").isPresent()
            || time.value("center").isPresent());
  }
}
