package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.derivation.Input;
import org.trialward.rules.derivation.Kind;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.rules.verdict.Results.Reading;

/**
 * Where a chart has the inputs of a formula. The latest amount of the window counts; a height never
 * grows old. An input that the chart leaves open between a few numbers can be each of them.
 */
record DerivedInputs(Map<String, ValueSet> sets, Optional<Window> window, PatientSnapshot patient) {

  Given of(Input input, Formula formula) {
    return switch (input.kind()) {
      case Kind.Amount amount -> amount(input, amount);
      case Kind.AgeInYears _ -> age(formula);
      case Kind.IsFemale _ -> DerivedConditions.female(patient.demographics().sex());
      case Kind.Present _ when input == Input.DIALYSIS ->
          DerivedConditions.dialysis(set(input), patient);
      case Kind.Present _ -> DerivedConditions.ever(set(input), patient);
      case Kind.Grade(int highest, int step) when step == 1 ->
          DerivedConditions.grade(
              IntStream.rangeClosed(1, highest).mapToObj(n -> set(input + "-" + n)).toList(),
              patient);
      case Kind.Grade _ -> amount(input, new Kind.Amount(formula.unit(), Optional.empty()));
    };
  }

  private ValueSet set(Input input) {
    return set(input.toString());
  }

  private ValueSet set(String role) {
    ValueSet set = sets.get(role);
    if (set == null) {
      throw new IllegalStateException("The reader left `%s` without a set.".formatted(role));
    }
    return set;
  }

  private Given amount(Input input, Kind.Amount amount) {
    ValueSet set = set(input);
    Optional<Window> asked = input == Input.HEIGHT ? Optional.empty() : window;
    List<Measurement> recorded = Measurements.recorded(set.codes(), patient);
    NextChange next = new NextChange(patient.asOf());
    recorded.forEach(m -> Dates.changes(asked, m.taken(), next));
    Outlook outlook = next.openToResults();
    List<Measurement> inWindow = inWindow(recorded, asked);
    List<Measurement> counting =
        input == Input.HEART_RATE ? ofTheQt(inWindow) : Measurements.possiblyLatest(inWindow);
    if (counting.isEmpty()) {
      String why =
          inWindow.isEmpty()
              ? "no result" + asked.map(w -> " " + w).orElse(" in the record")
              : "no result of the day of the QT interval";
      return Given.open(List.of(new Evidence.Missing(set.name(), why)), outlook);
    }
    var numbers = new LinkedHashSet<BigDecimal>();
    var seen = new ArrayList<Observed>();
    var doubts = new ArrayList<Evidence>();
    for (Measurement m : counting) {
      Reading reading = Results.read(m.result(), amount.analyte(), amount.unit());
      Observed observed = Measurements.observed(m);
      if (!Measurements.isFinal(m)) {
        doubts.add(new Evidence.Inconclusive(observed, "the result is preliminary"));
      } else if (isWithin(asked, m) != Truth.TRUE) {
        doubts.add(
            new Evidence.Inconclusive(observed, "its date is missing or known only in part"));
      } else if (!reading.values().isExact()) {
        doubts.add(new Evidence.Inconclusive(observed, reading.why()));
      } else {
        reading.values().low().map(Values.End::number).ifPresent(numbers::add);
        seen.add(observed);
      }
    }
    return doubts.isEmpty()
        ? new Given(List.copyOf(numbers), seen, List.of(), outlook)
        : Given.open(doubts, outlook);
  }

  private List<Measurement> inWindow(List<Measurement> recorded, Optional<Window> asked) {
    return Some.of(recorded, m -> isWithin(asked, m) != Truth.FALSE);
  }

  /**
   * The rate at which a QT interval was measured: that of the same moment, else every one of the
   * same day. A pulse of another day says nothing of it.
   */
  private List<Measurement> ofTheQt(List<Measurement> rates) {
    List<Measurement> recorded = Measurements.recorded(set(Input.QT).codes(), patient);
    List<Measurement> qt = Measurements.possiblyLatest(inWindow(recorded, window));
    List<Measurement> ofOneMoment =
        Some.of(rates, rate -> qt.stream().anyMatch(q -> q.taken().equals(rate.taken())));
    return ofOneMoment.isEmpty()
        ? Some.of(rates, rate -> qt.stream().anyMatch(q -> mayBeOfOneDay(q, rate)))
        : ofOneMoment;
  }

  private static boolean mayBeOfOneDay(Measurement a, Measurement b) {
    Interval day = Measurements.taken(a);
    return Measurements.taken(b).isWithin(day.firstDay(), day.lastDay()) != Truth.FALSE;
  }

  private Truth isWithin(Optional<Window> asked, Measurement m) {
    return Dates.hasBegun(m.taken(), patient.asOf())
        .and(Dates.isWithin(asked, m.taken(), patient.asOf()));
  }

  private Given age(Formula formula) {
    List<Observed> amounts =
        formula.inputs().stream()
            .filter(input -> input.kind() instanceof Kind.Amount && input != Input.HEIGHT)
            .findFirst()
            .map(input -> of(input, formula).seen())
            .orElse(List.of());
    return DerivedAges.at(amounts, patient);
  }
}
