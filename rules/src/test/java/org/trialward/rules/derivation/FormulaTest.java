package org.trialward.rules.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.rules.derivation.Input.ALBUMIN;
import static org.trialward.rules.derivation.Input.CALCIUM;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.trialward.rules.derivation.Derived.OutOfDomain;
import org.trialward.rules.derivation.Derived.Value;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

class FormulaTest {

  /** Random inputs of a formula, all within its domain. */
  record Example(Formula formula, Map<Input, BigDecimal> given) {
    Example with(Input input, BigDecimal value) {
      var changed = new EnumMap<>(given);
      changed.put(input, value);
      return new Example(formula, changed);
    }

    Derived derived() {
      return formula.compute(given);
    }

    Optional<BigDecimal> result() {
      return switch (derived()) {
        case Value(var quantity) -> Optional.of(quantity.value());
        case OutOfDomain _ -> Optional.empty();
      };
    }
  }

  @TestFactory
  Stream<DynamicTest> everyPublishedValueIsReproduced() throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (Formula formula : Formula.values()) {
      for (FormulaCase row : FormulaCase.of(formula)) {
        tests.add(DynamicTest.dynamicTest(row.toString(), () -> check(row)));
      }
    }
    return tests.build();
  }

  private static void check(FormulaCase row) {
    switch (row.formula().compute(row.given())) {
      case Value(var result) -> {
        assertThat(row.printed(result)).isEqualTo(row.expected());
        assertThat(result.unit()).isEqualTo(row.formula().unit());
      }
      case OutOfDomain(var why) -> {
        assertThat(row.isOutOfDomain()).as(why).isTrue();
        assertThat(why).isNotBlank();
      }
    }
  }

  @Test
  void everyFormulaHasATableOfAtLeastFourValuesAndNoTableIsLeftOver() throws IOException {
    for (Formula formula : Formula.values()) {
      assertThat(FormulaCase.of(formula).stream().filter(row -> !row.isOutOfDomain()))
          .as(formula.toString())
          .hasSizeGreaterThanOrEqualTo(4)
          .noneMatch(row -> row.source().isBlank());
    }
    try (Stream<Path> tables = Files.list(FormulaCase.TABLES)) {
      assertThat(tables.map(table -> table.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Formula.values()).map(formula -> formula + ".csv").toList());
    }
  }

  @Test
  void everyFormulaIsFoundByItsNameAndItsInputsHaveDistinctNames() {
    for (Formula formula : Formula.values()) {
      assertThat(formula.toString()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
      assertThat(Formula.called(formula.toString())).contains(formula);
      assertThat(formula.inputs().stream().map(Input::toString)).doesNotHaveDuplicates();
      assertThat(formula.unit().isKnown()).isTrue();
      formula.analyte().ifPresent(a -> assertThat(a.canBeMeasuredIn(formula.unit())).isTrue());
    }
    assertThat(Formula.called("phrenology")).isEmpty();
  }

  @Test
  void everyInputIsInAUnitOfItsAnalyte() {
    for (Input input : Input.values()) {
      if (input.kind() instanceof Kind.Amount(var unit, var analyte)) {
        assertThat(unit.isKnown()).as(input.toString()).isTrue();
        analyte.ifPresent(a -> assertThat(a.canBeMeasuredIn(unit)).as(input.toString()).isTrue());
      }
    }
  }

  @Test
  void aMissingInputIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> Formula.CORRECTED_CALCIUM.compute(Map.of(CALCIUM, BigDecimal.TEN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("albumin");
  }

  @Test
  void theReasonNamesTheInput() {
    assertThat(
            Formula.CORRECTED_CALCIUM.compute(
                Map.of(CALCIUM, BigDecimal.TEN, ALBUMIN, BigDecimal.ZERO)))
        .isEqualTo(new OutOfDomain("albumin: 0 g/dL is not above zero"));
    assertThat(Input.ADULT_AGE.objectionTo(new BigDecimal("17")))
        .contains("age: 17 years, made for 18 to 125");
    assertThat(Input.KARNOFSKY.objectionTo(new BigDecimal("75")))
        .contains("karnofsky: 75 is not one of 0 to 100 in steps of 10");
  }

  @Test
  void aResultIsExactWhereTheArithmeticIs() {
    assertThat(
            Formula.CORRECTED_CALCIUM.compute(
                Map.of(CALCIUM, new BigDecimal("8.5"), ALBUMIN, new BigDecimal("3.0"))))
        .isEqualTo(new Value(Quantity.of("9.3", "mg/dL")));
  }

  @Test
  void aResultOfASubstanceComparesWithABoundInAnotherUnit() {
    assertThat(Formula.NON_HDL_CHOLESTEROL.analyte()).contains(Analyte.CHOLESTEROL);
    assertThat(Formula.CORRECTED_CALCIUM.analyte()).contains(Analyte.CALCIUM);
    assertThat(Formula.BMI.analyte()).isEmpty();
  }

  private static final Set<Formula> FALLING_WITH_AGE =
      Set.of(Formula.EGFR_CKD_EPI_2021, Formula.EGFR_MDRD, Formula.CREATININE_CLEARANCE);

  /** The law that lets a vague birth date be looked at from its two ends. */
  @Property(seed = "20261123", tries = 2000)
  void everyFormulaOnlyRisesOrOnlyFallsWithAge(
      @ForAll("examples") Example example, @ForAll("ages") List<BigDecimal> ages) {
    for (Input age : List.of(Input.AGE, Input.ADULT_AGE)) {
      if (!example.formula().inputs().contains(age)) {
        continue;
      }
      Optional<BigDecimal> young = example.with(age, ages.getFirst()).result();
      Optional<BigDecimal> old = example.with(age, ages.getLast()).result();
      if (young.isEmpty() || old.isEmpty()) {
        assertThat(ages.getFirst()).isLessThan(new BigDecimal("18"));
        continue;
      }
      int direction = FALLING_WITH_AGE.contains(example.formula()) ? -1 : 1;
      assertThat(old.get().compareTo(young.get()) * direction).isNotNegative();
    }
  }

  @Property(seed = "20261123", tries = 500)
  void filtrationFallsAsCreatinineRises(@ForAll("examples") Example example) {
    if (FALLING_WITH_AGE.contains(example.formula())) {
      BigDecimal creatinine = Objects.requireNonNull(example.given().get(Input.CREATININE));
      BigDecimal more = creatinine.multiply(new BigDecimal("1.5"));
      assertThat(example.with(Input.CREATININE, more).result().orElseThrow())
          .isLessThan(example.result().orElseThrow());
    }
  }

  @Property(seed = "20261123", tries = 1000)
  void scoresAreWholeNumbersWithinTheirBounds(@ForAll("examples") Example example) {
    if (!example.formula().unit().equals(new UcumUnit("{score}"))) {
      return;
    }
    BigDecimal score = example.result().orElseThrow();
    assertThat(score).isEqualByComparingTo(score.setScale(0, RoundingMode.FLOOR));
    int[] bounds =
        switch (example.formula()) {
          case MELD, MELD_NA -> new int[] {6, 40};
          case CHILD_PUGH -> new int[] {5, 15};
          case CHA2DS2_VASC -> new int[] {0, 9};
          default -> new int[] {0, 5};
        };
    assertThat(score.intValueExact()).isBetween(bounds[0], bounds[1]);
  }

  /** Sodium never lowers the score: at 137 and above it is the MELD. */
  @Property(seed = "20261123", tries = 500)
  void meldNaIsAtLeastMeld(@ForAll("examples") Example example) {
    if (example.formula() == Formula.MELD_NA) {
      assertThat(example.result().orElseThrow())
          .isGreaterThanOrEqualTo(
              new Example(Formula.MELD, example.given()).result().orElseThrow());
    }
  }

  /** Whatever a chart holds, there is a finite number or a reason. */
  @Property(seed = "20261123", tries = 2000)
  void noInputBreaksAFormula(
      @ForAll Formula formula, @ForAll("anything") List<BigDecimal> numbers) {
    var given = new EnumMap<Input, BigDecimal>(Input.class);
    for (int i = 0; i < formula.inputs().size(); i++) {
      given.put(formula.inputs().get(i), numbers.get(i));
    }
    switch (formula.compute(given)) {
      case Value(var quantity) -> {
        assertThat(quantity.value()).isNotNegative();
        assertThat(quantity.value().precision()).isLessThanOrEqualTo(320);
      }
      case OutOfDomain(var why) -> assertThat(why).isNotBlank();
    }
  }

  @Provide
  Arbitrary<List<BigDecimal>> anything() {
    return Arbitraries.of(
            "0", "1", "-1", "2", "0.5", "17.99", "18", "70", "100", "1e-300", "1e300", "-1e300")
        .map(BigDecimal::new)
        .list()
        .ofSize(10);
  }

  /** Two ages, the younger first. */
  @Provide
  Arbitrary<List<BigDecimal>> ages() {
    return Arbitraries.integers()
        .between(0, Kind.OLDEST * 4)
        .map(quarters -> BigDecimal.valueOf(quarters).divide(BigDecimal.valueOf(4)))
        .list()
        .ofSize(2)
        .map(two -> two.stream().sorted().toList());
  }

  @Provide
  Arbitrary<Example> examples() {
    return Arbitraries.of(Formula.class)
        .flatMap(formula ->
            Combinators.combine(formula.inputs().stream().map(this::valueOf).toList())
                .as(numbers -> new Example(formula, zip(formula.inputs(), numbers))))
        .filter(example -> example.result().isPresent());
  }

  private static Map<Input, BigDecimal> zip(List<Input> inputs, List<BigDecimal> numbers) {
    return IntStream.range(0, inputs.size())
        .boxed()
        .collect(Collectors.toMap(inputs::get, numbers::get));
  }

  private Arbitrary<BigDecimal> valueOf(Input input) {
    return switch (input.kind()) {
      case Kind.Amount _ ->
          Arbitraries.bigDecimals()
              .between(new BigDecimal("0.1"), new BigDecimal("300"))
              .ofScale(2);
      case Kind.AgeInYears(int youngest) ->
          Arbitraries.integers().between(youngest, Kind.OLDEST).map(BigDecimal::valueOf);
      case Kind.IsFemale _, Kind.Present _ -> Arbitraries.of(BigDecimal.ZERO, BigDecimal.ONE);
      case Kind.Grade(int highest, int step) ->
          Arbitraries.integers()
              .between(0, highest / step)
              .map(steps -> BigDecimal.valueOf((long) steps * step));
    };
  }
}
