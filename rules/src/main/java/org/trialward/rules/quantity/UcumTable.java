package org.trialward.rules.quantity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/**
 * The UCUM table of org.fhir:ucum, and what that library leaves out: temperatures with an offset,
 * and that an arbitrary unit such as {@code [IU]} or a logarithmic one such as {@code [pH]} never
 * converts to anything else (UCUM, sections 21, 22 and 24).
 */
final class UcumTable {

  /** {@code base = scale * value + offset}; only temperatures have an offset. */
  record Canonical(String unit, BigDecimal scale, BigDecimal offset) {
    BigDecimal toBase(BigDecimal value) {
      return value.multiply(scale, MathContext.DECIMAL128).add(offset);
    }

    BigDecimal fromBase(BigDecimal base) {
      return base.subtract(offset).divide(scale, MathContext.DECIMAL128);
    }
  }

  private static final Canonical CELSIUS =
      new Canonical("K", BigDecimal.ONE, new BigDecimal("273.15"));
  private static final BigDecimal FIVE_NINTHS =
      BigDecimal.valueOf(5).divide(BigDecimal.valueOf(9), MathContext.DECIMAL128);
  private static final Canonical FAHRENHEIT =
      new Canonical("K", FIVE_NINTHS, new BigDecimal("459.67").multiply(FIVE_NINTHS));

  private static final String ESSENCE = essence();
  private static final UcumEssenceService LIBRARY = library();
  private static final Pattern ARBITRARY = anyOf("isArbitrary", "");
  private static final Pattern SPECIAL = anyOf("isSpecial", "[a-zA-Z]{0,2}");

  private UcumTable() {}

  static Optional<Canonical> reduce(String code) {
    if (!UnitSize.isModest(code)) {
      return Optional.empty();
    }
    try {
      return switch (code) {
        case "Cel" -> Optional.of(CELSIUS);
        case "[degF]" -> Optional.of(FAHRENHEIT);
        case String special when SPECIAL.matcher(special).matches() -> opaque(special);
        default -> linear(code);
      };
    } catch (UcumException | RuntimeException notUcum) {
      // The library answers a malformed unit with a checked or an unchecked exception; both mean
      // "not UCUM".
      return Optional.empty();
    }
  }

  /** Compares with nothing but itself. */
  private static Optional<Canonical> opaque(String code) {
    return LIBRARY.validate(code) == null
        ? Optional.of(new Canonical(code, BigDecimal.ONE, BigDecimal.ZERO))
        : Optional.empty();
  }

  private static Optional<Canonical> linear(String code) throws UcumException {
    if (code.contains("//")) {
      return Optional.empty(); // Not in UCUM's grammar, but the library reads it as one slash.
    }
    var arbitrary = new TreeSet<String>();
    Matcher atoms = ARBITRARY.matcher(code);
    while (atoms.find()) {
      arbitrary.add(atoms.group().equals("[IU]") ? "[iU]" : atoms.group());
    }
    if (arbitrary.isEmpty()) {
      return linear(code, "");
    }
    // To the library an arbitrary unit is the number one. A candela in its place keeps its power
    // visible in the canonical form, and no laboratory measures in candela.
    return linear(code, "").isEmpty()
        ? Optional.empty()
        : linear(ARBITRARY.matcher(code).replaceAll("cd"), " of " + arbitrary);
  }

  private static Optional<Canonical> linear(String code, String mark) throws UcumException {
    Pair one = LIBRARY.getCanonicalForm(new Pair(one(), code));
    var scale = new BigDecimal(one.getValue().asDecimal());
    return scale.signum() == 0
        ? Optional.empty()
        : Optional.of(
            new Canonical(one.getCode() + mark + amount(code, one), scale, BigDecimal.ZERO));
  }

  /**
   * UCUM counts a mole and an equivalent as numbers. But how many equivalents a mole has is the
   * matter of its charge, and a share of moles is none of the mass: both are left to an analyte.
   */
  private static String amount(String code, Pair canonical) {
    return switch (AnalyteUnits.Counts.of(new UcumUnit(code))) {
      case EQUIVALENTS -> " of equivalents";
      case MOLES -> canonical.getCode().isEmpty() ? " of moles" : "";
      case PERCENT, OTHER -> "";
    };
  }

  /** The library computes with as many digits as its input shows. */
  private static Decimal one() throws UcumException {
    return new Decimal("1." + "0".repeat(30), 34);
  }

  /** The units that the table marks so, as one pattern. */
  private static Pattern anyOf(String mark, String prefix) {
    var codes = new TreeSet<String>();
    Matcher units =
        Pattern.compile("<unit Code=\"([^\"]+)\"[^>]*" + mark + "=\"yes\"").matcher(ESSENCE);
    while (units.find()) {
      codes.add(Pattern.quote(units.group(1)));
    }
    return Pattern.compile(prefix + "(?:" + String.join("|", codes) + ")");
  }

  private static String essence() {
    try (InputStream essence =
        UcumEssenceService.class.getClassLoader().getResourceAsStream("ucum-essence.xml")) {
      if (essence == null) {
        throw new IllegalStateException("ucum-essence.xml is not on the class path.");
      }
      return new String(essence.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UcumEssenceService library() {
    try {
      return new UcumEssenceService(
          new ByteArrayInputStream(ESSENCE.getBytes(StandardCharsets.UTF_8)));
    } catch (UcumException e) {
      throw new IllegalStateException("The UCUM table cannot be read.", e);
    }
  }
}
