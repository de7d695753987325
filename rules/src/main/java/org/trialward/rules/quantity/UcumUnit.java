package org.trialward.rules.quantity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

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

  private static final UcumEssenceService TABLE = table();
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
      known = reduce(code);
      if (CANONICAL.size() < REMEMBERED) {
        CANONICAL.put(code, known);
      }
    }
    return known;
  }

  private static Optional<Canonical> reduce(String code) {
    try {
      Pair zero = TABLE.getCanonicalForm(new Pair(exactly("0"), code));
      Pair one = TABLE.getCanonicalForm(new Pair(exactly("1"), code));
      var offset = new BigDecimal(zero.getValue().asDecimal());
      var scale = new BigDecimal(one.getValue().asDecimal()).subtract(offset);
      return scale.signum() == 0
          ? Optional.empty()
          : Optional.of(new Canonical(one.getCode(), scale, offset));
    } catch (UcumException | RuntimeException notUcum) {
      // The library answers a malformed unit with a checked or an unchecked exception; both mean
      // "not UCUM".
      return Optional.empty();
    }
  }

  /** The library computes with as many digits as its input shows. */
  private static Decimal exactly(String integer) throws UcumException {
    return new Decimal(integer + "." + "0".repeat(30), 34);
  }

  private static UcumEssenceService table() {
    try (InputStream essence =
        UcumEssenceService.class.getClassLoader().getResourceAsStream("ucum-essence.xml")) {
      if (essence == null) {
        throw new IllegalStateException("ucum-essence.xml is not on the class path.");
      }
      return new UcumEssenceService(essence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UcumException e) {
      throw new IllegalStateException("The UCUM table cannot be read.", e);
    }
  }

  @Override
  public String toString() {
    return code;
  }

  /** {@code base = scale * value + offset}; only temperatures have an offset. */
  private record Canonical(String unit, BigDecimal scale, BigDecimal offset) {
    BigDecimal toBase(BigDecimal value) {
      return value.multiply(scale, MathContext.DECIMAL128).add(offset);
    }

    BigDecimal fromBase(BigDecimal base) {
      return base.subtract(offset).divide(scale, MathContext.DECIMAL128);
    }
  }
}
