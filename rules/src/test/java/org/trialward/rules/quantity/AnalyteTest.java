package org.trialward.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.Patients.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyteTest {

  /** The right side as tables of SI conversion factors have it, to the digits they print. */
  @ParameterizedTest
  @CsvSource({
    "glucose,          126 mg/dL,    7.0 mmol/L",
    "glucose,          100 mg/dL,    5.55 mmol/L",
    "creatinine,       1 mg/dL,      88.4 umol/L",
    "creatinine,       1.5 mg/dL,    133 umol/L",
    "bilirubin,        1 mg/dL,      17.1 umol/L",
    "cholesterol,      100 mg/dL,    2.586 mmol/L",
    "cholesterol,      190 mg/dL,    4.9 mmol/L",
    "triglycerides,    150 mg/dL,    1.69 mmol/L",
    "urea-nitrogen,    10 mg/dL,     3.57 mmol/L",
    "urea,             60 mg/dL,     9.99 mmol/L",
    "calcium,          10 mg/dL,     2.495 mmol/L",
    "magnesium,        2 mg/dL,      0.823 mmol/L",
    "phosphate,        3.1 mg/dL,    1.00 mmol/L",
    "uric-acid,        6 mg/dL,      357 umol/L",
    "iron,             100 ug/dL,    17.9 umol/L",
    "ammonia,          100 ug/dL,    58.7 umol/L",
    "lactate,          18 mg/dL,     2.0 mmol/L",
    "testosterone,     50 ng/dL,     1.73 nmol/L",
    "estradiol,        30 pg/mL,     110 pmol/L",
    "cortisol,         18 ug/dL,     497 nmol/L",
    "thyroxine,        1 ng/dL,      12.87 pmol/L",
    "triiodothyronine, 1 ng/dL,      0.0154 nmol/L",
    "vitamin-d,        20 ng/mL,     49.9 nmol/L",
    "vitamin-b12,      200 pg/mL,    148 pmol/L",
    "folate,           4 ng/mL,      9.1 nmol/L",
    "homocysteine,     2 mg/L,       14.8 umol/L",
    "zinc,             70 ug/dL,     10.7 umol/L",
    "copper,           100 ug/dL,    15.7 umol/L",
    "hemoglobin,       10 g/dL,      6.206 mmol/L",
    "hba1c,            7.0 %,        53 mmol/mol",
    "hba1c,            6.5 %,        48 mmol/mol",
    "hba1c,            48 mmol/mol,  6.5 %",
    "hba1c,            86 mmol/mol,  10.0 %",
    "sodium,           140 meq/L,    140 mmol/L",
    "potassium,        4.0 mmol/L,   4.0 meq/L",
    "calcium,          5 meq/L,      2.5 mmol/L",
    "calcium,          10 mg/dL,     4.99 meq/L",
    "magnesium,        2 meq/L,      1.0 mmol/L",
    "magnesium,        2.43 mg/dL,   2.00 meq/L",
    "creatinine,       1 g/d,        8.84 mmol/d",
    "albumin,          3.5 g/dL,     35 g/L",
    "albumin-creatinine-ratio, 30 mg/g,    3.39 mg/mmol",
    "albumin-creatinine-ratio, 300 ug/mg,  33.9 g/mol",
    "alanine-aminotransferase, 40 [IU]/L,  40 U/L",
    "alanine-aminotransferase, 40 m[IU]/mL, 40 U/L",
    "alanine-aminotransferase, 60 U/L,     1.00 ukat/L",
  })
  void massAndAmountOfSubstanceConvert(String name, String from, String printed) {
    Analyte analyte = analyte(name);
    Quantity expected = quantity(printed);
    Quantity converted = quantity(from).in(expected.unit(), analyte).orElseThrow();
    assertThat(converted.value().setScale(expected.value().scale(), RoundingMode.HALF_UP))
        .isEqualByComparingTo(expected.value());
    assertThat(analyte.canBeMeasuredIn(quantity(from).unit())).isTrue();
    assertThat(analyte.canBeMeasuredIn(expected.unit())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "glucose, 126 mg/dL, <, 7.1 mmol/L",
    "glucose, 200 mg/dL, >, 11.1 mmol/L",
    "hba1c,   7.0 %,     <, 53 mmol/mol",
    "hba1c,   7.0 %,     <, 70 mmol/mol",
    "hba1c,   7 %,       =, 7.0 %{Hb}",
    "calcium, 5 meq/L,   =, 2.5 mmol/L",
    "calcium, 5 meq/L,   <, 5 mmol/L",
    "sodium,  135 meq/L, =, 135 mmol/L",
    "bilirubin, 2 mg/dL, >, 34 umol/L",
    "aspartate-aminotransferase, 41 [IU]/L, >, 40 U/L",
  })
  void quantitiesOfAnAnalyteCompare(String name, String left, String sign, String right) {
    int expected = "<=>".indexOf(sign) - 1;
    assertThat(quantity(left).compareTo(quantity(right), analyte(name))).hasValue(expected);
    assertThat(quantity(right).compareTo(quantity(left), analyte(name))).hasValue(-expected);
  }

  @ParameterizedTest
  @CsvSource({
    "glucose,    126 mg/dL, 7 meq/L",
    "glucose,    5 mmol/L,  5 10*9/L",
    "glucose,    5 mmol/L,  5 mosm/L",
    "glucose,    90 g/d,    5 mmol/L",
    "albumin,    35 g/L,    0.5 mmol/L",
    "phosphate,  1 mmol/L,  2 meq/L",
    "hba1c,      7 %,       154 mg/dL",
    "hba1c,      7 %,       0.07 1",
    "hba1c,      0.07 g/g,  53 mmol/mol",
    "creatinine, 1 mg/dL,   90 mL/min",
    "alanine-aminotransferase, 40 U/L, 40 U",
    "vitamin-d,  20 ng/mL,  800 [IU]/mL",
    "albumin-creatinine-ratio, 30 mg/g, 30 mg/L",
  })
  void whatIsNoUnitOfTheAnalyteDoesNotConvert(String name, String left, String right) {
    assertThat(quantity(left).compareTo(quantity(right), analyte(name))).isEmpty();
    assertThat(quantity(right).in(quantity(left).unit(), analyte(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hba1c,      mg/dL,    false",
    "hba1c,      %{Hb},    true",
    "hba1c,      mmol/mol{Hb}, true",
    "hba1c,      1,        false",
    "creatinine, mg/dL,    true",
    "creatinine, mL/min,   false",
    "creatinine, mg/(24.h), true",
    "hemoglobin, g%,       true",
    "hemoglobin, %,        false",
    "sodium,     meq/L,    true",
    "glucose,    meq/L,    false",
    "glucose,    10*9/L,   false",
    "glucose,    mg//dL,   false",
    "glucose,    mmol/L{serum}, true",
    "ferritin,   ng/mL,    true",
    "ferritin,   pmol/L,   false",
    "lipase,     kU/L,     true",
    "lipase,     mg/dL,    false",
  })
  void aUnitFitsAnAnalyteOrNot(String name, String unit, boolean fits) {
    assertThat(analyte(name).canBeMeasuredIn(new UcumUnit(unit))).isEqualTo(fits);
  }

  /** The same spelling means the same thing, whatever it is; so do two that UCUM alone relates. */
  @Test
  void unitsThatDoNotFitStillCompareWithTheirLikes() {
    assertThat(quantity("5 houseunit").compareTo(quantity("6 houseunit"), Analyte.GLUCOSE))
        .hasValue(-1);
    assertThat(quantity("10 mmol/kg").in(new UcumUnit("umol/g"), Analyte.GLUCOSE))
        .hasValueSatisfying(q -> assertThat(q.value()).isEqualByComparingTo(BigDecimal.TEN));
  }

  @Test
  void everyAnalyteIsFoundByItsName() {
    for (Analyte analyte : Analyte.values()) {
      assertThat(analyte.toString()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
      assertThat(Analyte.called(analyte.toString())).contains(analyte);
    }
    assertThat(Analyte.called("phlogiston")).isEmpty();
  }

  @Nested
  class TheMolarMass {
    /** CIAAW 2021, abridged to five digits. */
    private static final Map<String, String> WEIGHTS =
        Map.ofEntries(
            Map.entry("H", "1.0080"),
            Map.entry("Li", "6.94"),
            Map.entry("C", "12.011"),
            Map.entry("N", "14.007"),
            Map.entry("O", "15.999"),
            Map.entry("Na", "22.990"),
            Map.entry("Mg", "24.305"),
            Map.entry("P", "30.974"),
            Map.entry("S", "32.06"),
            Map.entry("Cl", "35.45"),
            Map.entry("K", "39.098"),
            Map.entry("Ca", "40.078"),
            Map.entry("Fe", "55.845"),
            Map.entry("Co", "58.933"),
            Map.entry("Cu", "63.546"),
            Map.entry("Zn", "65.38"),
            Map.entry("I", "126.90"));

    private static final Pattern ELEMENT = Pattern.compile("([A-Z][a-z]?)(\\d*)");

    @ParameterizedTest
    @CsvSource({
      "glucose, C6H12O6",
      "creatinine, C4H7N3O",
      "urea, CH4N2O",
      "urea-nitrogen, N2",
      "uric-acid, C5H4N4O3",
      "bilirubin, C33H36N4O6",
      "ammonia, NH3",
      "cholesterol, C27H46O",
      "triglycerides, C57H104O6",
      "sodium, Na",
      "potassium, K",
      "chloride, Cl",
      "bicarbonate, CHO3",
      "lithium, Li",
      "calcium, Ca",
      "magnesium, Mg",
      "lactate, C3H6O3",
      "phosphate, P",
      "iron, Fe",
      "zinc, Zn",
      "copper, Cu",
      "testosterone, C19H28O2",
      "estradiol, C18H24O2",
      "progesterone, C21H30O2",
      "cortisol, C21H30O5",
      "thyroxine, C15H11I4NO4",
      "triiodothyronine, C15H12I3NO4",
      "vitamin-d, C27H44O2",
      "vitamin-b12, C63H88CoN14O14P",
      "folate, C19H19N7O6",
      "homocysteine, C4H9NO2S",
    })
    void isTheSumOfTheAtoms(String name, String formula) {
      assertThat(quantity("1 mol/L").in(new UcumUnit("g/L"), analyte(name)))
          .hasValueSatisfying(mass ->
              assertThat(mass.value().setScale(3, RoundingMode.HALF_UP))
                  .isEqualByComparingTo(mass(formula)));
    }

    private static BigDecimal mass(String formula) {
      BigDecimal sum = BigDecimal.ZERO;
      Matcher elements = ELEMENT.matcher(formula);
      while (elements.find()) {
        String count = elements.group(2);
        var weight = new BigDecimal(Objects.requireNonNull(WEIGHTS.get(elements.group(1))));
        sum = sum.add(weight.multiply(new BigDecimal(count.isEmpty() ? "1" : count)));
      }
      return sum;
    }
  }

  @Property(seed = "20261123", tries = 300)
  void goingToAnotherUnitAndBackGivesTheSameQuantity(
      @ForAll Analyte analyte,
      @ForAll @BigRange(min = "0.0001", max = "100000") @Scale(4) BigDecimal value) {
    for (String[] pair :
        new String[][] {
          {"mg/dL", "mmol/L"}, {"meq/L", "mg/dL"}, {"%", "mmol/mol"}, {"mg/g", "mg/mmol"}
        }) {
      var original = new Quantity(value, new UcumUnit(pair[0]));
      original
          .in(new UcumUnit(pair[1]), analyte)
          .ifPresent(there -> {
            assertThat(there.compareTo(original, analyte)).hasValue(0);
            assertThat(there.in(original.unit(), analyte).map(original::compareTo))
                .hasValueSatisfying(order -> assertThat(order).hasValue(0));
          });
    }
  }

  private static Analyte analyte(String name) {
    return Analyte.called(name).orElseThrow();
  }
}
