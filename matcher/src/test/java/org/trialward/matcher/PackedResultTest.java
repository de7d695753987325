package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A day and a number in one: what fits comes back as it was, what does not is said to be. */
class PackedResultTest {
  private static final LocalDate DAY = LocalDate.of(2025, 3, 1);

  @Property(seed = "20261123", tries = 5000)
  void dayAndNumberComeBackAsTheyWere(
      @ForAll("days") LocalDate day, @ForAll("results") BigDecimal value) {
    long packed = PackedResult.of(day, value);
    assertThat(packed).isNotEqualTo(PackedResult.DOUBTFUL);
    assertComesBack(packed, day, value);
  }

  @Property(seed = "20261123", tries = 5000)
  void whatDoesNotComeBackAsItWasIsDoubtful(
      @ForAll("anyDays") LocalDate day, @ForAll("anyNumbers") BigDecimal value) {
    long packed = PackedResult.of(day, value);
    if (packed != PackedResult.DOUBTFUL) {
      assertComesBack(packed, day, value);
    }
  }

  private static void assertComesBack(long packed, LocalDate day, BigDecimal value) {
    assertThat(PackedResult.day(packed)).isEqualTo(day.toEpochDay());
    assertThat(PackedResult.value(packed)).isEqualByComparingTo(value);
    assertThat(PackedResult.number(packed)).isEqualTo(value.doubleValue());
  }

  @Test
  void aNumberOfTooManyDigitsOrDecimalsIsDoubtful() {
    assertThat(PackedResult.of(DAY, new BigDecimal("1000000000000")))
        .isEqualTo(PackedResult.DOUBTFUL);
    assertThat(PackedResult.of(DAY, new BigDecimal("-1000000000000")))
        .isEqualTo(PackedResult.DOUBTFUL);
    assertThat(PackedResult.of(DAY, new BigDecimal("1E+13"))).isEqualTo(PackedResult.DOUBTFUL);
    assertThat(PackedResult.of(DAY, new BigDecimal("0.0000000000000001")))
        .isEqualTo(PackedResult.DOUBTFUL);
  }

  @Test
  void aDayMoreThanFourteenHundredYearsAwayIsDoubtful() {
    assertThat(PackedResult.of(LocalDate.of(9999, 12, 31), BigDecimal.ONE))
        .isEqualTo(PackedResult.DOUBTFUL);
    assertThat(PackedResult.of(LocalDate.of(1, 1, 1), BigDecimal.ONE))
        .isEqualTo(PackedResult.DOUBTFUL);
  }

  @Test
  void laterDaysAreGreaterWhateverTheNumber() {
    assertThat(PackedResult.of(DAY, new BigDecimal("-7.2")))
        .isGreaterThan(PackedResult.of(DAY.minusDays(1), new BigDecimal("9.9")));
  }

  /** From the first parish registers to well after this program. */
  @Provide
  Arbitrary<LocalDate> days() {
    return Combinators.combine(
            Arbitraries.integers().between(1538, 2500), Arbitraries.integers().between(1, 365))
        .as(LocalDate::ofYearDay);
  }

  /** Eleven digits and fifteen decimals at most. */
  @Provide
  Arbitrary<BigDecimal> results() {
    return Combinators.combine(
            Arbitraries.longs().between(-99_999_999_999L, 99_999_999_999L),
            Arbitraries.integers().between(0, 15))
        .as(BigDecimal::valueOf);
  }

  @Provide
  Arbitrary<LocalDate> anyDays() {
    return Arbitraries.longs()
        .between(LocalDate.of(-9999, 1, 1).toEpochDay(), LocalDate.of(9999, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  /** Also without a fraction and of more digits than a long holds. */
  @Provide
  Arbitrary<BigDecimal> anyNumbers() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TWO.pow(40).negate(), BigInteger.TWO.pow(40)),
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30))),
            Arbitraries.integers().between(-12, 18))
        .as(BigDecimal::new);
  }
}
