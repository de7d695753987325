package org.trialward.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.intake.Standardisation.Gap;
import org.trialward.fhir.intake.UnmappedCodes.Tally;
import org.trialward.rules.document.Translations;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.Arrivals;

class ArrivalReportTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final Code KREA = new Code("urn:lab", "KREA", "Kreatinin");
  private static final Code LEUK = new Code("urn:lab", "LEUK", "Leukozyten");

  private final TestClock clock = new TestClock();
  private final Arrivals arrivals = new Arrivals(DATABASE.jdbc(), Json.mapper(), clock.site());
  private Translations known = Translations.NONE;
  private final ArrivalReport report =
      DATABASE.transactional(
          ArrivalReport.class, new ArrivalReport(DATABASE.jdbc(), () -> known, clock.site(), ZONE));

  @BeforeEach
  void empty() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private void arrives(String feed, int facts, int coded, List<Tally> unmapped, Gap... gaps) {
    arrivals.note(feed, new Standardisation(facts, coded, facts, 4, 3, unmapped, List.of(gaps)), 1);
  }

  private static Gap gap(String what, int times) {
    return new Gap("OBX", what, "the unit is not one of UCUM", "mgs", times);
  }

  @Test
  void aDayIsADayOfTheSite() {
    clock.set("2025-03-02T04:59:00Z"); // still March 1 in New York
    arrives("lab", 10, 9, List.of());
    arrives("lab", 10, 10, List.of());
    clock.set("2025-03-02T05:01:00Z");
    arrives("lab", 3, 0, List.of());
    assertThat(report.days(Optional.of("lab")))
        .containsExactly(
            new ArrivalDay("lab", LocalDate.of(2025, 3, 2), 1, 3, 0, 3, 4, 3, 1),
            new ArrivalDay("lab", LocalDate.of(2025, 3, 1), 2, 20, 19, 20, 8, 6, 2));
    ArrivalDay first = report.days(Optional.empty()).getLast();
    assertThat(first.codedShare()).isEqualTo("95.0 %");
    assertThat(first.unitedShare()).isEqualTo("75.0 %");
  }

  @Test
  void almostAllIsNotAll() {
    assertThat(new ArrivalDay("lab", LocalDate.EPOCH, 1, 100_000, 99_999, 0, 0, 0, 0).codedShare())
        .isEqualTo("99.9 %");
    assertThat(new ArrivalDay("lab", LocalDate.EPOCH, 1, 0, 0, 0, 0, 0, 0).codedShare())
        .isEqualTo("–");
  }

  @Test
  void codesAreAddedUpUntilAConceptMapTranslatesThem() {
    arrives("lab", 5, 0, List.of(new Tally(KREA, 2), new Tally(LEUK, 1)));
    arrives("lab", 5, 0, List.of(new Tally(KREA, 3)));
    arrives("adt", 1, 0, List.of(new Tally(LEUK, 1)));
    assertThat(report.codes(Optional.empty()))
        .containsExactly(
            new LocalCode("lab", KREA, 5),
            new LocalCode("adt", LEUK, 1),
            new LocalCode("lab", LEUK, 1));
    known = new Translations(Map.of(KREA, Set.of(Code.of("http://loinc.org", "2160-0"))), Map.of());
    assertThat(report.codes(Optional.of("lab"))).containsExactly(new LocalCode("lab", LEUK, 1));
    assertThat(report.feeds()).containsExactly("adt", "lab");
  }

  @Test
  void gapsAreAddedUp() {
    arrives("lab", 5, 0, List.of(), gap("OBX-6", 2));
    arrives("lab", 5, 0, List.of(), gap("OBX-6", 2), gap("OBX-7", 1));
    assertThat(report.gaps(Optional.empty()))
        .extracting(ArrivalGap::what, ArrivalGap::times, ArrivalGap::isAboutUnit)
        .containsExactly(tuple("OBX-6", 4L, true), tuple("OBX-7", 1L, true));
  }

  @Test
  void whatIsOlderThanTheReportIsNotShownAndLaterDeleted() {
    arrives("lab", 5, 0, List.of());
    clock.advance(Duration.ofDays(15));
    assertThat(report.days(Optional.empty())).isEmpty();
    assertThat(report.forget(Duration.ofDays(90))).isZero();
    clock.advance(Duration.ofDays(80));
    assertThat(report.forget(Duration.ofDays(90))).isEqualTo(1);
  }
}
