package org.trialward.fhir.bulk;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.InstantType;

/**
 * Dates that stay as they are written: HAPI makes a calendar of each at once, our mappers ask for
 * the text.
 */
final class WrittenDates {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;
  private static final int SECOND = 19;
  private static final int LONGEST_FRACTION = 9;
  private static final int MOST_OFFSET_HOURS = 14;
  private static final int DECEMBER = 12;
  private static final int SURE_DAYS = 28;

  private WrittenDates() {}

  static DateTimeType dateTime(String text) {
    if (!(text.length() > DAY ? isInstant(text) : isDate(text))) {
      throw new NotPlain();
    }
    return new WrittenDateTime(text);
  }

  static DateType date(String text) {
    if (!isDate(text)) {
      throw new NotPlain();
    }
    return new WrittenDate(text);
  }

  static InstantType instant(String text) {
    if (text.length() <= DAY || !isInstant(text)) {
      throw new NotPlain();
    }
    return new WrittenInstant(text);
  }

  private static boolean isDate(String text) {
    return switch (text.length()) {
      case YEAR -> isYear(text);
      case MONTH -> isYear(text) && text.charAt(YEAR) == '-' && isIn(text, YEAR + 1, 1, DECEMBER);
      case DAY ->
          isYear(text)
              && text.charAt(YEAR) == '-'
              && isIn(text, YEAR + 1, 1, DECEMBER)
              && text.charAt(MONTH) == '-'
              && isDayOfMonth(text);
      default -> false;
    };
  }

  private static boolean isYear(String text) {
    return text.charAt(0) != '0' && isIn(text, 0, 10, 99) && isIn(text, 2, 0, 99);
  }

  private static boolean isDayOfMonth(String text) {
    if (isIn(text, MONTH + 1, 1, SURE_DAYS)) {
      return true;
    }
    if (!isIn(text, MONTH + 1, SURE_DAYS + 1, 31)) {
      return false;
    }
    try {
      LocalDate.parse(text.substring(0, DAY));
      return true;
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  /** {@code 2026-11-01T10:00:00[.000](Z|+01:00)}. */
  private static boolean isInstant(String text) {
    if (text.length() <= SECOND || !isDate(text.substring(0, DAY)) || !isTime(text)) {
      return false;
    }
    int at = SECOND;
    if (text.charAt(at) == '.') {
      at++;
      int begin = at;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == begin || at - begin > LONGEST_FRACTION) {
        return false;
      }
    }
    String zone = text.substring(at);
    return zone.equals("Z") || isOffset(zone);
  }

  private static boolean isTime(String text) {
    return text.charAt(DAY) == 'T'
        && isIn(text, DAY + 1, 0, 23)
        && text.charAt(13) == ':'
        && isIn(text, 14, 0, 59)
        && text.charAt(16) == ':'
        && isIn(text, 17, 0, 59);
  }

  private static boolean isOffset(String zone) {
    return zone.length() == 6
        && (zone.charAt(0) == '+' || zone.charAt(0) == '-')
        && isIn(zone, 1, 0, MOST_OFFSET_HOURS - 1)
        && zone.charAt(3) == ':'
        && isIn(zone, 4, 0, 59);
  }

  /** Two digits from here, within these bounds. */
  private static boolean isIn(String text, int from, int least, int most) {
    char tens = text.charAt(from);
    char ones = text.charAt(from + 1);
    int number = (tens - '0') * 10 + (ones - '0');
    return isDigit(tens) && isDigit(ones) && number >= least && number <= most;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static final class WrittenDateTime extends DateTimeType {
    private static final long serialVersionUID = 1L;
    private final String text;

    WrittenDateTime(String text) {
      this.text = text;
    }

    @Override
    public String getValueAsString() {
      return text;
    }

    @Override
    public Date getValue() {
      return new DateTimeType(text).getValue();
    }
  }

  private static final class WrittenDate extends DateType {
    private static final long serialVersionUID = 1L;
    private final String text;

    WrittenDate(String text) {
      this.text = text;
    }

    @Override
    public String getValueAsString() {
      return text;
    }

    @Override
    public Date getValue() {
      return new DateType(text).getValue();
    }
  }

  private static final class WrittenInstant extends InstantType {
    private static final long serialVersionUID = 1L;
    private final String text;

    WrittenInstant(String text) {
      this.text = text;
    }

    @Override
    public String getValueAsString() {
      return text;
    }

    @Override
    public Date getValue() {
      // Milliseconds, as HAPI keeps them.
      return Date.from(OffsetDateTime.parse(text).toInstant());
    }
  }
}
