package org.trialward.fhir.hl7;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Amount;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.SingleCaseUnits;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.rules.quantity.UcumSpelling;
import org.trialward.rules.quantity.UcumUnit;

/**
 * The UCUM unit in OBX-6: by the feed's own table, where it says it is UCUM as that, else by its
 * spelling. Never guessed or defaulted, unless the feed's table gives a unit for the empty text.
 */
final class ResultUnits {
  private static final String WHAT = "OBX-6";
  private static final String UCUM = "UCUM";

  /** A code of a site or of IEEE 11073, e.g. 266016: as UCUM it would be that many times one. */
  private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

  /** Texts of a one that mean no more than one. */
  private static final Pattern ONE = Pattern.compile("(?i)1|ratio|inr|unitless|dimensionless");

  /** Longer than any unit. */
  private static final int LONGEST = 40;

  /** The library computes powers by multiplying: {@code 10*999999} would take minutes. */
  private static final Pattern POWER = Pattern.compile("[\\p{L}*^+)\\]}-](\\d{2,})");

  private static final int HIGHEST_POWER = 24;

  /** "x109/L", which has lost its superscript. */
  private static final Pattern LOST_SUPERSCRIPT = Pattern.compile("[xX] ?10\\d{1,2}/\\p{L}{1,5}");

  /** A caret that the sender did not escape: 10^3/uL, kg/m^2. */
  private static final Pattern AFTER_CARET = Pattern.compile("[-+]?\\d.*");

  /** x10^3/uL, 10*3/uL, x10E3/uL, 10x3/uL, 10 3/uL, x10(3)/mcL. */
  private static final Pattern POWER_OF_TEN =
      Pattern.compile("[xX]? ?10 ?[*^eExX (]\\(?(\\d{1,2})\\)?(/.*)?");

  private final FeedProfile profile;

  ResultUnits(FeedProfile profile) {
    this.profile = profile;
  }

  /** The unit, or why there is none. */
  sealed interface Reading {
    record Of(UcumUnit unit) implements Reading {}

    record None(String why, String found) implements Reading {}
  }

  Reading of(Field units, Notes notes) {
    List<String> texts = texts(units);
    if (texts.isEmpty()) {
      return own("")
          .<Reading>map(Reading.Of::new)
          .orElseGet(() -> new Reading.None("the result" + Amount.NO_UNIT, ""));
    }
    boolean isUcum = units.text(3).equalsIgnoreCase(UCUM);
    boolean isOne =
        texts.getFirst().equals(UcumUnit.ONE.code())
            && texts.stream().allMatch(text -> ONE.matcher(text).matches());
    return texts.stream()
        .flatMap(text ->
            own(text)
                .or(() ->
                    isOne || isUcum || !NUMBER.matcher(text).matches()
                        ? read(text, isUcum, notes)
                        : Optional.empty())
                .stream())
        .findFirst()
        .<Reading>map(Reading.Of::new)
        .orElseGet(() -> new Reading.None(Amount.UNKNOWN_UNIT, texts.getFirst()));
  }

  /** The code, its text and the alternate, as far as they are there. */
  private static List<String> texts(Field units) {
    String code = units.text(1);
    String second = units.text(2);
    if (!code.isEmpty() && AFTER_CARET.matcher(second).matches()) {
      return List.of(code + "^" + second);
    }
    return Stream.of(code, second, units.text(4), units.text(5))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private Optional<UcumUnit> own(String text) {
    Map<String, String> table = profile.units();
    return Optional.ofNullable(table.get(text))
        .or(() ->
            table.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(text))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst())
        .filter(code -> !code.isBlank())
        .map(UcumUnit::new);
  }

  private static Optional<UcumUnit> read(String text, boolean isUcum, Notes notes) {
    if (!isReasonable(text)) {
      return Optional.empty();
    }
    Optional<UcumUnit> unit = UcumSpelling.read(power(text)).or(() -> UcumSpelling.read(text));
    Optional<UcumUnit> meant = unit.flatMap(UcumSpelling::probablyMeantBy);
    if (isUcum) {
      meant.ifPresent(other ->
          notes.drop(
              WHAT,
              "`%s` is something else in UCUM, probably `%s` was meant: correct the interface"
                  .formatted(text, other)));
      return unit;
    }
    return meant
        .or(() -> SingleCaseUnits.read(text))
        .or(() -> DeviceUnits.read(text))
        .or(() -> unit);
  }

  private static String power(String text) {
    return POWER_OF_TEN
        .matcher(text)
        .replaceFirst("10*$1$2")
        .replaceFirst("/(mc|[µμ])[lL]$", "/uL");
  }

  private static boolean isReasonable(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    if (LOST_SUPERSCRIPT.matcher(text).matches()) {
      return true;
    }
    Matcher power = POWER.matcher(text);
    while (power.find()) {
      String digits = power.group(1);
      if (digits.length() > 2 || Integer.parseInt(digits) > HIGHEST_POWER) {
        return false;
      }
    }
    return true;
  }
}
