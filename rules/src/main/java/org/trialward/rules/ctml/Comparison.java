package org.trialward.rules.ctml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** A number with a sign of comparison, such as {@code >=18} or {@code <0.5}. */
record Comparison(String sign, BigDecimal number) {
  private static final Pattern FORM =
      Pattern.compile("(>=|<=|==|>|<)\\s*(\\d{1,6}(?:\\.\\d{0,6})?|\\.\\d{1,6})");
  private static final BigDecimal MONTHS = BigDecimal.valueOf(12);
  private static final int OLDEST_MONTHS = 150 * 12;

  static Optional<Comparison> read(String text) {
    Matcher m = FORM.matcher(text.strip());
    return m.matches()
        ? Optional.of(new Comparison(m.group(1), new BigDecimal(m.group(2))))
        : Optional.empty();
  }

  QuantityRange of(UcumUnit unit) {
    Quantity limit = new Quantity(number, unit);
    Bound included = new Bound(limit, true);
    Bound excluded = new Bound(limit, false);
    return switch (sign) {
      case ">=" -> range(Optional.of(included), Optional.empty());
      case ">" -> range(Optional.of(excluded), Optional.empty());
      case "<=" -> range(Optional.empty(), Optional.of(included));
      case "<" -> range(Optional.empty(), Optional.of(excluded));
      default -> range(Optional.of(included), Optional.of(included));
    };
  }

  private static QuantityRange range(Optional<Bound> lower, Optional<Bound> upper) {
    return new QuantityRange(lower, upper);
  }

  /**
   * The ages inside. As the match engine has it, a fraction is months of the year ({@code 0.083} is
   * one month), {@code >} begins on the birthday as {@code >=} does, and {@code <=} ends there as
   * {@code <} does. Empty where nobody has such an age.
   */
  Optional<AgeRange> ofAges() {
    BigDecimal years = number.setScale(0, RoundingMode.DOWN);
    int months =
        number.subtract(years).multiply(MONTHS).setScale(0, RoundingMode.HALF_EVEN).intValue();
    int all = years.intValue() * 12 + months;
    int above = sign.equals("==") ? all + (months == 0 ? 12 : 1) : all;
    if (above > OLDEST_MONTHS || (all == 0 && sign.startsWith("<"))) {
      return Optional.empty();
    }
    Span age =
        months == 0
            ? new Span(years.intValue(), CalendarUnit.YEARS)
            : new Span(all, CalendarUnit.MONTHS);
    return Optional.of(
        switch (sign) {
          case ">=", ">" -> new AgeRange(Optional.of(age), Optional.empty());
          case "<=", "<" -> new AgeRange(Optional.empty(), Optional.of(age));
          default ->
              new AgeRange(Optional.of(age), Optional.of(new Span(age.length() + 1, age.unit())));
        });
  }
}
