package org.trialward.fhir.intake;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;
import org.trialward.rules.quantity.Interval;

/**
 * FHIR dates to intervals: what is known to the month is the whole month; instants are told in the
 * site's zone.
 */
final class Moments {
  private final ZoneId zone;

  Moments(ZoneId zone) {
    this.zone = zone;
  }

  Optional<Interval> of(BaseDateTimeType date) {
    return Optional.ofNullable(date.getValueAsString()).flatMap(this::parse);
  }

  /** The calendar day as it is written: a time or an offset behind it does not move it. */
  static Optional<Interval> day(BaseDateTimeType date) {
    return Optional.ofNullable(date.getValueAsString())
        .flatMap(text -> Interval.ofPartialDate(text.split("T", 2)[0]));
  }

  private Optional<Interval> parse(String text) {
    if (!text.contains("T")) {
      return Interval.ofPartialDate(text);
    }
    try {
      OffsetDateTime instant = PlainInstant.read(text).orElseGet(() -> OffsetDateTime.parse(text));
      return Optional.of(Interval.at(instant.atZoneSameInstant(zone).toLocalDateTime()));
    } catch (DateTimeException noOffset) {
      return withoutOffset(text);
    }
  }

  /** FHIR demands an offset; a server that leaves it out means its own wall clock. */
  private static Optional<Interval> withoutOffset(String text) {
    try {
      return Optional.of(Interval.at(LocalDateTime.parse(text)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  Optional<Interval> start(Period period) {
    return of(period.getStartElement());
  }

  Optional<Interval> end(Period period) {
    return of(period.getEndElement());
  }

  /** From the first moment to the last; only the start where the end is open. */
  Optional<Interval> whole(Period period) {
    Optional<Interval> start = start(period);
    Optional<Interval> end = end(period);
    if (start.isEmpty() || end.isEmpty()) {
      return start.or(() -> end);
    }
    return end.get().latest().isBefore(start.get().earliest())
        ? Optional.empty()
        : Optional.of(new Interval(start.get().earliest(), end.get().latest()));
  }

  /**
   * A choice of types: a date or a period gives an interval, an age or a text does not and is
   * listed.
   */
  Optional<Interval> choice(boolean present, Type value, String what, Notes notes) {
    Optional<Interval> when = of(present, value);
    if (present && when.isEmpty()) {
      notes.drop(what, "it is not a date");
    }
    return when;
  }

  Optional<Interval> of(boolean present, Type value) {
    if (!present) {
      return Optional.empty();
    }
    return switch (value) {
      case BaseDateTimeType date -> of(date);
      case Period period -> whole(period);
      default -> Optional.empty();
    };
  }
}
