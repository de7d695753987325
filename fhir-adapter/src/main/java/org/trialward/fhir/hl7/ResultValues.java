package org.trialward.fhir.hl7;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.fhir.intake.Amount;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.Results;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Quantity;

/** One value of OBX-5, read by its type in OBX-2 (HL7 table 0125). */
final class ResultValues {
  private static final String WHAT = "OBX-5";

  /** A comparison and a number of at most as many digits as a result may have. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(<=|>=|=<|=>|<|>|=|≤|≥)?\\s*([+-]?(?:\\d{1,100}(?:\\.\\d{0,100})?|\\.\\d{1,100}))"
              + "(?:[eE]([+-]?\\d{1,2}))?");

  private static final Pattern COMMA = Pattern.compile("[<>=]*\\s*\\d{1,15},\\d{1,15}");
  private static final int LONGEST = 220;

  private static final Map<String, Comparator> COMPARATORS =
      Map.ofEntries(
          Map.entry("", Comparator.EXACT),
          Map.entry("=", Comparator.EXACT),
          Map.entry("<", Comparator.BELOW),
          Map.entry("<=", Comparator.AT_MOST),
          Map.entry("=<", Comparator.AT_MOST),
          Map.entry("≤", Comparator.AT_MOST),
          Map.entry(">", Comparator.ABOVE),
          Map.entry(">=", Comparator.AT_LEAST),
          Map.entry("=>", Comparator.AT_LEAST),
          Map.entry("≥", Comparator.AT_LEAST));

  private static final Set<String> SEPARATORS = Set.of("-", "+", "/", ":");

  private final Codings codings;

  ResultValues(Codings codings) {
    this.codings = codings;
  }

  /**
   * Reads a value.
   *
   * @param type OBX-2; a text where it is empty
   * @param unit of the observation
   */
  Result of(String type, Field value, ResultUnits.Reading unit, Notes notes) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "NM", "SI", "NUM" -> number(value.text(), "the result is not a number", unit, notes);
      case "SN" -> structured(value, unit, notes);
      case "CE", "CWE", "CNE", "CF" -> coded(value, notes);
      case "IS", "ID" -> bare(value.text(1), notes);
      case "CQ" -> number(value.text(1), "the result is not a number", unit, notes);
      case "", "ST", "TX", "FT", "TXT" ->
          value.text().startsWith("+")
              ? unusable("the result is a grade", notes)
              : number(value.text(), "the result is free text", unit, notes);
      case "DT", "TM", "TS", "DTM", "DR" -> unusable("the result is a date or a time", notes);
      case "ED", "RP" -> unusable("the result is a file", notes);
      default -> {
        String why = "the result is of a type that is not read";
        notes.drop("OBX-2", why, type.length() <= 3 ? type : "");
        yield new Result.Unusable(why);
      }
    };
  }

  /** Text that is a number counts as one where it has a unit, since laboratories send it so. */
  private static Result number(String text, String whyNot, ResultUnits.Reading unit, Notes notes) {
    if (text.length() > LONGEST) {
      return unusable(whyNot, notes);
    }
    Matcher m = NUMBER.matcher(text);
    if (m.matches()) {
      return amount(
          Optional.ofNullable(m.group(1)).orElse(""),
          m.group(2) + Optional.ofNullable(m.group(3)).map(e -> "e" + e).orElse(""),
          unit,
          notes);
    }
    return unusable(
        COMMA.matcher(text).matches()
            ? "the number has a comma: have the sender write a decimal point"
            : whyNot,
        notes);
  }

  private static Result amount(
      String comparator, String digits, ResultUnits.Reading unit, Notes notes) {
    var value = new BigDecimal(digits);
    if (Amount.isOutOfRange(value)) {
      return unusable("the number is out of any range", notes);
    }
    return switch (unit) {
      case ResultUnits.Reading.Of(var known) ->
          new Result.Numeric(
              COMPARATORS.getOrDefault(comparator, Comparator.EXACT), new Quantity(value, known));
      case ResultUnits.Reading.None(var why, var found) -> {
        notes.drop("OBX-6", why, found);
        yield new Result.Unusable(why);
      }
    };
  }

  /**
   * {@code >^100} is a bound, {@code ^1^:^128} a ratio, {@code ^2^+} a grade (HL7 v2.5, 2.A.74).
   */
  private static Result structured(Field value, ResultUnits.Reading unit, Notes notes) {
    String comparator = value.text(1);
    // Some leave out the empty comparison: 1^:^128.
    String separator = SEPARATORS.contains(value.text(2)) ? value.text(2) : value.text(3);
    if (!separator.isEmpty() || !value.text(4).isEmpty()) {
      return unusable(
          switch (separator) {
            case "-" -> "the result is a range";
            case ":", "/" -> "the result is a ratio";
            case "+" -> "the result is a grade";
            default -> "the result has two numbers";
          },
          notes);
    }
    if (value.text(2).isEmpty() && !COMPARATORS.containsKey(comparator)) {
      return number(comparator, "the result is not a number", unit, notes); // >90 without a caret
    }
    if (!COMPARATORS.containsKey(comparator)) {
      return unusable("the comparison is not one of <, <=, =, >= and >", notes);
    }
    String number = value.text(2);
    return number.length() <= LONGEST && !number.isEmpty()
        ? number(comparator + number, "the result is not a number", unit, notes)
        : unusable("the result has no number", notes);
  }

  private Result coded(Field value, Notes notes) {
    if (value.text(1).isEmpty() && value.text(4).isEmpty()) {
      return unusable("the result is free text", notes);
    }
    List<Code> codes = codings.of(value, WHAT, notes);
    return codes.isEmpty()
        ? new Result.Unusable("the result has no code")
        : Results.coded(codes, WHAT, notes);
  }

  private Result bare(String value, Notes notes) {
    return value.isEmpty() || value.length() > Codings.LONGEST
        ? unusable("the result has no code", notes)
        : new Result.Coded(List.of(codings.bare(value)));
  }

  static Result unusable(String why, Notes notes) {
    notes.drop(WHAT, why);
    return new Result.Unusable(why);
  }
}
