package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;

/**
 * Arbitrary charts and characteristics of all kinds over few codes and few years, so that they
 * often meet.
 */
final class Charts {
  private Charts() {}

  static final LocalDate FIRST_DAY = LocalDate.of(2022, 6, 1);
  private static final List<Code> CODES =
      List.of(Code.of("urn:a", "1"), Code.of("urn:a", "2"), Code.of("urn:b", "1"));
  private static final List<String> UNITS = List.of("mg/dL", "g/L", "mmol/L", "1");

  /** Among them leap days and ends of months. */
  static Arbitrary<LocalDate> referenceDates() {
    return Arbitraries.oneOf(
        days(LocalDate.of(2024, 1, 1), 730),
        Arbitraries.of(
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2025, 2, 28),
            LocalDate.of(2025, 3, 31),
            LocalDate.of(2024, 12, 31)));
  }

  private static Arbitrary<LocalDate> days(LocalDate first, int count) {
    return Arbitraries.integers().between(0, count).map(first::plusDays);
  }

  /** Days, months, years, moments and stretches; some after any reference date. */
  static Arbitrary<Interval> intervals() {
    Arbitrary<LocalDate> days = days(FIRST_DAY, 4 * 365);
    return Arbitraries.frequencyOf(
        List.of(
            tuple(4, days.map(Interval::on)),
            tuple(2, days.map(d -> partial(d.toString().substring(0, 7)))),
            tuple(2, days.map(d -> partial(d.toString().substring(0, 4)))),
            tuple(1, days.map(d -> Interval.at(d.atTime(d.getDayOfYear() % 24, 0)))),
            tuple(
                1,
                Combinators.combine(days, Arbitraries.integers().between(0, 200))
                    .as((d, n) -> Interval.between(d, d.plusDays(n))))));
  }

  private static Tuple.Tuple2<Integer, Arbitrary<Interval>> tuple(
      int weight, Arbitrary<Interval> intervals) {
    return Tuple.of(weight, intervals);
  }

  private static Interval partial(String text) {
    return Interval.ofPartialDate(text).orElseThrow();
  }

  private static <T> Arbitrary<Optional<T>> maybe(Arbitrary<T> some) {
    return some.optional(0.7);
  }

  private static Arbitrary<List<Code>> codes() {
    Code a1 = CODES.get(0);
    Code a2 = CODES.get(1);
    Code b1 = CODES.get(2);
    return Arbitraries.of(
        List.of(a1), List.of(a2), List.of(b1), List.of(a1, a2), List.of(b1, a1), List.of(a2, b1));
  }

  static Arbitrary<ValueSet> sets() {
    return codes().map(codes -> new ValueSet("set", Set.copyOf(codes)));
  }

  private static Arbitrary<Source> sources(String type) {
    return Arbitraries.integers()
        .between(1, 1000)
        .map(id -> new Source(type, String.valueOf(id), "1"));
  }

  static Arbitrary<Quantity> quantities() {
    return Combinators.combine(Arbitraries.integers().between(0, 6), Arbitraries.of(UNITS))
        .as((n, unit) -> Quantity.of(String.valueOf(n), unit));
  }

  static Arbitrary<Result> results() {
    return Arbitraries.oneOf(
        numeric(),
        numeric(),
        codes().map(Result.Coded::new),
        Arbitraries.just(new Result.Unusable("no unit")));
  }

  static Arbitrary<Result> numeric() {
    return Combinators.combine(Arbitraries.of(Measurement.Comparator.class), quantities())
        .as(Result.Numeric::new);
  }

  static Arbitrary<Fact> facts() {
    return Arbitraries.oneOf(
        diagnoses(), medications(), procedures(), allergies(), measurements(), measurements());
  }

  private static Arbitrary<Diagnosis> diagnoses() {
    return Combinators.combine(
            codes(),
            Arbitraries.of(ClinicalStatus.class),
            verifications(),
            maybe(intervals()),
            intervals().optional(0.3),
            maybe(intervals()),
            sources("Condition"))
        .as(Diagnosis::new);
  }

  private static Arbitrary<Verification> verifications() {
    return Arbitraries.frequency(
        Tuple.of(4, Verification.CONFIRMED),
        Tuple.of(1, Verification.UNCONFIRMED),
        Tuple.of(1, Verification.REFUTED));
  }

  private static Arbitrary<MedicationUse> medications() {
    return Combinators.combine(
            codes(),
            Arbitraries.of(MedicationUse.Status.class),
            maybe(intervals()),
            intervals().optional(0.5),
            sources("MedicationRequest"))
        .as(MedicationUse::new);
  }

  private static Arbitrary<PerformedProcedure> procedures() {
    return Combinators.combine(
            codes(),
            Arbitraries.of(PerformedProcedure.Status.class),
            maybe(intervals()),
            sources("Procedure"))
        .as(PerformedProcedure::new);
  }

  private static Arbitrary<Allergy> allergies() {
    return Combinators.combine(
            codes(),
            Arbitraries.of(ClinicalStatus.class),
            verifications(),
            maybe(intervals()),
            sources("AllergyIntolerance"))
        .as(Allergy::new);
  }

  private static Arbitrary<Measurement> measurements() {
    return Combinators.combine(
            codes(),
            Arbitraries.frequency(
                Tuple.of(4, Measurement.Status.FINAL),
                Tuple.of(1, Measurement.Status.PRELIMINARY),
                Tuple.of(1, Measurement.Status.RETRACTED)),
            results(),
            maybe(intervals()),
            sources("Observation"))
        .as(Measurement::new);
  }

  static Arbitrary<PatientChart> charts() {
    return Combinators.combine(
            maybe(intervals()),
            maybe(Arbitraries.of(Sex.class)),
            Arbitraries.oneOf(
                Arbitraries.just(new Death.NotRecorded()),
                Arbitraries.just(new Death.NotRecorded()),
                maybe(intervals()).map(Death.Died::new)),
            facts().list().ofMaxSize(8))
        .as((born, sex, death, facts) ->
            new PatientChart(
                new PatientId("p"),
                new Demographics(born, sex, death, new Source("Patient", "p", "1")),
                facts));
  }

  static Arbitrary<Window> windows() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 24), Arbitraries.of(CalendarUnit.class))
        .as((n, unit) ->
            new Window(
                switch (unit) {
                  case DAYS -> n * 10;
                  case WEEKS -> n * 3;
                  case MONTHS -> n;
                  case YEARS -> 1 + n % 3;
                },
                unit));
  }

  private static Arbitrary<AgeRange.Age> ages() {
    return windows().map(w -> new AgeRange.Age(w.length(), w.unit()));
  }

  static Arbitrary<AgeRange> ageRanges() {
    return Combinators.combine(maybe(ages()), maybe(ages()))
        .as(Charts::ageRange)
        .filter(Optional::isPresent)
        .map(Optional::get);
  }

  private static Optional<AgeRange> ageRange(
      Optional<AgeRange.Age> from, Optional<AgeRange.Age> below) {
    boolean bounded = from.isPresent() || below.isPresent();
    boolean crossed =
        from.isPresent()
            && below.isPresent()
            && !day(from.get()).isBefore(day(below.get()).minusDays(4));
    return bounded && !crossed ? Optional.of(new AgeRange(from, below)) : Optional.empty();
  }

  private static LocalDate day(AgeRange.Age age) {
    return LocalDate.EPOCH.plus(age.unit().times(age.length()));
  }

  private static Arbitrary<Silence> silences() {
    return Arbitraries.of(Silence.class);
  }

  static Arbitrary<QuantityRange> ranges() {
    Arbitrary<Integer> limits = Arbitraries.integers().between(0, 6);
    Arbitrary<Boolean> included = Arbitraries.of(true, false);
    return Combinators.combine(
            limits, limits, included, included, Arbitraries.of(UNITS), Arbitraries.of(0, 1, 2))
        .as((a, b, lowIn, highIn, unit, ends) -> {
          Bound low = new Bound(Quantity.of(String.valueOf(Math.min(a, b)), unit), lowIn);
          Bound high = new Bound(Quantity.of(String.valueOf(Math.max(a, b)), unit), highIn);
          return new QuantityRange(
              ends == 1 ? Optional.empty() : Optional.of(low),
              ends == 2 ? Optional.empty() : Optional.of(high));
        });
  }

  /** One question without parts, of every kind. */
  static Arbitrary<Characteristic> leaves() {
    return Arbitraries.oneOf(
        List.of(
            ageRanges().map(Characteristic.Age::new),
            Arbitraries.of(Sex.class).map(Characteristic.SexIs::new),
            Combinators.combine(
                    sets(),
                    Arbitraries.of(Presence.class),
                    windows().optional(0.4),
                    windows().optional(0.3),
                    silences())
                .as(Diagnosed::new),
            Combinators.combine(
                    sets(),
                    Arbitraries.oneOf(
                        Arbitraries.just(new Taken.Now()),
                        Arbitraries.just(new Taken.Ever()),
                        windows().map(Taken.During::new)),
                    silences())
                .as(Medicated::new),
            Combinators.combine(sets(), windows().optional(0.6), silences()).as(Underwent::new),
            Combinators.combine(sets(), silences()).as(AllergicTo::new),
            measured(),
            measured(),
            Arbitraries.just(new Characteristic.NeedsAPerson("judgement")),
            Arbitraries.just(new Characteristic.NotYetSupported("QTcF"))));
  }

  static Arbitrary<Measured> measured() {
    return Combinators.combine(
            sets(),
            Arbitraries.oneOf(
                ranges().map(ResultTest.InRange::new),
                ranges().map(ResultTest.InRange::new),
                sets().map(ResultTest.CodedAs::new)),
            windows().optional(0.7),
            Arbitraries.of(Choice.class),
            silences())
        .as(Measured::new);
  }

  static Arbitrary<Characteristic> characteristics() {
    return nested(2);
  }

  private static Arbitrary<Characteristic> nested(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Characteristic> part = nested(depth - 1);
    Arbitrary<List<Characteristic>> parts = part.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        List.of(
            leaves(),
            leaves(),
            parts.map(AllOf::new),
            parts.map(AnyOf::new),
            Combinators.combine(parts, Arbitraries.integers().between(0, 2))
                .as((some, n) -> new AtLeast(1 + n % some.size(), some)),
            part.map(Characteristic.Not::new)));
  }

  /** A characteristic and a chart that has something to say about it. */
  record Question(Characteristic asked, PatientChart chart) {}

  static Arbitrary<Question> questions() {
    Arbitrary<Question> plain = plainQuestions(3);
    return Arbitraries.frequencyOf(
        List.of(Tuple.of(2, plain), Tuple.of(1, plain.list().ofSize(2).map(Charts::joined))));
  }

  /** A question without parts and up to so many facts of its kind with its codes. */
  static Arbitrary<Question> plainQuestions(int mostFacts) {
    Arbitrary<PatientChart> people = charts().map(chart -> withFacts(chart, List.of()));
    return leaves()
        .flatMap(asked ->
            Combinators.combine(people, about(asked).list().ofMinSize(1).ofMaxSize(mostFacts))
                .as((person, facts) -> new Question(asked, withFacts(person, facts))));
  }

  private static Arbitrary<Fact> about(Characteristic asked) {
    return switch (asked) {
      case Diagnosed d -> meeting(d.of(), diagnoses());
      case Medicated m -> meeting(m.of(), medications());
      case Underwent u -> meeting(u.of(), procedures());
      case AllergicTo a -> meeting(a.of(), allergies());
      case Measured m -> meeting(m.of(), measurements());
      default -> facts();
    };
  }

  private static Arbitrary<Fact> meeting(ValueSet of, Arbitrary<? extends Fact> facts) {
    return facts.map(fact -> coded(fact, List.copyOf(of.codes())));
  }

  private static Question joined(List<Question> two) {
    List<Characteristic> parts = two.stream().map(Question::asked).toList();
    PatientChart first = two.getFirst().chart();
    List<Fact> facts = new ArrayList<>(first.facts());
    facts.addAll(two.getLast().chart().facts());
    // Which combination does not matter much, so the facts choose it.
    Characteristic asked =
        switch (facts.size() % 4) {
          case 0 -> new AllOf(parts);
          case 1 -> new AnyOf(parts);
          case 2 -> new Characteristic.Not(new AnyOf(parts));
          default -> new AtLeast(2, parts);
        };
    return new Question(asked, withFacts(first, facts));
  }

  static Fact coded(Fact fact, List<Code> codes) {
    return switch (fact) {
      case Diagnosis d ->
          new Diagnosis(
              codes,
              d.status(),
              d.verification(),
              d.onset(),
              d.abatement(),
              d.recorded(),
              d.source());
      case MedicationUse m -> new MedicationUse(codes, m.status(), m.start(), m.end(), m.source());
      case PerformedProcedure p ->
          new PerformedProcedure(codes, p.status(), p.performed(), p.source());
      case Allergy a -> new Allergy(codes, a.status(), a.verification(), a.recorded(), a.source());
      case Measurement m -> new Measurement(codes, m.status(), m.result(), m.taken(), m.source());
    };
  }

  /** The same chart without what begins after a day. */
  static PatientChart upTo(LocalDate day, PatientChart chart) {
    return withFacts(
        chart,
        chart.facts().stream()
            .filter(f -> f.date().map(when -> !when.firstDay().isAfter(day)).orElse(true))
            .toList());
  }

  static PatientChart withFacts(PatientChart chart, List<Fact> facts) {
    return new PatientChart(chart.id(), chart.demographics(), facts);
  }

  /** What one does to a date, done to every date of a chart. */
  interface Rewriting {
    Interval of(Interval when);
  }

  static PatientChart rewritten(PatientChart chart, Rewriting date) {
    Demographics who = chart.demographics();
    Death death =
        switch (who.death()) {
          case Death.Died(var when) -> new Death.Died(when.map(date::of));
          case Death.NotRecorded alive -> alive;
        };
    List<Fact> facts = new ArrayList<>();
    for (Fact fact : chart.facts()) {
      facts.add(
          switch (fact) {
            case Diagnosis d ->
                new Diagnosis(
                    d.codes(),
                    d.status(),
                    d.verification(),
                    d.onset().map(date::of),
                    d.abatement().map(date::of),
                    d.recorded().map(date::of),
                    d.source());
            case MedicationUse m ->
                new MedicationUse(
                    m.codes(),
                    m.status(),
                    m.start().map(date::of),
                    m.end().map(date::of),
                    m.source());
            case PerformedProcedure p ->
                new PerformedProcedure(
                    p.codes(), p.status(), p.performed().map(date::of), p.source());
            case Allergy a ->
                new Allergy(
                    a.codes(),
                    a.status(),
                    a.verification(),
                    a.recorded().map(date::of),
                    a.source());
            case Measurement m ->
                new Measurement(
                    m.codes(), m.status(), m.result(), m.taken().map(date::of), m.source());
          });
    }
    return new PatientChart(
        chart.id(),
        new Demographics(who.born().map(date::of), who.sex(), death, who.source()),
        facts);
  }

  static Interval shifted(Interval when, long days) {
    LocalDateTime earliest = when.earliest().plusDays(days);
    return new Interval(earliest, when.latest().plusDays(days));
  }
}
