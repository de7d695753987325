package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.verdict.Results.Reading;

/**
 * The lowest, the highest, the mean of several results, and the change from the earliest to the
 * latest. A result that may be missing, or may be any number, widens what the summary can be.
 */
final class Summaries {
  private static final UcumUnit PERCENT = new UcumUnit("%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Summaries() {}

  /** What the summary can be, the results that make it, and what leaves it open. */
  private record Summary(Values values, List<Measurement> of, String why) {}

  static Answer answer(Measured asked, List<Measurement> inWindow, LocalDate asOf) {
    QuantityRange range = range(asked);
    Function<UcumUnit, Summary> summaries =
        unit ->
            asked.choice() == Choice.PERCENT_CHANGE
                ? inUnit(unit, change(asked, inWindow, unitOfFirst(inWindow).orElse(unit), asOf))
                : summary(asked, inWindow, unit, asOf);
    Results.Outcome outcome =
        Results.inRange(
            range,
            unit -> {
              Summary summary = summaries.apply(unit);
              return new Reading(summary.values(), summary.why());
            });
    Truth truth = outcome.truth();
    Summary shown = summaries.apply(unitOf(range));
    NextChange next = new NextChange(asOf);
    inWindow.forEach(m -> Dates.changes(asked.within(), m.taken(), next));
    return new Answer(
        truth,
        shown.of().stream()
            .map(m -> Evidence.of(truth, Measurements.observed(m), outcome.why()))
            .toList(),
        next.openToResults());
  }

  private static QuantityRange range(Measured asked) {
    return switch (asked.test()) {
      case ResultTest.InRange(var range) -> range;
      case ResultTest.CodedAs(var set) ->
          throw new IllegalStateException("No summary of codes can be in `%s`.".formatted(set));
    };
  }

  /** A change in percent is computed in the unit of the first result, not of the bound. */
  private static Optional<UcumUnit> unitOfFirst(List<Measurement> results) {
    return Measurements.possiblyEarliest(results).stream()
        .flatMap(m ->
            m.result() instanceof Measurement.Result.Numeric(_, var quantity)
                ? Stream.of(quantity.unit())
                : Stream.empty())
        .findFirst();
  }

  /** A change in percent as a number of this unit, e.g. of {@code 1}. */
  private static Summary inUnit(UcumUnit unit, Summary percent) {
    return PERCENT
        .convert(BigDecimal.ONE, unit)
        .map(one ->
            new Summary(
                percent.values().map(number -> number.multiply(one)), percent.of(), percent.why()))
        .orElseGet(() ->
            new Summary(
                Values.ANY, percent.of(), "a change in percent does not convert to " + unit));
  }

  private static UcumUnit unitOf(QuantityRange range) {
    return range
        .bounds()
        .flatMap(bound ->
            bound.limit() instanceof Limit.Fixed(var limit)
                ? Stream.of(limit.unit())
                : Stream.empty())
        .findFirst()
        .orElse(UcumUnit.ONE);
  }

  private static Summary summary(
      Measured asked, List<Measurement> results, UcumUnit unit, LocalDate asOf) {
    return switch (asked.choice()) {
      case LOWEST, HIGHEST -> extreme(asked, results, unit, asOf);
      case MEAN -> mean(asked, results, unit, asOf);
      case CHANGE, PERCENT_CHANGE -> change(asked, results, unit, asOf);
      case LATEST, EARLIEST, ANY, ALL ->
          throw new IllegalStateException("`%s` is no summary.".formatted(asked.choice()));
    };
  }

  private static Summary extreme(
      Measured asked, List<Measurement> results, UcumUnit unit, LocalDate asOf) {
    boolean lowest = asked.choice() == Choice.LOWEST;
    List<Measurement> certain = results.stream().filter(m -> counts(m, asked, asOf)).toList();
    if (certain.isEmpty()) {
      return new Summary(Values.ANY, results, "its date is missing or known only in part");
    }
    Values values =
        certain.stream()
            .map(m -> read(m, asked, unit).values())
            .reduce(lowest ? Values::lesser : Values::greater)
            .orElse(Values.ANY);
    for (Measurement m : results) {
      if (!counts(m, asked, asOf)) {
        Values perhaps = Measurements.isFinal(m) ? read(m, asked, unit).values() : Values.ANY;
        values = values.hull(lowest ? values.lesser(perhaps) : values.greater(perhaps));
      }
    }
    Values extreme = values;
    List<Measurement> deciding =
        results.stream().filter(m -> mayBe(extreme, read(m, asked, unit).values())).toList();
    return new Summary(values, deciding.isEmpty() ? results : deciding, why(deciding, asked, unit));
  }

  /** Whether the two ranges touch. */
  private static boolean mayBe(Values extreme, Values one) {
    boolean above =
        extreme.high().isPresent()
            && one.reaches(extreme.high().get().number(), false) == Truth.TRUE;
    boolean below =
        extreme.low().isPresent() && one.reaches(extreme.low().get().number(), true) == Truth.FALSE;
    return !above && !below;
  }

  private static Summary mean(
      Measured asked, List<Measurement> results, UcumUnit unit, LocalDate asOf) {
    List<Optional<BigDecimal>> numbers =
        results.stream().map(m -> exact(m, asked, unit, asOf)).toList();
    if (numbers.stream().anyMatch(Optional::isEmpty)) {
      return new Summary(Values.ANY, results, "not every result is exact, final and dated");
    }
    BigDecimal sum =
        numbers.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal mean = sum.divide(BigDecimal.valueOf(results.size()), MathContext.DECIMAL128);
    return new Summary(Values.exactly(mean), results, "");
  }

  private static Summary change(
      Measured asked, List<Measurement> results, UcumUnit unit, LocalDate asOf) {
    List<Measurement> earliest = Measurements.possiblyEarliest(results);
    List<Measurement> latest = Measurements.possiblyLatest(results);
    if (results.size() < 2) {
      return new Summary(Values.ANY, results, "one result alone shows no change");
    }
    if (earliest.size() > 1 || latest.size() > 1) {
      return new Summary(Values.ANY, results, "which result came first or last is not known");
    }
    List<Measurement> both = List.of(earliest.getFirst(), latest.getFirst());
    Optional<BigDecimal> from = exact(earliest.getFirst(), asked, unit, asOf);
    Optional<BigDecimal> to = exact(latest.getFirst(), asked, unit, asOf);
    boolean open =
        results.stream().anyMatch(m -> Measurements.within(m, asked, asOf) != Truth.TRUE);
    if (open || from.isEmpty() || to.isEmpty()) {
      return new Summary(Values.ANY, both, "not every result is exact, final and dated");
    }
    BigDecimal change = to.get().subtract(from.get());
    if (asked.choice() == Choice.CHANGE) {
      return new Summary(Values.exactly(change), both, "");
    }
    return from.get().signum() == 0
        ? new Summary(Values.ANY, both, "no percentage of zero can be taken")
        : new Summary(Values.exactly(percent(change, from.get())), both, "");
  }

  private static BigDecimal percent(BigDecimal change, BigDecimal from) {
    return change.multiply(HUNDRED).divide(from.abs(), MathContext.DECIMAL128);
  }

  private static Optional<BigDecimal> exact(
      Measurement m, Measured asked, UcumUnit unit, LocalDate asOf) {
    Values values = read(m, asked, unit).values();
    return counts(m, asked, asOf) && values.isExact()
        ? values.low().map(Values.End::number)
        : Optional.empty();
  }

  private static boolean counts(Measurement m, Measured asked, LocalDate asOf) {
    return Measurements.isFinal(m) && Measurements.within(m, asked, asOf) == Truth.TRUE;
  }

  private static Reading read(Measurement m, Measured asked, UcumUnit unit) {
    return Results.read(m, asked.of(), unit);
  }

  private static String why(List<Measurement> deciding, Measured asked, UcumUnit unit) {
    return deciding.stream()
        .filter(m -> Measurements.isFinal(m))
        .map(m -> read(m, asked, unit))
        .filter(reading -> !reading.values().isExact())
        .map(Reading::why)
        .findFirst()
        .orElse("a result's date is known only in part, or it is preliminary");
  }
}
