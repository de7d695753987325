package org.trialward.fhir.cql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/**
 * Whether a result lies within bounds. CQL converts by UCUM alone: where mass and moles of an
 * analyte are to be compared, the limit is written once for each kind of unit, and what the unit of
 * the result counts chooses.
 */
final class Limits {

  /** Units in which laboratories report, by what they count (see {@code Counts} of the prelude). */
  private static final Map<String, List<String>> UNITS = units();

  private static final String OTHER = "other";

  private Limits() {}

  private static Map<String, List<String>> units() {
    Map<String, List<String>> units = new LinkedHashMap<>();
    units.put(OTHER, List.of("g/L", "mg/L", "ug/L", "ng/L", "pg/L", "g/d", "mg/d", "mg/g"));
    units.put(
        "moles", List.of("mmol/L", "umol/L", "nmol/L", "pmol/L", "mmol/d", "mmol/mol", "mg/mmol"));
    units.put("equivalents", List.of("meq/L", "meq/d"));
    units.put("percent", List.of("%"));
    return units;
  }

  /** As an expression over {@code number} and {@code comparator} of a result. */
  static String lower(QuantityRange range, String result, Optional<Analyte> analyte) {
    return range.lower().map(b -> reaches(b, b.included(), result, analyte)).orElse("true");
  }

  static String upper(QuantityRange range, String result, Optional<Analyte> analyte) {
    return range
        .upper()
        .map(b -> "not " + reaches(b, !b.included(), result, analyte))
        .orElse("true");
  }

  private static String reaches(
      Bound bound, boolean included, String result, Optional<Analyte> analyte) {
    return switch (bound.limit()) {
      case Limit.Fixed(var limit) -> fixed(limit, included, result, analyte);
      case Limit.TimesUpperNormal(var factor) ->
          one(result, "Times(%s, %s.high)".formatted(Spelling.decimal(factor), result), included);
      case Limit.TimesLowerNormal(var factor) ->
          one(result, "Times(%s, %s.low)".formatted(Spelling.decimal(factor), result), included);
    };
  }

  private static String one(String result, String limit, boolean included) {
    return "Reaches(%1$s.number, %1$s.comparator, %2$s, %3$s)".formatted(result, limit, included);
  }

  private static String fixed(
      Quantity limit, boolean included, String result, Optional<Analyte> analyte) {
    Optional<Analyte> converting = analyte.filter(a -> a.canBeMeasuredIn(limit.unit()));
    if (converting.isEmpty()) {
      return unconverted(limit, result, included);
    }
    Map<String, List<Quantity>> limits = limits(limit, converting.get());
    if (limits.size() == 1) {
      return same(limits.values().iterator().next(), result, included);
    }
    return limits.entrySet().stream()
        .map(e -> "when '%s' then %s".formatted(e.getKey(), same(e.getValue(), result, included)))
        .collect(
            Collectors.joining(
                "\n    ",
                "(case Counts(%s.number.unit)\n    ".formatted(result),
                "\n    else null as Boolean\n  end)"));
  }

  /** To CQL a mole and an equivalent are numbers; to us they convert by an analyte only. */
  private static String unconverted(Quantity limit, String result, boolean included) {
    String reaches = one(result, Spelling.quantity(limit), included);
    String counts = "Counts(%s.number.unit)".formatted(result);
    return switch (counts(limit.unit())) {
      case "equivalents" -> "(if %s = 'equivalents' then %s else null)".formatted(counts, reaches);
      case "moles" -> "(if %s = 'equivalents' then null else %s)".formatted(counts, reaches);
      case "percent" -> "(if %s = 'moles' then null else %s)".formatted(counts, reaches);
      default -> reaches;
    };
  }

  /** Limits that mean the same, but not to UCUM: 40 U/L and 40 [IU]/L. */
  private static String same(List<Quantity> limits, String result, boolean included) {
    List<String> each =
        limits.stream().map(l -> one(result, Spelling.quantity(l), included)).toList();
    return each.size() == 1 ? each.getFirst() : "Coalesce(" + String.join(", ", each) + ")";
  }

