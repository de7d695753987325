package org.trialward.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.rules.Patients.quantity;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "5 mg/dL,          <, 60 mg/L",
    "100 10*3/uL,      >, 75 10*9/L",
    "75 10*3/uL,       =, 75 10*9/L",
    "9 g/dL,           <, 100 g/L",
    "10 g/dL,          =, 100 g/L",
    "150 cm,           <, 1.6 m",
    "5 [IU]/L,         <, 6 m[IU]/mL",
    "6 [IU]/L,         =, 6 m[IU]/mL",
    "14 d,             =, 2 wk",
    "7 %,              =, 0.07 1",
    "120 mm[Hg],       >, 15 kPa",
    "37 Cel,           <, 100 [degF]",
    "37 Cel,           =, 98.6 [degF]",
    "0 Cel,            =, 273.15 K",
    "1 U/L,            =, 1 umol/min/L",
    "4.0 meq/L,        =, 4 eq/m3",
    "60 mL/min/{1.73_m2}, >, 0.9 mL/s/{1.73_m2}",
    "3 {score},        <, 4",
    "1 [lb_av],        <, 0.4536 kg",
    "70 kg,            >, 70000 mg",
    "-1 [degF],        <, 0 Cel",
    "5 [iU]/mL,        =, 5 k[IU]/L",
    "7.35 [pH],        <, 7.45 [pH]",
    "4.0 10^9/L,       =, 4 10*9/L",
  })
  void quantitiesCompareAcrossUnits(String left, String sign, String right) {
    int expected = "<=>".indexOf(sign) - 1;
    assertThat(quantity(left).compareTo(quantity(right))).hasValue(expected);
    assertThat(quantity(right).compareTo(quantity(left))).hasValue(-expected);
  }

  @ParameterizedTest
  @CsvSource({
    "100 mg/dL, 5 mmol/L",
    "5 [IU]/L, 5 mg/L",
    "70 kg, 170 cm",
    "7 %, 7 mg/dL",
    "5 furlongs-per-week, 5 m/s",
    "5 MG/DL, 5 mg/dL",
    "5 [IU]/L, 5 10*9/L",
    "5 [IU]/mL, 5 mmol/L",
    "5 [IU]/mL, 5 /mL",
    "5 [IU]/L, 5 [arb'U]/L",
    "7.4 [pH], 40 nmol/L",
    "20 dB, 100",
    "4 meq/L, 4 mmol/L",
    "48 mmol/mol, 4.8 %",
    "5 mg//dL, 5 mg/dL",
  })
  void whatDoesNotConvertIsNotCompared(String left, String right) {
    assertThat(quantity(left).compareTo(quantity(right))).isEmpty();
    assertThat(quantity(left).in(quantity(right).unit())).isEmpty();
  }

  /** UCUM has no such unit, but the same spelling twice means the same thing. */
  @Test
  void anUnknownUnitComparesOnlyWithItself() {
    assertThat(quantity("5 houseunit").compareTo(quantity("6 houseunit"))).hasValue(-1);
    assertThat(new UcumUnit("houseunit").isKnown()).isFalse();
  }

  @Test
  void trailingZerosDoNotMatter() {
    assertThat(quantity("7.0 %")).isEqualTo(quantity("7 %")).hasSameHashCodeAs(quantity("7 %"));
    assertThat(quantity("7.0 %")).isNotEqualTo(quantity("7 1"));
  }

  @Test
  void aPureNumberIsPrintedWithoutUnit() {
    assertThat(quantity("3")).hasToString("3");
    assertThat(quantity("1E3 mg")).hasToString("1000 mg");
  }

  @Test
  void aUnitIsNeverBlank() {
    assertThatThrownBy(() -> new UcumUnit(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "mg//dL", "mg/", "{", "}{", "10*", "[", "mg.{", "°C", "µg/L", "mcg"})
  void aMalformedUnitIsUnknownAndNothingBreaks(String code) {
    var unit = new UcumUnit(code);
    assertThat(unit.convert(BigDecimal.ONE, new UcumUnit("mg/dL"))).isEmpty();
  }

  /** Reducing the first of these alone took the table most of a minute. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10*999",
        "Ym99",
        "10*9999999",
        "10^-400",
        "m99999999999",
        "10*24.m/s/s/s/s/s/s/s/s/s/s/s/s"
      })
  @Timeout(60)
  void aMonstrousUnitIsUnknownAtOnce(String code) {
    assertThat(new UcumUnit(code).isKnown()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kg.m2.s-3.A-2",
        "10*-24",
        "10*3/uL",
        "mL/min/{1.73_m2}",
        "[in_i'H2O]",
        "m[IU]/L",
        "100.mL",
        "mg/(24.h)",
        "1/(10*6)",
        "{any annotation of whatever length or 12345678901234}"
      })
  void aUnitOfMedicineIsKnown(String code) {
    assertThat(new UcumUnit(code).isKnown()).isTrue();
  }

  @Test
  void everyUnitOfTheDemoTrialsIsKnown() throws IOException {
    Pattern bound =
        Pattern.compile(
            "(?:at-least|more-than|at-most|less-than): \"?-?[\\d.]+ ((?:[^,{}\"\\s]|\\{[^}]*\\})+)");
    var units = new TreeSet<String>();
    try (Stream<Path> files = Files.list(Path.of("../demo/trials"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        bound.matcher(Files.readString(file)).results().forEach(m -> units.add(m.group(1)));
      }
    }
    // Lengths of time, and multiples of a limit of normal: `3 x ULN`.
    units.removeIf(unit -> unit.matches("(day|week|month|year)s?|x"));
    assertThat(units).contains("mL/min/{1.73_m2}").allMatch(unit -> new UcumUnit(unit).isKnown());
  }

  @Property(seed = "20261123", tries = 300)
  void goingToAnotherUnitAndBackGivesTheSameQuantity(
      @ForAll @BigRange(min = "0.0001", max = "100000") @Scale(4) BigDecimal value) {
    for (String pair : new String[] {"mg/dL g/L", "Cel [degF]", "[lb_av] kg", "mm[Hg] kPa"}) {
      String[] units = pair.split(" ", 2);
      var there = new UcumUnit(units[1]);
      var original = new Quantity(value, new UcumUnit(units[0]));
      Optional<Quantity> back = original.in(there).flatMap(q -> q.in(original.unit()));
      assertThat(back.map(original::compareTo)).hasValueSatisfying(o -> assertThat(o).hasValue(0));
    }
  }

  @Property(seed = "20261123", tries = 300)
  void theOrderIsTheSameInEveryUnit(
      @ForAll @BigRange(min = "0", max = "1000") @Scale(3) BigDecimal a,
      @ForAll @BigRange(min = "0", max = "1000") @Scale(3) BigDecimal b) {
    var milligrams = new UcumUnit("mg/dL");
    var grams = new UcumUnit("g/L");
    Quantity left = new Quantity(a, milligrams);
    Quantity right = new Quantity(b, milligrams).in(grams).orElseThrow();
    assertThat(left.compareTo(right)).hasValue(a.compareTo(b));
  }
}
