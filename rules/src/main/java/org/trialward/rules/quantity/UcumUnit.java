package org.trialward.rules.quantity;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.trialward.rules.quantity.UcumTable.Canonical;

/**
 * A unit of measure by its case-sensitive UCUM code, e.g. {@code mg/dL}; {@code 1} is the pure
 * number.
 *
 * <p>Every unit is reduced once to a scale and an offset over its canonical form; values are
 * converted with 34 digits, so that a bound given in one unit means the same in another. The table
 * is the one in org.fhir:ucum.
 */
public record UcumUnit(String code) {
  public static final UcumUnit ONE = new UcumUnit("1");

  private static final ConcurrentMap<String, Optional<Canonical>> CANONICAL =
      new ConcurrentHashMap<>();

  /** Units arrive from outside; past this many distinct spellings no more are remembered. */
  private static final int REMEMBERED = 10_000;

  public UcumUnit {
    if (code.isBlank()) {
      throw new IllegalArgumentException("A unit needs a UCUM code; a pure number has `1`.");
    }
  }

  /** Whether the UCUM table knows this unit. */
  public boolean isKnown() {
    return canonical().isPresent();
  }

  /** Whether both measure the same kind of quantity, so that one converts to the other. */
  public boolean isComparableWith(UcumUnit other) {
    return code.equals(other.code)
        || canonical()
            .flatMap(mine -> other.canonical().map(its -> mine.unit().equals(its.unit())))
            .orElse(false);
  }

  /** The value in {@code target}, or empty where this unit does not convert to it. */
  public Optional<BigDecimal> convert(BigDecimal value, UcumUnit target) {
    if (code.equals(target.code)) {
      return Optional.of(value);
    }
    if (!isComparableWith(target)) {
      return Optional.empty();
    }
    return canonical()
        .flatMap(from -> target.canonical().map(to -> to.fromBase(from.toBase(value))));
  }

  private Optional<Canonical> canonical() {
    Optional<Canonical> known = CANONICAL.get(code);
    if (known == null) {
      known = UcumTable.reduce(code);
      if (CANONICAL.size() < REMEMBERED) {
        CANONICAL.put(code, known);
      }
    }
    return known;
  }

  @Override
  public String toString() {
    return code;
  }
}
