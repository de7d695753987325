package org.trialward.rules.document;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumSpelling;
import org.trialward.rules.quantity.UcumUnit;
import org.yaml.snakeyaml.nodes.Node;

/** Numbers with units, in bounds and windows. */
final class BoundGrammar {
  private static final Set<String> BOUNDS = Set.of("at-least", "more-than", "at-most", "less-than");
  private static final Pattern QUANTITY =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,15})?)(?:\\s+(\\S+))?");

  private static final Pattern NORMAL =
      Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*[x×*]\\s*(ULN|LLN)");

  private final WindowGrammar windows;
  private final Mistakes mistakes;

  BoundGrammar(WindowGrammar windows, Mistakes mistakes) {
    this.windows = windows;
    this.mistakes = mistakes;
  }

  /** Bounds among the other keys of {@code age}. */
  Optional<AgeRange> ages(Node node, Set<String> otherKeys) {
    Set<String> keys = new HashSet<>(BOUNDS);
    keys.addAll(otherKeys);
    return Fields.of(node, "`age`", keys, mistakes)
        .filter(fields -> isBounded(fields, "age", "{at-least: 18 years}"))
        .flatMap(fields -> {
          Optional<Span> from = age(fields, "at-least", 0).or(() -> age(fields, "more-than", 1));
          Optional<Span> below = age(fields, "less-than", 0).or(() -> age(fields, "at-most", 1));
          if (from.isEmpty() && below.isEmpty()) {
            return Optional.empty();
          }
          if (from.isPresent()
              && below.isPresent()
              && !WindowGrammar.isBefore(from.get(), below.get())) {
            mistakes.add(
                node, "no age lies between these bounds", "Let the lower bound be the lower");
            return Optional.empty();
          }
          return Optional.of(new AgeRange(from, below));
        });
  }

  /** "more than 65 years" is 66 completed years; "at most 75 years" is below 76 years. */
  private Optional<Span> age(Fields fields, String key, int more) {
    return fields
        .find(key)
        .flatMap(node -> windows.length(node, "an age", "18 years"))
        .map(span -> new Span(span.length() + more, span.unit()));
  }

  Optional<QuantityRange> quantities(Node node, String key, String example, UnitCheck units) {
    return Fields.of(node, "`" + key + "`", BOUNDS, mistakes)
        .filter(fields -> isBounded(fields, key, example))
        .flatMap(fields -> {
          Optional<Bound> lower =
              bound(fields, "at-least", true, units)
                  .or(() -> bound(fields, "more-than", false, units));
          Optional<Bound> upper =
              bound(fields, "at-most", true, units)
                  .or(() -> bound(fields, "less-than", false, units));
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

  private Optional<Bound> bound(Fields fields, String key, boolean included, UnitCheck units) {
    Optional<Node> node = fields.find(key);
    Optional<Limit> limit = node.flatMap(this::limit);
    if (limit.isPresent() && limit.get() instanceof Limit.Fixed(var quantity)) {
      units
          .objectionTo(quantity.unit())
          .ifPresent(why ->
              mistakes.add(
                  node.get(), why, "Write the bound in a unit that laboratories report it in"));
    }
    return limit.map(l -> new Bound(l, included));
  }

  /** Multiples of different limits, or of a limit and a number, depend on the laboratory. */
  private boolean isOrdered(Node node, Bound lower, Bound upper) {
    OptionalInt order =
        switch (lower.limit()) {
          case Limit.Fixed(var low) when upper.limit() instanceof Limit.Fixed(var high) ->
              low.compareTo(high);
          case Limit.TimesUpperNormal(var low)
              when upper.limit() instanceof Limit.TimesUpperNormal(var high) ->
              OptionalInt.of(low.compareTo(high));
          case Limit.TimesLowerNormal(var low)
              when upper.limit() instanceof Limit.TimesLowerNormal(var high) ->
              OptionalInt.of(low.compareTo(high));
          default -> OptionalInt.of(-1);
        };
    if (order.isEmpty()) {
      mistakes.add(
          node,
          "`%s` and `%s` are not the same kind of unit".formatted(lower.limit(), upper.limit()),
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

  private Optional<Limit> limit(Node node) {
    Optional<String> text = Fields.text(node, "a bound", mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = NORMAL.matcher(text.get());
    if (m.matches()) {
      BigDecimal factor = new BigDecimal(m.group(1));
      return Optional.of(
          m.group(2).equals("ULN")
              ? new Limit.TimesUpperNormal(factor)
              : new Limit.TimesLowerNormal(factor));
    }
    return quantity(node, text.get()).map(Limit.Fixed::new);
  }

  private Optional<Quantity> quantity(Node node, String text) {
    Matcher m = QUANTITY.matcher(text);
    if (!m.matches()) {
      mistakes.add(
          node,
          "`%s` is not a number with a unit".formatted(Mistakes.shortened(text)),
          "Write for example `7.0 %`, `100 g/L` or `2.5 x ULN`");
      return Optional.empty();
    }
    UcumUnit unit = m.group(2) == null ? UcumUnit.ONE : new UcumUnit(m.group(2));
    Optional<UcumUnit> meant =
        unit.isKnown() ? UcumSpelling.probablyMeantBy(unit) : UcumSpelling.read(unit.code());
    if (!unit.isKnown() || meant.isPresent()) {
      mistakes.add(
          node,
          "`%s` is %s"
              .formatted(
                  Mistakes.shortened(unit.code()),
                  unit.isKnown() ? "something else in UCUM" : "not a UCUM unit"),
          meant
              .map("Write `%s`"::formatted)
              .orElse(
                  "Look it up at ucum.org; mind upper and lower case, e.g. `mg/dL`, `mm[Hg]`, `10*9/L`, `[IU]/L`"));
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
}