  private static Map<String, List<Quantity>> limits(Quantity limit, Analyte analyte) {
    Map<String, List<Quantity>> limits = new LinkedHashMap<>();
    UNITS.forEach((counts, units) -> {
      List<Quantity> same = new ArrayList<>();
      if (counts.equals(counts(limit.unit()))) {
        same.add(limit);
      } else {
        legible(limit, analyte, units).ifPresent(same::add);
      }
      if (counts.equals(OTHER)) {
        enzyme(limit, analyte).ifPresent(same::add);
      }
      if (!same.isEmpty()) {
        limits.put(counts, same);
      }
    });
    return limits;
  }

  /** In the first of these units in which CQL's eight decimals keep five digits. */
  private static Optional<Quantity> legible(Quantity limit, Analyte analyte, List<String> units) {
    return units.stream()
        .map(UcumUnit::new)
        .flatMap(unit -> limit.in(unit, analyte).stream())
        .filter(q -> q.value().signum() == 0 || q.value().abs().compareTo(LEAST) >= 0)
        .findFirst();
  }

  private static final BigDecimal LEAST = new BigDecimal("0.001");

  /** The same limit in the unit that UCUM keeps apart; empty for what is no enzyme. */
  private static Optional<Quantity> enzyme(Quantity limit, Analyte analyte) {
    return List.of("U/L", "[IU]/L").stream()
        .map(UcumUnit::new)
        .filter(unit -> !unit.isComparableWith(limit.unit()))
        .flatMap(unit -> limit.in(unit, analyte).stream())
        .findFirst();
  }

  /** As {@code Counts} of the prelude. */
  static String counts(UcumUnit unit) {
    String code = unit.code();
    if (code.matches(".*eq(/.*|$)")) {
      return "equivalents";
    }
    return code.contains("mol") ? "moles" : code.equals("%") ? "percent" : OTHER;
  }

  /** A number of the analyte in another unit: the slope for each kind of unit it may come in. */
  static String numberIn(UcumUnit unit, Optional<Analyte> analyte, String result) {
    String plain =
        "ConvertQuantity(%s.number, %s).value".formatted(result, Spelling.text(unit.code()));
    if (analyte.isEmpty()) {
      return plain;
    }
    Map<String, String> cases = new LinkedHashMap<>();
    UNITS.forEach((counts, units) -> {
      if (counts.equals(counts(unit))) {
        cases.put(counts, withEnzyme(unit, analyte.get(), result, plain));
      } else {
        units.stream()
            .map(UcumUnit::new)
            .flatMap(from -> slope(from, unit, analyte.get(), result).stream())
            .findFirst()
            .ifPresent(expression -> cases.put(counts, expression));
      }
    });
    return cases.entrySet().stream()
        .map(e -> "when '%s' then %s".formatted(e.getKey(), e.getValue()))
        .collect(
            Collectors.joining(
                " ", "(case Counts(%s.number.unit) ".formatted(result), " else null end)"));
  }

  private static String withEnzyme(UcumUnit unit, Analyte analyte, String result, String plain) {
    return enzyme(new Quantity(BigDecimal.ONE, unit), analyte)
        .map(other ->
            "Coalesce(%s, ConvertQuantity(%s.number, %s).value)"
                .formatted(plain, result, Spelling.text(other.unit().code())))
        .orElse(plain);
  }

  private static Optional<String> slope(
      UcumUnit from, UcumUnit to, Analyte analyte, String result) {
    return analyte
        .convert(BigDecimal.ONE, from, to)
        .flatMap(one -> analyte.convert(BigDecimal.ZERO, from, to).map(one::subtract))
        .filter(slope -> slope.compareTo(LEAST) >= 0)
        .map(slope ->
            "ConvertQuantity(%s.number, %s).value * %s"
                .formatted(result, Spelling.text(from.code()), Spelling.decimal(slope)));
  }
}
