package org.trialward.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.rules.Patients.on;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.logic.Truth;

class IntervalTest {

  @Nested
  class APartialDate {

    @ParameterizedTest
    @CsvSource({
      "2024,       2024-01-01, 2024-12-31",
      "2024-02,    2024-02-01, 2024-02-29",
      "2023-02,    2023-02-01, 2023-02-28",
      "1900-02,    1900-02-01, 1900-02-28",
      "2000-02,    2000-02-01, 2000-02-29",
      "2024-06,    2024-06-01, 2024-06-30",
      "2024-02-29, 2024-02-29, 2024-02-29",
    })
    void standsForEveryDayItMayBe(String text, LocalDate first, LocalDate last) {
      assertThat(on(text).firstDay()).isEqualTo(first);
      assertThat(on(text).lastDay()).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "24",
          "2024-2",
          "2024-13",
          "2024-00",
          "2023-02-29",
          "2024-06-31",
          "2024-06-30T10:00",
          "June 2024",
          " 2024",
          "2024-",
          "20240630",
          "２０２４"
        })
    void isReadOnlyWhenItIsOne(String text) {
      assertThat(Interval.ofPartialDate(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024", "2024-06", "2024-02", "2024-12", "2024-06-30", "2024-01-01"})
    void isPrintedAsItWasWritten(String text) {
      assertThat(on(text)).hasToString(text);
    }
  }

  @Test
  void aTimeStampIsPrintedWithItsTimeAndAStretchWithBothEnds() {
    assertThat(Interval.at(LocalDateTime.of(2024, 6, 30, 10, 15))).hasToString("2024-06-30T10:15");
    assertThat(Interval.between(LocalDate.of(2024, 6, 30), LocalDate.of(2024, 7, 2)))
        .hasToString("2024-06-30 to 2024-07-02");
  }

  @Test
  void theEndIsNotBeforeTheStart() {
    assertThatThrownBy(() -> Interval.between(LocalDate.of(2024, 7, 2), LocalDate.of(2024, 6, 30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before its start");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-09, FALSE",
    "2024-06-10, TRUE",
    "2024-06-15, TRUE",
    "2024-06-20, TRUE",
    "2024-06-21, FALSE",
    "2024-05,    FALSE",
    "2024-06,    UNKNOWN",
    "2024-07,    FALSE",
    "2024,       UNKNOWN",
    "2023,       FALSE",
    "2025,       FALSE",
  })
  void aDateIsWithinTheTenthToTheTwentieth(String date, Truth within) {
    assertThat(on(date).isWithin(LocalDate.of(2024, 6, 10), LocalDate.of(2024, 6, 20)))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-09, 2024-06-10, TRUE",
    "2024-06-10, 2024-06-10, UNKNOWN",
    "2024-06-11, 2024-06-10, FALSE",
    "2024-05,    2024-06-10, TRUE",
    "2024-06,    2024-06-10, UNKNOWN",
    "2024-07,    2024-06-10, FALSE",
    "2024,       2024-06,    UNKNOWN",
    "2023,       2024,       TRUE",
    "2024,       2024,       UNKNOWN",
    "2025,       2024,       FALSE",
  })
  void beforeIsCertainOnlyWhenNothingOverlaps(String date, String other, Truth before) {
    assertThat(on(date).isBefore(on(other))).isEqualTo(before);
  }

  @Test
  void twoResultsOfTheSameInstantAreNeitherBeforeTheOther() {
    Interval ten = Interval.at(LocalDateTime.of(2024, 6, 10, 10, 0));
    Interval eleven = Interval.at(LocalDateTime.of(2024, 6, 10, 11, 0));
    assertThat(ten.isBefore(ten)).isEqualTo(Truth.FALSE);
    assertThat(ten.isBefore(eleven)).isEqualTo(Truth.TRUE);
    assertThat(eleven.isBefore(ten)).isEqualTo(Truth.FALSE);
    assertThat(ten.isBefore(on("2024-06-10"))).isEqualTo(Truth.UNKNOWN);
  }

  /** Every pair of intervals of a small calendar against the definition. */
  @Test
  void withinAndBeforeMeanWhatTheySayOfEveryMomentInside() {
    for (int a = 1; a <= 6; a++) {
      for (int b = a; b <= 6; b++) {
        for (int c = 1; c <= 6; c++) {
          for (int d = c; d <= 6; d++) {
            Interval mine = Interval.between(june(a), june(b));
            assertThat(mine.isWithin(june(c), june(d)))
                .isEqualTo(
                    a >= c && b <= d ? Truth.TRUE : b < c || a > d ? Truth.FALSE : Truth.UNKNOWN);
            assertThat(mine.isBefore(Interval.between(june(c), june(d))))
                .isEqualTo(b < c ? Truth.TRUE : a > d ? Truth.FALSE : Truth.UNKNOWN);
          }
        }
      }
    }
  }

  private static LocalDate june(int day) {
    return LocalDate.of(2024, 6, day);
  }
}
