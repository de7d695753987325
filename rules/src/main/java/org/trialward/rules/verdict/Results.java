package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** Whether one result passes a test. */
final class Results {
  private Results() {}

  /** The truth and, where it is UNKNOWN, why. */
  record Outcome(Truth truth, String why) {}

  /** The numbers that a result can stand for in some unit and, where it can be any, why. */
  record Reading(Values values, String why) {
    static Reading none(String why) {
      return new Reading(Values.ANY, why);
    }
  }

  private static final String ONLY_A_BOUND = "the laboratory reports only a bound";
  private static final Outcome NO_BOUND = new Outcome(Truth.TRUE, "");
  private static final Outcome NO_LIMIT =
      new Outcome(Truth.UNKNOWN, "no limit of normal is reported with it");

  static Outcome apply(ResultTest test, Measurement measurement, Measure measure) {
    return switch (test) {
      case ResultTest.InRange(var range) -> inRange(range, measurement, measure);
      case ResultTest.CodedAs(var set) ->
          switch (measurement.result()) {
            case Result.Unusable(var why) -> new Outcome(Truth.UNKNOWN, why);
            case Result.Numeric _ -> new Outcome(Truth.UNKNOWN, "the result is a number");
            case Result.Coded(var codes) -> coded(set, codes);
          };
    };
  }

  private static Outcome coded(ValueSet set, List<Code> codes) {
    Truth truth = CodedAnswers.isOf(set, codes);
    return new Outcome(truth, truth == Truth.UNKNOWN ? CodedAnswers.why(set, codes) : "");
  }

  private static Outcome inRange(QuantityRange range, Measurement measurement, Measure measure) {
    return inRange(
        range, limit -> limit(limit, measurement), unit -> read(measurement, measure, unit));
  }

  /** Whether a number that is read in each bound's unit lies within bounds that are numbers. */
  static Outcome inRange(QuantityRange range, Function<UcumUnit, Reading> reader) {
    return inRange(range, Results::fixed, reader);
  }

  private static Optional<Quantity> fixed(Limit limit) {
    return limit instanceof Limit.Fixed(var quantity) ? Optional.of(quantity) : Optional.empty();
  }

  /** The first bound that settles nothing gives the reason. */
  private static Outcome inRange(
      QuantityRange range,
      Function<Limit, Optional<Quantity>> limits,
      Function<UcumUnit, Reading> reader) {
    Outcome low = outcome(range.lower(), Values::reaches, limits, reader);
    Outcome high = outcome(range.upper(), Values::staysWithin, limits, reader);
    String why =
        low.truth() == Truth.UNKNOWN ? low.why() : high.truth() == Truth.UNKNOWN ? high.why() : "";
    return new Outcome(low.truth().and(high.truth()), why);
  }

  /** How numbers stand to a limit. */
  private interface Comparison {
    Truth of(Values values, BigDecimal limit, boolean included);
  }

  private static Outcome outcome(
      Optional<Bound> bound,
      Comparison comparison,
      Function<Limit, Optional<Quantity>> limits,
      Function<UcumUnit, Reading> reader) {
    if (bound.isEmpty()) {
      return NO_BOUND;
    }
    Optional<Quantity> limit = limits.apply(bound.get().limit());
    if (limit.isEmpty()) {
      return NO_LIMIT;
    }
    Reading reading = reader.apply(limit.get().unit());
    boolean included = bound.get().included();
    return new Outcome(
        comparison.of(reading.values(), limit.get().value(), included), reading.why());
  }

  private static Optional<Quantity> limit(Limit limit, Measurement measurement) {
    return switch (limit) {
      case Limit.Fixed(var quantity) -> Optional.of(quantity);
      case Limit.TimesUpperNormal(var factor) ->
          measurement.normal().high().map(high -> times(factor, high));
      case Limit.TimesLowerNormal(var factor) ->
          measurement.normal().low().map(low -> times(factor, low));
    };
  }

  private static Quantity times(BigDecimal factor, Quantity quantity) {
    return new Quantity(quantity.value().multiply(factor, MathContext.DECIMAL128), quantity.unit());
  }

  /** The numbers that a result can stand for in this unit. */
  static Reading read(Measurement measurement, Measure measure, UcumUnit unit) {
    return switch (measure) {
      case Measure.Performance performance -> PerformanceStatus.read(measurement, performance);
      case Measure.Coded(var set) -> read(measurement.result(), set.analyte(), unit);
      case Measure.Derived _ -> Reading.none("a derived measure is not read but computed");
    };
  }

  static Reading read(Result result, Optional<Analyte> analyte, UcumUnit unit) {
    return switch (result) {
      case Result.Unusable(var why) -> Reading.none(why);
      case Result.Coded _ -> Reading.none("the result is not a number");
      case Result.Numeric(var comparator, var quantity) ->
          (analyte.isEmpty() ? quantity.in(unit) : quantity.in(unit, analyte.get()))
              .map(it -> new Reading(Values.of(comparator, it.value()), ONLY_A_BOUND))
              .orElseGet(() ->
                  Reading.none("the unit " + quantity.unit() + " does not convert to " + unit));
    };
  }
}
