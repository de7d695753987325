package org.trialward.fhir.hl7;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.ReferenceRanges;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** The reference range in OBX-7, which is in the result's own unit (HL7 v2.5, 7.4.2.7). */
final class Ranges {
  private static final String WHAT = "OBX-7";
  private static final int LONGEST = 60;
  private static final String NUMBER = "([+-]?\\d{1,15}(?:\\.\\d{1,15})?)";

  private static final Pattern BOTH = Pattern.compile(NUMBER + "\\s*(?:-|–|to)\\s*" + NUMBER);
  private static final Pattern UPPER = Pattern.compile("<=?\\s*" + NUMBER);
  private static final Pattern LOWER = Pattern.compile(">=?\\s*" + NUMBER);

  private Ranges() {}

  /**
   * Reads it.
   *
   * @param printed OBX-6 as it is written, which some repeat behind the range
   */
  static ReferenceRange of(Field range, UcumUnit unit, String printed, Notes notes) {
    if (!range.saysSomething()) {
      return ReferenceRange.NOT_REPORTED;
    }
    String text = range.text();
    Optional<ReferenceRange> read =
        read(text, unit, notes).or(() -> read(without(printed, text), unit, notes));
    if (read.isEmpty()) {
      notes.drop(WHAT, "it is free text");
    }
    return read.orElse(ReferenceRange.NOT_REPORTED);
  }

  private static Optional<ReferenceRange> read(String text, UcumUnit unit, Notes notes) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher both = BOTH.matcher(text);
    if (both.matches()) {
      return Optional.of(
          ReferenceRanges.upright(
              new ReferenceRange(limit(both.group(1), unit), limit(both.group(2), unit)),
              WHAT,
              notes));
    }
    Matcher upper = UPPER.matcher(text);
    if (upper.matches()) {
      return Optional.of(new ReferenceRange(Optional.empty(), limit(upper.group(1), unit)));
    }
    Matcher lower = LOWER.matcher(text);
    return lower.matches()
        ? Optional.of(new ReferenceRange(limit(lower.group(1), unit), Optional.empty()))
        : Optional.empty();
  }

  /** Without the unit behind it, of which a digit may stand in the range itself. */
  private static String without(String unit, String text) {
    return !unit.isEmpty() && !Character.isDigit(unit.charAt(0)) && text.endsWith(unit)
        ? text.substring(0, text.length() - unit.length()).strip()
        : text;
  }

  private static Optional<Quantity> limit(String number, UcumUnit unit) {
    return Optional.of(new Quantity(new BigDecimal(number), unit));
  }
}
