package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trialward.rules.Patients.hba1c;
import static org.trialward.rules.Patients.on;
import static org.trialward.rules.Patients.patient;
import static org.trialward.rules.Patients.quantity;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.trialward.rules.Patients;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** Which result is the latest without doubt, and that it answers as the whole series does. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LatestResultTest {
  private static final UcumUnit PERCENT = new UcumUnit("%");

  private static LatestResult latest(Patients.Entry... results) {
    PatientSnapshot patient = patient().with(results).asOf("2025-03-01");
    return LatestResult.of(patient.all(Measurement.class), patient.asOf());
  }

  private static LatestResult known(String day, String quantity) {
    return new LatestResult.Known(LocalDate.parse(day), quantity(quantity));
  }

  @Test
  void theLaterOfTwoDaysCounts() {
    assertThat(latest(hba1c("8.1 %", on("2025-01-10")), hba1c("7.2 %", on("2025-02-10"))))
        .isEqualTo(known("2025-02-10", "7.2 %"));
  }

  @Test
  void withoutResultsThereIsNone() {
    assertThat(latest()).isEqualTo(LatestResult.NONE);
  }

  @Test
  void aRetractedResultIsAsIfItHadNeverBeen() {
    var retracted = hba1c("9.9 %", on("2025-02-20")).status(Measurement.Status.RETRACTED);
    assertThat(latest(retracted)).isEqualTo(LatestResult.NONE);
    assertThat(latest(hba1c("7.2 %", on("2025-02-10")), retracted))
        .isEqualTo(known("2025-02-10", "7.2 %"));
  }

  @Test
  void twoResultsOfOneDayLeaveDoubt() {
    assertThat(latest(hba1c("8.1 %", on("2025-02-10")), hba1c("7.2 %", on("2025-02-10"))))
        .isEqualTo(LatestResult.OPEN);
  }

  @Test
  void aResultOfAMonthThatMayBeLaterLeavesDoubt() {
    assertThat(latest(hba1c("8.1 %", on("2025-02")), hba1c("7.2 %", on("2025-02-10"))))
        .isEqualTo(LatestResult.OPEN);
    assertThat(latest(hba1c("8.1 %", on("2025-01")), hba1c("7.2 %", on("2025-02-10"))))
        .isEqualTo(known("2025-02-10", "7.2 %"));
  }

  @Test
  void aResultWithoutDateLeavesDoubt() {
    assertThat(
            latest(hba1c("8.1 %", on("2025-01-10")), Patients.measurement(Patients.HBA1C, "7 %")))
        .isEqualTo(LatestResult.OPEN);
  }

  @Test
  void aPreliminaryABoundedAndAnUnusableResultAreNoNumber() {
    var preliminary = hba1c("7.2 %", on("2025-02-10")).status(Measurement.Status.PRELIMINARY);
    assertThat(latest(preliminary)).isEqualTo(LatestResult.OPEN);
    assertThat(latest(hba1c("<4 %", on("2025-02-10")))).isEqualTo(LatestResult.OPEN);
    assertThat(latest(Patients.withoutUnit(Patients.HBA1C).taken(on("2025-02-10"))))
        .isEqualTo(LatestResult.OPEN);
  }

  @Test
  void anOlderNumberNeverSpeaksForANewerResultThatIsNone() {
    assertThat(
            latest(
                hba1c("7.2 %", on("2025-01-10")),
                Patients.withoutUnit(Patients.HBA1C).taken(on("2025-02-10"))))
        .isEqualTo(LatestResult.OPEN);
  }

  @Test
  void aNumberConvertsByUnitOrBySubstanceOrNotAtAll() {
    var glucose = new LatestResult.Known(LocalDate.EPOCH, quantity("180 mg/dL"));
    assertThat(glucose.in(new UcumUnit("g/L"), Optional.empty())).isEqualTo(1.8);
    assertThat(glucose.in(new UcumUnit("mmol/L"), Optional.empty())).isNaN();
    assertThat(glucose.in(new UcumUnit("mmol/L"), Optional.of(Analyte.GLUCOSE)))
        .isCloseTo(9.99, within(0.01));
    assertThat(glucose.in(PERCENT, Optional.empty())).isNaN();
  }

  /** A series of results, and a question about its latest. */
  record Series(Measured asked, List<Fact> results) {}

  @Property(seed = "20261123", tries = 2000)
  void theLatestResultAnswersAsTheWholeSeriesDoes(
      @ForAll("series") Series series, @ForAll("days") LocalDate asOf) {
    PatientSnapshot patient = chart(series.results()).asOf(asOf);
    Set<Code> codes = ((Measure.Coded) series.asked().of()).set().codes();
    LatestResult latest = LatestResult.of(patient.coded(Measurement.class, codes), asOf);
    Statistics.collect(latest.getClass().getSimpleName());
    Statistics.coverage(kinds -> kinds.check("Known").percentage(share -> share > 20));
    Truth truth = Eligibility.truth(series.asked(), patient);
    switch (latest) {
      case LatestResult.None _ -> assertThat(truth).isEqualTo(silence(series.asked()));
      case LatestResult.Known known ->
          assertThat(truth)
              .isEqualTo(
                  isBefore(known.taken(), series.asked().within(), asOf)
                      ? silence(series.asked())
                      : passes(series.asked(), known));
      case LatestResult.Open _ -> assertThat(patient.all(Measurement.class)).isNotEmpty();
    }
  }

  private static PatientChart chart(List<Fact> results) {
    return Rewriting.withFacts(patient().chart(), results);
  }

  private static boolean isBefore(LocalDate day, Optional<Window> within, LocalDate asOf) {
    return within.filter(window -> day.isBefore(window.firstDay(asOf))).isPresent();
  }

  private static Truth silence(Measured asked) {
    return asked.silence() == Silence.MEANS_NO ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static Truth passes(Measured asked, LatestResult.Known known) {
    Optional<Analyte> analyte = ((Measure.Coded) asked.of()).set().analyte();
    QuantityRange range = ((ResultTest.InRange) asked.test()).range();
    UcumUnit unit = limit(range.bounds().findFirst().orElseThrow()).unit();
    double number = known.in(unit, analyte);
    return Double.isNaN(number)
        ? Truth.UNKNOWN
        : Truth.of(
            range.lower().map(low -> isAbove(number, low)).orElse(true)
                && range.upper().map(high -> isBelow(number, high)).orElse(true));
  }

  private static boolean isAbove(double number, Bound low) {
    double limit = LatestResult.comparable(limit(low).value());
    return number > limit || (number == limit && low.included());
  }

  private static boolean isBelow(double number, Bound high) {
    double limit = LatestResult.comparable(limit(high).value());
    return number < limit || (number == limit && high.included());
  }

  private static Quantity limit(Bound bound) {
    return ((Limit.Fixed) bound.limit()).quantity();
  }

  @Provide
  Arbitrary<Series> series() {
    return questions()
        .flatMap(asked -> {
          List<Code> codes = List.copyOf(((Measure.Coded) asked.of()).set().codes());
          return Arbitraries.frequencyOf(Tuple.of(4, plain()), Tuple.of(1, Charts.measurements()))
              .map(m -> Rewriting.coded(m, codes))
              .list()
              .ofMaxSize(4)
              .map(results -> new Series(asked, results));
        });
  }

  /** As most results are: final, a number, of a known day. */
  private static Arbitrary<Measurement> plain() {
    return Combinators.combine(
            Charts.quantities(), Charts.days(Charts.FIRST_DAY, Charts.DAYS), Charts.codes())
        .as((quantity, day, codes) ->
            new Measurement(
                codes,
                Measurement.Status.FINAL,
                new Result.Numeric(Comparator.EXACT, quantity),
                ReferenceRange.NOT_REPORTED,
                Optional.of(Interval.on(day)),
                new Source("Observation", day.toString(), "1")));
  }

  private static Arbitrary<Measured> questions() {
    return Combinators.combine(
            Charts.sets(),
            Characteristics.ranges(),
            windows().optional(0.7),
            Arbitraries.of(Silence.class))
        .as((set, range, within, silence) ->
            new Measured(
                new Measure.Coded(set),
                new ResultTest.InRange(range),
                within,
                Choice.LATEST,
                silence));
  }

  /** Those that reach to the reference date; one may begin only after it. */
  private static Arbitrary<Window> windows() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 400).map(n -> Window.last(n, CalendarUnit.DAYS)),
        Arbitraries.integers().between(1, 30).map(n -> Window.last(n, CalendarUnit.MONTHS)),
        Charts.days(Charts.FIRST_DAY, Charts.DAYS).map(Window::since));
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Charts.referenceDates();
  }
}
