package org.trialward.rules.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;
import org.yaml.snakeyaml.nodes.Node;

/** Numbers with units, in bounds and windows. */
final class BoundGrammar {
  private static final Set<String> BOUNDS = Set.of("at-least", "more-than", "at-most", "less-than");
  private static final Pattern LENGTH =
      Pattern.compile("(\\d{1,5})\\s+(day|week|month|year)s?", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUANTITY =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,15})?)(?:\\s+(\\S+))?");
  private static final int LONGEST_YEARS = 150;

  private final Mistakes mistakes;

  BoundGrammar(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  private record Length(int length, CalendarUnit unit) {}

  Optional<Window> window(Node node) {
    return length(node, "a window", "90 days")
        .filter(l -> {
          if (l.length() == 0) {
            mistakes.add(node, "a window of nothing holds nothing", "Write at least `1 day`");
          }
          return l.length() > 0;
        })
        .map(l -> new Window(l.length(), l.unit()));
  }

  Optional<AgeRange> ages(Node node) {
    return Fields.of(node, "`age`", BOUNDS, mistakes)
        .filter(fields -> isBounded(fields, "age", "{at-least: 18 years}"))
        .flatMap(fields -> {
          Optional<AgeRange.Age> from =
              age(fields, "at-least", 0).or(() -> age(fields, "more-than", 1));
          Optional<AgeRange.Age> below =
              age(fields, "less-than", 0).or(() -> age(fields, "at-most", 1));
          if (from.isEmpty() && below.isEmpty()) {
            return Optional.empty();
          }
          if (from.isPresent() && below.isPresent() && !isBefore(from.get(), below.get())) {
            mistakes.add(
                node, "no age lies between these bounds", "Let the lower bound be the lower");
            return Optional.empty();
          }
          return Optional.of(new AgeRange(from, below));
        });
  }

  /** "more than 65 years" is 66 completed years; "at most 75 years" is below 76 years. */
  private Optional<AgeRange.Age> age(Fields fields, String key, int more) {
    return fields
        .find(key)
        .flatMap(node -> length(node, "an age", "18 years"))
        .map(l -> new AgeRange.Age(l.length() + more, l.unit()));
  }

  private static boolean isBefore(AgeRange.Age a, AgeRange.Age b) {
    return LocalDate.EPOCH
        .plus(a.unit().times(a.length()))
        .isBefore(LocalDate.EPOCH.plus(b.unit().times(b.length())));
  }

  Optional<QuantityRange> quantities(Node node) {
    return Fields.of(node, "`value`", BOUNDS, mistakes)
        .filter(fields -> isBounded(fields, "value", "{at-least: 7.0 %}"))
        .flatMap(fields -> {
          Optional<Bound> lower =
              bound(fields, "at-least", true).or(() -> bound(fields, "more-than", false));
          Optional<Bound> upper =
              bound(fields, "at-most", true).or(() -> bound(fields, "less-than", false));
          if (lower.isEmpty() && upper.isEmpty()) {
            return Optional.empty();
          }
          if (lower.isPresent()
              && upper.isPresent()
              && !isOrdered(node, lower.get(), upper.get())) {
            return Optional.empty();
          }
          return Optional.of(new QuantityRange(lower, upper));
        });
  }

  private Optional<Bound> bound(Fields fields, String key, boolean included) {
    return fields.find(key).flatMap(this::quantity).map(limit -> new Bound(limit, included));
  }

  private boolean isOrdered(Node node, Bound lower, Bound upper) {
    OptionalInt order = lower.limit().compareTo(upper.limit());
    if (order.isEmpty()) {
      mistakes.add(
          node,
          "`%s` and `%s` are not the same kind of unit"
              .formatted(lower.limit().unit(), upper.limit().unit()),
          "Give both bounds in one unit");
      return false;
    }
    boolean empty =
        order.getAsInt() > 0 || (order.getAsInt() == 0 && !(lower.included() && upper.included()));
    if (empty) {
      mistakes.add(node, "no value lies between these bounds", "Let the lower bound be the lower");
    }
    return !empty;
  }

  private boolean isBounded(Fields fields, String what, String example) {
    boolean twoLower = fields.find("at-least").isPresent() && fields.find("more-than").isPresent();
    boolean twoUpper = fields.find("at-most").isPresent() && fields.find("less-than").isPresent();
    if (twoLower || twoUpper) {
      mistakes.add(
          fields.at(),
          "two %s bounds".formatted(twoLower ? "lower" : "upper"),
          "Keep one of `%s`".formatted(twoLower ? "at-least, more-than" : "at-most, less-than"));
      return false;
    }
    if (BOUNDS.stream().noneMatch(key -> fields.find(key).isPresent())) {
      mistakes.add(
          fields.at(),
          "`%s` has no bound".formatted(what),
          "Write `%s: %s`".formatted(what, example));
      return false;
    }
    return true;
  }

  private Optional<Quantity> quantity(Node node) {
    Optional<String> text = Fields.text(node, "a bound", mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = QUANTITY.matcher(text.get());
    if (!m.matches()) {
      mistakes.add(
          node,
          "`%s` is not a number with a unit".formatted(Mistakes.shortened(text.get())),
          "Write for example `7.0 %` or `100 g/L`");
      return Optional.empty();
    }
    UcumUnit unit = m.group(2) == null ? UcumUnit.ONE : new UcumUnit(m.group(2));
    if (!unit.isKnown()) {
      mistakes.add(
          node,
          "`%s` is not a UCUM unit".formatted(Mistakes.shortened(unit.code())),
          "Look it up at ucum.org; mind upper and lower case, e.g. `mg/dL`, `mm[Hg]`, `10*9/L`, `[IU]/L`");
      return Optional.empty();
    }
    return Optional.of(new Quantity(new BigDecimal(m.group(1)), unit));
  }

  Optional<Integer> wholeNumber(Node node, String what) {
    Optional<String> text = Fields.text(node, what, mistakes);
    if (text.isPresent() && !text.get().matches("[1-9]\\d{0,4}")) {
      mistakes.add(
          node,
          "%s is `%s`".formatted(what, Mistakes.shortened(text.get())),
          "Write a whole number from 1");
      return Optional.empty();
    }
    return text.map(Integer::valueOf);
  }

  private Optional<Length> length(Node node, String what, String example) {
    Optional<String> text = Fields.text(node, what, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = LENGTH.matcher(text.get());
    if (m.matches()) {
      CalendarUnit unit = CalendarUnit.valueOf(m.group(2).toUpperCase(Locale.ROOT) + "S");
      Length length = new Length(Integer.parseInt(m.group(1)), unit);
      LocalDate longest = LocalDate.EPOCH.plusYears(LONGEST_YEARS);
      if (!LocalDate.EPOCH.plus(unit.times(length.length())).isAfter(longest)) {
        return Optional.of(length);
      }
    }
    mistakes.add(
        node,
        "`%s` is not %s".formatted(Mistakes.shortened(text.get()), what),
        "Write a whole number of days, weeks, months or years, at most %d years, e.g. `%s`"
            .formatted(LONGEST_YEARS, example));
    return Optional.empty();
  }
}
