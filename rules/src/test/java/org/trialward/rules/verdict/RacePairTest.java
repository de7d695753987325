package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.Patients.patient;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
import org.trialward.rules.Patients.Entry;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Side;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;

/** A pair answers as the chart with the one member and the chart with the other do. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class RacePairTest {
  private static final String UNIT = "mL/min/{1.73_m2}";
  private static final List<Integer> MONTHS = List.of(2, 3, 4, 5);

  /** One sample: a value for each, or one for everybody. */
  record Sample(int month, int others, int black, boolean isPair, boolean isFinal) {

    Stream<Fact> asReported() {
      return isPair ? Stream.of(forOthers(), forBlack()) : Stream.of(forAll());
    }

    Fact ofOthers() {
      return isPair ? forOthers() : forAll();
    }

    Fact ofBlack() {
      return isPair ? forBlack() : forAll();
    }

    private Fact forOthers() {
      return result("48642-3", others);
    }

    private Fact forBlack() {
      return result("48643-1", black);
    }

    private Fact forAll() {
      return result("98979-8", others);
    }

    private Fact result(String code, int value) {
      return new Measurement(
          List.of(loinc(code)),
          isFinal ? Measurement.Status.FINAL : Measurement.Status.PRELIMINARY,
          new Result.Numeric(Comparator.EXACT, Quantity.of(String.valueOf(value), UNIT)),
          ReferenceRange.NOT_REPORTED,
          Optional.of(Interval.on(LocalDate.of(2024, month, 1))),
          new Source("Observation", code + month + "-" + others, "1"));
    }
  }

  private static Code loinc(String code) {
    return Code.of("http://loinc.org", code);
  }

  @Property(seed = "20261123", tries = 5000)
  void theAnswerIsCertainWhereItIsTheSameWithEitherMember(
      @ForAll("samples") List<Sample> samples, @ForAll("questions") Characteristic question) {
    Truth asReported = truth(question, samples.stream().flatMap(Sample::asReported));
    Truth ofOthers = truth(question, samples.stream().map(Sample::ofOthers));
    Truth ofBlack = truth(question, samples.stream().map(Sample::ofBlack));
    Statistics.collect(ofOthers == ofBlack ? "both " + ofBlack : "they differ");
    assertThat(asReported).isEqualTo(ofOthers == ofBlack ? ofBlack : Truth.UNKNOWN);
  }

  @Property(seed = "20261123", tries = 1000)
  void anAnswerOfManyIsThatOfOne(
      @ForAll("samples") List<Sample> samples, @ForAll("questions") Characteristic question) {
    PatientSnapshot patient = chart(samples.stream().flatMap(Sample::asReported));
    Answer answer = Eligibility.answer(question, patient);
    assertThat(answer.evidence()).isNotEmpty();
    assertThat(Eligibility.truth(question, patient)).isEqualTo(answer.truth());
  }

  private static Truth truth(Characteristic question, Stream<Fact> facts) {
    return Eligibility.truth(question, chart(facts));
  }

  private static PatientSnapshot chart(Stream<Fact> facts) {
    return patient()
        .with(facts.map(fact -> (Entry) _ -> fact).toArray(Entry[]::new))
        .asOf("2025-03-01");
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    return Combinators.combine(
            Arbitraries.of(MONTHS),
            Arbitraries.integers().between(40, 70),
            Arbitraries.integers().between(0, 15),
            Arbitraries.of(true, true, false),
            Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)))
        .as((month, others, more, isPair, isFinal) ->
            new Sample(month, others, others + more, isPair, isFinal))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .uniqueElements(Sample::month);
  }

  @Provide
  Arbitrary<Characteristic> questions() {
    return Arbitraries.oneOf(
        measured(Arbitraries.of(Choice.class)).map(Characteristic.class::cast),
        Combinators.combine(
                Arbitraries.integers().between(1, 3), measured(Arbitraries.just(Choice.ANY)))
            .as(Occurred::new),
        Combinators.combine(
                measured(Arbitraries.just(Choice.ANY)), measured(Arbitraries.just(Choice.ANY)))
            .as((first, then) ->
                new Followed(
                    first,
                    Side.BEGIN,
                    then,
                    Optional.empty(),
                    Optional.of(new Span(40, CalendarUnit.DAYS)))));
  }

  private static Arbitrary<Measured> measured(Arbitrary<Choice> choices) {
    return Combinators.combine(
            choices,
            Arbitraries.integers().between(-10, 15),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(Silence.class))
        .as((choice, limit, isLower, inWindow, silence) ->
            new Measured(
                new Measure.Coded(
                    new ValueSet(
                        "egfr", Set.of(loinc("48642-3"), loinc("48643-1"), loinc("98979-8")))),
                new ResultTest.InRange(range(choice, limit, isLower)),
                inWindow ? Optional.of(Window.last(10, CalendarUnit.MONTHS)) : Optional.empty(),
                choice,
                silence));
  }

  private static QuantityRange range(Choice choice, int limit, boolean isLower) {
    String unit = choice == Choice.PERCENT_CHANGE ? "%" : UNIT;
    boolean isOfChange = choice == Choice.CHANGE || choice == Choice.PERCENT_CHANGE;
    Optional<Bound> bound =
        Optional.of(
            new Bound(Quantity.of(String.valueOf(isOfChange ? limit : 57 + limit), unit), true));
    return isLower
        ? new QuantityRange(bound, Optional.empty())
        : new QuantityRange(Optional.empty(), bound);
  }
}
