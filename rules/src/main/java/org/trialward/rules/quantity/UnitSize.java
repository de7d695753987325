package org.trialward.rules.quantity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How large a unit may be. UCUM's grammar sets no limit, and reducing {@code 10*9999999} takes
 * hours; no unit of medicine comes near these.
 */
final class UnitSize {
  private static final int LONGEST = 80;

  /** Yotta, the largest prefix of the table, is 10*24. */
  private static final int LARGEST_POWER_OF_TEN = 24;

  /** {@code kg.m2.s-3.A-2} has 8. */
  private static final int MOST_FACTORS = 12;

  private static final int MOST_DIGITS = 9;

  private static final Pattern ANNOTATION = Pattern.compile("\\{[^}]*+}");
  private static final Pattern BRACKETED = Pattern.compile("\\[[^\\]]*+]");

  /** A power of ten, a number, or an atom with its exponent. */
  private static final Pattern FACTOR =
      Pattern.compile("10[*^]([+-]?\\d*+)|(\\d++)|[^\\d./()+\\-]++([+-]?\\d*+)");

  private UnitSize() {}

  /** Whether reducing it is worth the time. */
  static boolean isModest(String code) {
    return code.length() <= LONGEST
        && factorsAreModest(
            BRACKETED.matcher(ANNOTATION.matcher(code).replaceAll("")).replaceAll("u"));
  }

  private static boolean factorsAreModest(String code) {
    int factors = 0;
    Matcher factor = FACTOR.matcher(code);
    while (factor.find()) {
      @Nullable String number = factor.group(2);
      int power = size(factor.group(1)) + size(factor.group(3));
      if (power > LARGEST_POWER_OF_TEN || (number != null && number.length() > MOST_DIGITS)) {
        return false;
      }
      factors += factor.group(1) == null ? Math.max(1, power) : 1;
    }
    return factors <= MOST_FACTORS;
  }

  /** The exponent without its sign; none is 0, and what has many digits is as good as endless. */
  private static int size(@Nullable String exponent) {
    String digits = exponent == null ? "" : exponent.replaceAll("\\D", "");
    if (digits.isEmpty()) {
      return 0;
    }
    return digits.length() > 3 ? Integer.MAX_VALUE / 2 : Integer.parseInt(digits);
  }
}
