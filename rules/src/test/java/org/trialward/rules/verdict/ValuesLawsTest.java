package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.trialward.rules.patient.Measurement.Comparator;

/** What two results come to, against every pair of numbers that they can stand for. */
class ValuesLawsTest {

  @Property(seed = "20261123", tries = 500)
  void theLesserTheGreaterAndTheHullHoldEveryPairOfNumbers(
      @ForAll("values") Values one, @ForAll("values") Values other) {
    for (BigDecimal a : numbersIn(one)) {
      assertThat(holds(one.hull(other), a)).isTrue();
      for (BigDecimal b : numbersIn(other)) {
        assertThat(holds(one.hull(other), b)).isTrue();
        assertThat(holds(one.lesser(other), a.min(b))).isTrue();
        assertThat(holds(one.greater(other), a.max(b))).isTrue();
      }
    }
  }

  /** Halves between and beyond the whole limits stand for all numbers there. */
  private static List<BigDecimal> numbersIn(Values values) {
    return IntStream.rangeClosed(-3, 11)
        .mapToObj(half -> BigDecimal.valueOf(half * 5L, 1))
        .filter(number -> holds(values, number))
        .toList();
  }

  private static boolean holds(Values values, BigDecimal number) {
    boolean above =
        values.low().map(low -> isOnOrIn(number.compareTo(low.number()), low)).orElse(true);
    boolean below =
        values.high().map(high -> isOnOrIn(high.number().compareTo(number), high)).orElse(true);
    return above && below;
  }

  private static boolean isOnOrIn(int sign, Values.End end) {
    return sign > 0 || (sign == 0 && end.included());
  }

  @Provide
  Arbitrary<Values> values() {
    return Combinators.combine(
            Arbitraries.of(Comparator.class), Arbitraries.integers().between(0, 4))
        .as((comparator, n) -> Values.of(comparator, BigDecimal.valueOf(n)));
  }
}
