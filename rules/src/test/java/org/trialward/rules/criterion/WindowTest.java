package org.trialward.rules.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "90, DAYS,   2025-03-01, 2024-12-01",
    "2,  WEEKS,  2025-03-01, 2025-02-15",
    "1,  MONTHS, 2025-03-31, 2025-02-28",
    "3,  MONTHS, 2024-05-31, 2024-02-29",
    "1,  YEARS,  2024-02-29, 2023-02-28",
    "1,  YEARS,  2025-02-28, 2024-02-28",
  })
  void looksBackWholeCalendarUnits(int n, CalendarUnit unit, LocalDate asOf, LocalDate first) {
    assertThat(new Window(n, unit).firstDay(asOf)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "90, DAYS,   2025-01-10, 2025-04-11",
    "1,  MONTHS, 2025-01-31, 2025-03-01",
    "1,  MONTHS, 2025-02-28, 2025-04-01",
    "1,  YEARS,  2024-02-29, 2025-03-01",
    "1,  YEARS,  2023-02-28, 2024-03-01",
  })
  void saysWhenADayFallsOut(int n, CalendarUnit unit, LocalDate day, LocalDate expiry) {
    assertThat(new Window(n, unit).expiryOf(day)).isEqualTo(expiry);
  }

  /** Two years of days, so that a leap day and every end of month are among them. */
  @Test
  void theExpiryIsTheVeryFirstDayOnWhichTheDayLiesOutside() {
    for (CalendarUnit unit : CalendarUnit.values()) {
      for (int length : new int[] {1, 2, 3, 11, 12, 13}) {
        var window = new Window(length, unit);
        LocalDate start = LocalDate.of(2023, 3, 1);
        for (LocalDate d = start; d.isBefore(start.plusYears(2)); d = d.plusDays(1)) {
          LocalDate expiry = window.expiryOf(d);
          assertThat(window.firstDay(expiry)).as("%s after %s", window, d).isAfter(d);
          assertThat(window.firstDay(expiry.minusDays(1))).isBeforeOrEqualTo(d);
        }
      }
    }
  }

  @Test
  void holdsAtLeastOneDay() {
    assertThatThrownBy(() -> new Window(0, CalendarUnit.DAYS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsLikeTheProtocol() {
    assertThat(new Window(1, CalendarUnit.MONTHS)).hasToString("1 month");
    assertThat(new Window(90, CalendarUnit.DAYS)).hasToString("90 days");
  }
}
