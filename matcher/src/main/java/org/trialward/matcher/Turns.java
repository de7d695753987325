package org.trialward.matcher;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.criterion.Window.Edge;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.FactsByCode;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;

/**
 * What trials ask that passing time alone may answer otherwise, and when it may for one patient.
 * Remembers what any trial ever asked: a day too many costs a match, a day too few a wrong verdict.
 * Thread-safe.
 */
final class Turns {
  private final Map<CalendarUnit, ConcurrentSkipListSet<Integer>> ages = new ConcurrentHashMap<>();
  private final Map<Code, Set<Window>> windows = new ConcurrentHashMap<>();
  private final Map<Code, Set<Characteristic>> byCode = new ConcurrentHashMap<>();
  private final Set<Characteristic> always = ConcurrentHashMap.newKeySet();
  private final ConcurrentSkipListSet<Long> trialDays = new ConcurrentSkipListSet<>();

  /** Notes what of a trial passing time may answer otherwise. O(criteria x codes). */
  void watch(Trial trial) {
    trial.criteria().stream().map(EligibilityCriterion::when).forEach(this::watch);
    Optional<Protocol> protocol = trial.dossier().protocol();
    protocol.flatMap(Protocol::effectiveFrom).ifPresent(this::opens);
    Stream.of(
            protocol.flatMap(Protocol::effectiveUntil),
            trial.dossier().approval().flatMap(Approval::expires))
        .flatMap(Optional::stream)
        .map(last -> last.plusDays(1))
        .forEach(this::opens);
  }

  private void opens(LocalDate day) {
    trialDays.add(day.toEpochDay());
  }

  /** What is put together changes no sooner than one of its parts does. */
  private void watch(Characteristic characteristic) {
    switch (characteristic) {
      case AllOf(var parts) -> parts.forEach(this::watch);
      case AnyOf(var parts) -> parts.forEach(this::watch);
      case AtLeast(_, var parts) -> parts.forEach(this::watch);
      case Not(var part) -> watch(part);
      case Age(var range, var at) when at.isEmpty() ->
          Stream.of(range.from(), range.below()).flatMap(Optional::stream).forEach(this::watch);
      case Event event when Demand.mention(event).filter(Demand::exact).isPresent() -> {
        // The day on which its standing may change is that of the patient's document.
      }
      case Measured(Measure.Coded(var set), _, var within, var choice, _)
          when choice == Choice.LATEST && within.map(Turns::reachesToday).orElse(true) ->
          within.ifPresent(window -> watch(set.codes(), window));
      default -> watchLeaf(characteristic);
    }
  }

  private static boolean reachesToday(Window window) {
    return window.last() instanceof Edge.Open;
  }

  private void watch(Span age) {
    ages.computeIfAbsent(age.unit(), unit -> new ConcurrentSkipListSet<>()).add(age.length());
  }

  /** The latest result of these codes is asked for in a window. */
  private void watch(Set<Code> codes, Window window) {
    for (Code code : codes) {
      windows.computeIfAbsent(code, c -> ConcurrentHashMap.newKeySet()).add(window);
    }
  }

  private void watchLeaf(Characteristic characteristic) {
    AskedCodes asked = AskedCodes.of(characteristic);
    if (asked.codes().isEmpty() || !asked.kinds().isEmpty()) {
      always.add(characteristic);
    }
    for (Code code : asked.codes()) {
      byCode.computeIfAbsent(code, c -> ConcurrentHashMap.newKeySet()).add(characteristic);
    }
  }

  /** The first day on which something asked may be answered otherwise. */
  Optional<LocalDate> next(PatientSnapshot patient) {
    LocalDate asOf = patient.asOf();
    Stream<LocalDate> ofFacts =
        Stream.of(
                PatientDocument.staleFrom(patient).stream(),
                patient.demographics().born().stream().flatMap(born -> birthdays(born, asOf)),
                results(patient),
                leaves(patient),
                Stream.ofNullable(trialDays.higher(asOf.toEpochDay())).map(LocalDate::ofEpochDay))
            .flatMap(days -> days);
    return ofFacts.filter(day -> day.isAfter(asOf)).min(LocalDate::compareTo);
  }

  private Stream<LocalDate> birthdays(Interval born, LocalDate asOf) {
    return ages.entrySet().stream()
        .flatMap(asked ->
            Stream.of(born.firstDay(), born.lastDay())
                .flatMap(birth -> birthday(asked.getKey(), asked.getValue(), birth, asOf)));
  }

  private static Stream<LocalDate> birthday(
      CalendarUnit unit, ConcurrentSkipListSet<Integer> lengths, LocalDate birth, LocalDate asOf) {
    int completed = Math.clamp(unit.completed(birth, asOf), -1, Integer.MAX_VALUE - 1);
    return Stream.ofNullable(lengths.higher(completed))
        .map(length -> {
          LocalDate day = birth.plus(unit.times(length));
          return unit.completed(birth, day) < length ? day.plusDays(1) : day;
        });
  }

  /** Every result counts, not only the latest: the answer is the same and the code shorter. */
  private Stream<LocalDate> results(PatientSnapshot patient) {
    FactsByCode<Measurement> results = patient.byCode(Measurement.class);
    return IntStream.range(0, results.size())
        .boxed()
        .flatMap(number ->
            windows.getOrDefault(results.code(number), Set.of()).stream()
                .flatMap(window ->
                    Stream.concat(window.turns(), changes(window, results.facts(number)))));
  }

  private static Stream<LocalDate> changes(Window window, List<Measurement> facts) {
    return facts.stream()
        .flatMap(fact -> fact.date().stream())
        .flatMap(when -> Stream.of(when.firstDay(), when.lastDay()))
        .distinct()
        .flatMap(window::changes);
  }

  private Stream<LocalDate> leaves(PatientSnapshot patient) {
    Set<Characteristic> concerned = new HashSet<>(always);
    for (Class<? extends Fact> kind : Term.KINDS) {
      FactsByCode<?> facts = patient.byCode(kind);
      for (int number = 0; number < facts.size(); number++) {
        concerned.addAll(byCode.getOrDefault(facts.code(number), Set.of()));
      }
    }
    return concerned.stream()
        .flatMap(leaf -> Eligibility.outlook(leaf, patient).byTimeFrom().stream());
  }
}
