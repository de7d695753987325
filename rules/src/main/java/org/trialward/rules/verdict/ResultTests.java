package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;

/** Whether one result passes a test. */
final class ResultTests {
  private ResultTests() {}

  /** The truth and, where it is UNKNOWN, why. */
  record Outcome(Truth truth, String why) {}

  static Outcome apply(ResultTest test, Result result) {
    return switch (result) {
      case Result.Unusable(var why) -> new Outcome(Truth.UNKNOWN, why);
      case Result.Numeric numeric ->
          switch (test) {
            case ResultTest.InRange(var range) -> inRange(range, numeric);
            case ResultTest.CodedAs _ -> new Outcome(Truth.UNKNOWN, "the result is a number");
          };
      case Result.Coded(var codes) ->
          switch (test) {
            case ResultTest.InRange _ -> new Outcome(Truth.UNKNOWN, "the result is not a number");
            case ResultTest.CodedAs(var set) -> codedAs(set, codes);
          };
    };
  }

  private static Outcome codedAs(ValueSet set, List<Code> codes) {
    if (set.containsAny(codes)) {
      return new Outcome(Truth.TRUE, "");
    }
    boolean comparable =
        codes.stream()
            .anyMatch(c -> set.codes().stream().anyMatch(s -> s.system().equals(c.system())));
    return comparable
        ? new Outcome(Truth.FALSE, "")
        : new Outcome(Truth.UNKNOWN, "the result is coded in a system that the trial does not use");
  }

  private static Outcome inRange(QuantityRange range, Result.Numeric result) {
    Optional<UcumUnit> foreign =
        Stream.concat(range.lower().stream(), range.upper().stream())
            .map(bound -> bound.limit().unit())
            .filter(unit -> !result.quantity().unit().isComparableWith(unit))
            .findFirst();
    if (foreign.isPresent()) {
      return new Outcome(
          Truth.UNKNOWN,
          "the unit %s does not convert to %s".formatted(result.quantity().unit(), foreign.get()));
    }
    Truth truth =
        range
            .lower()
            .map(bound -> isAbove(bound, result))
            .orElse(Truth.TRUE)
            .and(range.upper().map(bound -> isBelow(bound, result)).orElse(Truth.TRUE));
    return new Outcome(truth, "the laboratory reports only a bound");
  }

  private static Truth isAbove(Bound bound, Result.Numeric result) {
    OptionalInt order = result.quantity().compareTo(bound.limit());
    if (order.isEmpty()) {
      return Truth.UNKNOWN;
    }
    int sign = order.getAsInt();
    boolean passes = bound.included() ? sign >= 0 : sign > 0;
    return switch (result.comparator()) {
      case EXACT -> Truth.of(passes);
      case AT_LEAST -> passes ? Truth.TRUE : Truth.UNKNOWN;
      case ABOVE -> sign >= 0 ? Truth.TRUE : Truth.UNKNOWN;
      case AT_MOST -> passes ? Truth.UNKNOWN : Truth.FALSE;
      case BELOW -> sign > 0 ? Truth.UNKNOWN : Truth.FALSE;
    };
  }

  private static Truth isBelow(Bound bound, Result.Numeric result) {
    OptionalInt order = result.quantity().compareTo(bound.limit());
    if (order.isEmpty()) {
      return Truth.UNKNOWN;
    }
    int sign = order.getAsInt();
    boolean passes = bound.included() ? sign <= 0 : sign < 0;
    return switch (result.comparator()) {
      case EXACT -> Truth.of(passes);
      case AT_MOST -> passes ? Truth.TRUE : Truth.UNKNOWN;
      case BELOW -> sign <= 0 ? Truth.TRUE : Truth.UNKNOWN;
      case AT_LEAST -> passes ? Truth.UNKNOWN : Truth.FALSE;
      case ABOVE -> sign < 0 ? Truth.UNKNOWN : Truth.FALSE;
    };
  }
}
