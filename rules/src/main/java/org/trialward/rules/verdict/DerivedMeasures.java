package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.derivation.Derived;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.derivation.Input;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.rules.verdict.Results.Reading;

/**
 * Measures that are computed from other facts. Where an input can be one of several numbers, the
 * formula is computed for each, and the answer stands if all agree.
 */
final class DerivedMeasures {

  /** Digits that people read; the comparison takes all. */
  private static final MathContext SHOWN = new MathContext(4);

  private DerivedMeasures() {}

  static Answer answer(Measured asked, Measure.Derived measure, PatientSnapshot patient) {
    Formula formula = measure.formula();
    DerivedInputs inputs = new DerivedInputs(measure.inputs(), asked.within(), patient);
    SequencedMap<Input, Given> given = new LinkedHashMap<>();
    formula.inputs().forEach(input -> given.put(input, inputs.of(input, formula)));
    Outlook outlook =
        given.values().stream().map(Given::outlook).reduce(Outlook.FINAL, Outlook::or);
    List<Given> open = given.values().stream().filter(g -> g.possible().isEmpty()).toList();
    if (!open.isEmpty()) {
      return open(asked, open, outlook);
    }
    List<Derived> results = combinations(given).map(formula::compute).toList();
    Answer answer = answer(asked, formula, results, seen(given, patient), outlook);
    Stream<Evidence> silent = given.values().stream().flatMap(g -> g.silent().stream());
    return new Answer(
        answer.truth(),
        Stream.concat(answer.evidence().stream(), silent).distinct().toList(),
        outlook);
  }

  private static Answer open(Measured asked, List<Given> open, Outlook outlook) {
    if (asked.silence() == Silence.MEANS_NO && open.stream().allMatch(Given::isMissing)) {
      return Measurements.silent(asked, Series.noneIn(asked.within()), outlook);
    }
    return new Answer(
        Truth.UNKNOWN,
        open.stream().flatMap(g -> g.silent().stream()).distinct().toList(),
        outlook);
  }

  /** Every choice of one possible number an input. */
  private static Stream<Map<Input, BigDecimal>> combinations(SequencedMap<Input, Given> given) {
    Stream<Map<Input, BigDecimal>> combinations = Stream.of(new EnumMap<>(Input.class));
    for (Map.Entry<Input, Given> entry : given.entrySet()) {
      combinations =
          combinations.flatMap(chosen ->
              entry.getValue().possible().stream()
                  .map(number -> {
                    Map<Input, BigDecimal> more = new EnumMap<>(Input.class);
                    more.putAll(chosen);
                    more.put(entry.getKey(), number);
                    return more;
                  }));
    }
    return combinations;
  }

  private static List<Observed> seen(SequencedMap<Input, Given> given, PatientSnapshot patient) {
    List<Observed> seen =
        given.values().stream().flatMap(g -> g.seen().stream()).distinct().toList();
    return seen.isEmpty()
        ? List.of(new Observed("record", "read", Optional.empty(), patient.demographics().source()))
        : seen;
  }

  private static Answer answer(
      Measured asked,
      Formula formula,
      List<Derived> results,
      List<Observed> seen,
      Outlook outlook) {
    List<Quantity> values = new ArrayList<>();
    for (Derived result : results) {
      switch (result) {
        case Derived.Value(var quantity) -> values.add(quantity);
        case Derived.OutOfDomain(var why) -> {
          return new Answer(
              Truth.UNKNOWN,
              seen.stream().map(o -> Evidence.of(Truth.UNKNOWN, o, why)).toList(),
              outlook);
        }
      }
    }
    Results.Outcome outcome = Results.inRange(range(asked), unit -> read(values, formula, unit));
    Truth truth = outcome.truth();
    String why = outcome.why();
    Observed first = seen.getFirst();
    Observed computed =
        new Observed(formula.toString(), shown(values), first.date(), first.source());
    return new Answer(
        truth,
        Stream.concat(Stream.of(computed), seen.stream())
            .map(observed -> Evidence.of(truth, observed, why))
            .toList(),
        outlook);
  }

  private static QuantityRange range(Measured asked) {
    return switch (asked.test()) {
      case ResultTest.InRange(var range) -> range;
      case ResultTest.CodedAs(var set) ->
          throw new IllegalStateException(
              "A derived measure is a number and never in `%s`.".formatted(set.name()));
    };
  }

  /** All that the measure can be, in the unit of a bound. */
  private static Reading read(List<Quantity> values, Formula formula, UcumUnit unit) {
    List<Reading> readings =
        values.stream()
            .map(value -> new Result.Numeric(Comparator.EXACT, value))
            .map(result -> Results.read(result, formula.analyte(), unit))
            .toList();
    String why =
        readings.stream()
            .filter(reading -> !reading.values().isExact())
            .map(Reading::why)
            .findFirst()
            .orElse("an input is not known exactly");
    return new Reading(
        readings.stream().map(Reading::values).reduce(Values::hull).orElse(Values.ANY), why);
  }

  private static String shown(List<Quantity> values) {
    Quantity least = values.stream().min((a, b) -> a.value().compareTo(b.value())).orElseThrow();
    Quantity most = values.stream().max((a, b) -> a.value().compareTo(b.value())).orElseThrow();
    String to = shown(most).toString();
    return least.equals(most) ? to : shown(least).value().toPlainString() + " to " + to;
  }

  private static Quantity shown(Quantity quantity) {
    return new Quantity(quantity.value().round(SHOWN), quantity.unit());
  }
}
