package org.trialward.fhir.hl7;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.rules.quantity.Interval;

/**
 * HL7's times, {@code YYYY[MM[DD[HH[MM[SS[.S]]]]]][+ZZZZ]}, perhaps with a degree of precision in
 * the second component (before v2.5). What is known to the month is the whole month; without an
 * offset they are wall-clock times of the sender.
 */
final class Times {

  /** Some senders write hundredths without the point. */
  private static final Pattern TIME =
      Pattern.compile(
          "(?<date>\\d{4}(?:\\d{2}){0,2})"
              + "(?:(?<=\\d{8})(?<hour>\\d{2})(?:(?<minute>\\d{2})"
              + "(?:(?<second>\\d{2})(?:\\.?(?<fraction>\\d{1,9}))?)?)?)?"
              + "(?<offset>[+-]\\d{4})?");

  private static final int LONGEST = 40;
  private static final int EARLIEST_YEAR = 1800;

  private final ZoneId zone;

  Times(ZoneId zone) {
    this.zone = zone;
  }

  /** Told in the sender's zone. */
  Optional<Interval> of(Field field) {
    return of(field.text(1), field.text(2));
  }

  /** Told in the sender's zone. */
  Optional<Interval> of(String text) {
    return of(text, "");
  }

  private Optional<Interval> of(String text, String precision) {
    return match(shortened(text, precision)).flatMap(this::interval);
  }

  /** The earliest moment that it can be. */
  Optional<Instant> instant(Field field) {
    return of(field).map(when -> when.earliest().atZone(zone).toInstant());
  }

  /**
   * When what a message tells was recorded (EVN-2), else when it was written (MSH-7). Many senders
   * fill EVN-2 to the day or the minute: within that, the moment nearest to MSH-7.
   */
  Optional<Instant> occurred(Message message) {
    Optional<Instant> written = instant(message.header().first(7));
    return message.first("EVN").flatMap(evn -> recorded(evn.first(2), written)).or(() -> written);
  }

  /** The later of the two: many a header has a wrong clock. */
  Optional<Instant> latest(Message message) {
    return Stream.concat(
            instant(message.header().first(7)).stream(),
            message.first("EVN").flatMap(evn -> instant(evn.first(2))).stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether it lies behind the day on which it was told: it was planned. */
  static boolean isAhead(Optional<Interval> when, Optional<LocalDate> told) {
    return when.flatMap(it -> told.filter(day -> it.earliest().toLocalDate().isAfter(day)))
        .isPresent();
  }

  /**
   * Whether what is told as happened lies further ahead than clocks and zones differ: it cannot
   * have happened then.
   */
  static boolean isFarAhead(Optional<Interval> when, Optional<LocalDate> told) {
    return isAhead(when, told.map(day -> day.plusDays(1)));
  }

  private Optional<Instant> recorded(Field field, Optional<Instant> written) {
    return of(field)
        .map(when -> {
          Instant from = when.earliest().atZone(zone).toInstant();
          Instant to = when.latest().atZone(zone).toInstant();
          if (isToTheMinute(field)) {
            to = to.plusSeconds(59);
          }
          Instant near = written.orElse(from);
          return near.isBefore(from) ? from : near.isAfter(to) ? to : near;
        });
  }

  private static boolean isToTheMinute(Field field) {
    return match(shortened(field.text(1), field.text(2)))
        .filter(m -> m.group("minute") != null && m.group("second") == null)
        .isPresent();
  }

  /** A date as it was written, whatever time and offset stand behind it: a birthday moves not. */
  static Optional<String> date(Field field) {
    return match(shortened(field.text(1), field.text(2)))
        .map(m -> iso(m.group("date")))
        .filter(date -> Interval.ofPartialDate(date).isPresent());
  }

  private static Optional<Matcher> match(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = TIME.matcher(text);
    return matcher.matches() && Integer.parseInt(text.substring(0, 4)) >= EARLIEST_YEAR
        ? Optional.of(matcher)
        : Optional.empty();
  }

  /** HL7 table 0529: Y, L (month), D. */
  private static String shortened(String text, String precision) {
    int length =
        switch (precision) {
          case "Y" -> 4;
          case "L" -> 6;
          case "D" -> 8;
          default -> text.length();
        };
    return text.length() > length ? text.substring(0, length) : text;
  }

  private Optional<Interval> interval(Matcher m) {
    String date = iso(m.group("date"));
    if (m.group("hour") == null) {
      return Interval.ofPartialDate(date);
    }
    try {
      LocalDateTime hour = LocalDateTime.parse(date + "T" + m.group("hour") + ":00");
      if (m.group("minute") == null) {
        LocalDateTime end = hour.plusHours(1).minusNanos(1);
        return Optional.of(new Interval(here(hour, m), here(end, m)));
      }
      LocalDateTime moment =
          LocalDateTime.parse(
              "%sT%s:%s:%s"
                  .formatted(date, m.group("hour"), m.group("minute"), number(m.group("second"))));
      String fraction = Optional.ofNullable(m.group("fraction")).orElse("0");
      return Optional.of(
          Interval.at(
              here(moment, m).plusNanos(Long.parseLong((fraction + "00000000").substring(0, 9)))));
    } catch (DateTimeException | IllegalArgumentException noSuchTime) {
      return Optional.empty();
    }
  }

  private static String number(String twoDigits) {
    return Optional.ofNullable(twoDigits).orElse("00");
  }

  private LocalDateTime here(LocalDateTime there, Matcher m) {
    String offset = m.group("offset");
    return offset == null
        ? there
        : there
            .atOffset(ZoneOffset.of(offset))
            .atZoneSameInstant(zone)
            .toLocalDateTime()
            .truncatedTo(ChronoUnit.NANOS);
  }

  /** Unknown months and days that are written as 00 are left out. */
  private static String iso(String date) {
    String known = date.length() == 8 && date.endsWith("00") ? date.substring(0, 6) : date;
    if (known.length() == 6 && known.endsWith("00")) {
      known = known.substring(0, 4);
    }
    return known
        .replaceFirst("^(\\d{4})(\\d{2})", "$1-$2")
        .replaceFirst("^(\\d{4}-\\d{2})(\\d{2})", "$1-$2");
  }
}
