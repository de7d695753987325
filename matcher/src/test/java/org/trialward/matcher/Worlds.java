package org.trialward.matcher;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Alive;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.LivesIn;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Scale;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Side;
import org.trialward.rules.criterion.Characteristic.Speaks;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.criterion.Window.Edge;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * Small worlds of trials and patients over few codes and few ages, so that they often meet and
 * often only just miss each other.
 */
final class Worlds {
  private Worlds() {}

  static final List<Code> CODES =
      List.of(
          Code.of("urn:a", "1"),
          Code.of("urn:a", "2"),
          Code.of("urn:b", "1"),
          Code.of("http://loinc.org", "48642-3"),
          Code.of("http://loinc.org", "48643-1"),
          Code.of("http://hl7.org/fhir/sid/icd-10-cm", "E11.9"));
  private static final List<Code> ASKED =
      Stream.concat(CODES.stream(), Stream.of(Code.of("http://hl7.org/fhir/sid/icd-10-cm", "E11*")))
          .toList();
  private static final List<String> TRIALS = List.of("T1", "T2", "T3", "T4", "T5", "T6");

  /** What happens to a set of trials. */
  sealed interface Event {
    record Put(Trial trial) implements Event {}

    record Removed(TrialId trial) implements Event {}
  }

  static Arbitrary<List<Event>> histories() {
    Arbitrary<Event> put = trials().map(Event.Put::new);
    Arbitrary<Event> removed = trialIds().map(Event.Removed::new);
    return Arbitraries.frequencyOf(List.of(Tuple.of(8, put), Tuple.of(1, removed)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  static Arbitrary<List<PatientSnapshot>> patients() {
    return patient().list().ofSize(4);
  }

  private static Arbitrary<TrialId> trialIds() {
    return Arbitraries.of(TRIALS).map(TrialId::new);
  }

  static Arbitrary<Trial> trials() {
    Arbitrary<RecruitmentStatus> status =
        Arbitraries.frequencyOf(
            List.of(
                Tuple.of(6, Arbitraries.just(RecruitmentStatus.RECRUITING)),
                Tuple.of(1, Arbitraries.of(RecruitmentStatus.class))));
    Arbitrary<List<EligibilityCriterion>> criteria = criterion().list().ofMinSize(1).ofMaxSize(4);
    return Combinators.combine(trialIds(), status, dossiers(), criteria)
        .as((id, now, dossier, of) ->
            new Trial(id, "1", "A trial", "an area", now, dossier, Optional.empty(), numbered(of)));
  }

  /** Some approvals expire among the reference dates. */
  private static Arbitrary<Dossier> dossiers() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.just(Dossier.EMPTY)),
        Tuple.of(
            1,
            referenceDates()
                .map(day ->
                    new Dossier(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(new Approval("1", Optional.empty(), Optional.of(day))),
                        Optional.empty()))));
  }

  private static List<EligibilityCriterion> numbered(List<EligibilityCriterion> criteria) {
    return IntStream.range(0, criteria.size())
        .mapToObj(i -> {
          EligibilityCriterion c = criteria.get(i);
          return new EligibilityCriterion("c" + i, c.kind(), c.text(), c.registry(), c.when());
        })
        .toList();
  }

  private static Arbitrary<EligibilityCriterion> criterion() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(Tuple.of(2, Kind.INCLUSION), Tuple.of(1, Kind.EXCLUSION));
    return Combinators.combine(kinds, characteristic(2))
        .as((kind, when) -> new EligibilityCriterion("c", kind, "a sentence", List.of(), when));
  }

  private static Arbitrary<Characteristic> characteristic(int depth) {
    if (depth == 0) {
      return leaf();
    }
    Arbitrary<Characteristic> part = characteristic(depth - 1);
    Arbitrary<List<Characteristic>> parts = part.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.frequencyOf(
        List.of(
            Tuple.of(3, leaf()),
            Tuple.of(1, parts.map(AllOf::new)),
            Tuple.of(1, parts.map(AnyOf::new)),
            Tuple.of(
                1,
                Combinators.combine(parts, Arbitraries.integers().between(0, 2))
                    .as((some, n) -> new AtLeast(1 + n % some.size(), some))),
            Tuple.of(1, part.map(Not::new))));
  }

  private static Arbitrary<Characteristic> leaf() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(ageRanges(), event().optional(0.2)).as(Characteristic.Age::new),
            Arbitraries.of(Sex.class).map(SexIs::new),
            events(),
            Combinators.combine(Arbitraries.integers().between(1, 3), event()).as(Occurred::new),
            Combinators.combine(
                    event(),
                    Arbitraries.of(Side.class),
                    event(),
                    spans().optional(0.3),
                    spans().optional(0.3))
                .as(Followed::new),
            Arbitraries.just(new Alive()),
            Arbitraries.of(
                new LivesIn("in US", Set.of("US"), Set.of()),
                new LivesIn("near", Set.of("DE"), Set.of("021*", "US 02139"))),
            silences().map(silence -> new Speaks(Set.of("en"), silence)),
            Arbitraries.just(new NeedsAPerson("judgement")),
            Arbitraries.just(new NotYetSupported("a genome"))));
  }

  private static Arbitrary<Characteristic> events() {
    return event().map(event -> event);
  }

  private static Arbitrary<Characteristic.Event> event() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(
                    sets(),
                    Arbitraries.of(Presence.class),
                    Arbitraries.of(Certainty.class),
                    windows().optional(0.2),
                    windows().optional(0.2),
                    sets().optional(0.1),
                    sets().optional(0.1),
                    silences())
                .as(Diagnosed::new),
            Combinators.combine(
                    sets(), taken(), windows().optional(0.2), spans().optional(0.2), silences())
                .as(Medicated::new),
            Combinators.combine(sets(), windows().optional(0.3), silences()).as(Underwent::new),
            Combinators.combine(sets(), windows().optional(0.3), silences()).as(Immunized::new),
            Combinators.combine(sets(), silences()).as(AllergicTo::new),
            Combinators.combine(
                    measures(),
                    ranges(),
                    windows().optional(0.3),
                    Arbitraries.of(Choice.class),
                    silences())
                .as(Measured::new),
            Combinators.combine(
                    sets().map(Measure.Coded::new),
                    sets().map(ResultTest.CodedAs::new),
                    windows().optional(0.3),
                    Arbitraries.of(Choice.LATEST, Choice.EARLIEST, Choice.ANY, Choice.ALL),
                    silences())
                .as(Measured::new),
            Combinators.combine(derived(), windows().optional(0.5), silences())
                .as((measure, window, silence) ->
                    new Measured(measure, atLeast(1), window, Choice.LATEST, silence)),
            Combinators.combine(
                    sets(),
                    sets().optional(0.3),
                    sets().optional(0.2),
                    windows().optional(0.3),
                    silences())
                .as(VariantFound::new),
            Combinators.combine(sets().optional(0.5), sets().optional(0.3), taken(), silences())
                .as(TakesPart::new)));
  }

  private static final ValueSet ONE = new ValueSet("one", Set.of(CODES.getFirst()));
  private static final ValueSet OTHER = new ValueSet("other", Set.of(CODES.getLast()));

  private static final ValueSet AND_ANOTHER = new ValueSet("another", Set.of(CODES.get(1)));

  private static Arbitrary<Measure> derived() {
    return Arbitraries.of(
        new Measure.Derived(Formula.BMI, Map.of("weight", ONE, "height", OTHER)),
        new Measure.Derived(Formula.EGFR_MDRD, Map.of("creatinine", ONE)),
        new Measure.Derived(Formula.QTCF, Map.of("qt", ONE, "heart-rate", AND_ANOTHER)),
        new Measure.Derived(
            Formula.MELD,
            Map.of("bilirubin", ONE, "inr", OTHER, "creatinine", ONE, "dialysis", AND_ANOTHER)),
        new Measure.Derived(
            Formula.CHILD_PUGH,
            Map.of(
                "bilirubin", ONE,
                "albumin", ONE,
                "inr", ONE,
                "ascites-1", OTHER,
                "ascites-2", AND_ANOTHER,
                "encephalopathy-1", AND_ANOTHER,
                "encephalopathy-2", OTHER)),
        new Measure.Derived(
            Formula.CHA2DS2_VASC,
            Map.of(
                "heart-failure", ONE,
                "hypertension", OTHER,
                "diabetes", AND_ANOTHER,
                "stroke", ONE,
                "vascular-disease", OTHER)));
  }

  private static Arbitrary<Measure> measures() {
    return Arbitraries.oneOf(
        sets().map(Measure.Coded::new),
        Combinators.combine(Arbitraries.of(Scale.class), sets(), sets())
            .as(Measure.Performance::new));
  }

  private static Arbitrary<Taken> taken() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Taken.Now()),
        Arbitraries.just(new Taken.Ever()),
        windows().map(Taken.During::new));
  }

  /** One bound or both, included or not, fixed or in multiples of normal. */
  private static Arbitrary<ResultTest> ranges() {
    Arbitrary<Bound> bounds =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                Arbitraries.frequency(
                    Tuple.of(6, "1"),
                    Tuple.of(1, "%"),
                    Tuple.of(1, "mg"),
                    Tuple.of(2, "mmol/L"),
                    Tuple.of(1, "g/L")),
                Arbitraries.of(true, false),
                Arbitraries.integers().between(0, 9))
            .as((number, unit, included, kind) ->
                kind <= 1
                    ? new Bound(
                        kind == 0
                            ? new Limit.TimesUpperNormal(BigDecimal.valueOf(number))
                            : new Limit.TimesLowerNormal(BigDecimal.valueOf(number)),
                        included)
                    : new Bound(Quantity.of(String.valueOf(number), unit), included));
    return Combinators.combine(bounds, bounds, Arbitraries.integers().between(0, 2))
        .as((low, high, ends) ->
            new ResultTest.InRange(
                new QuantityRange(
                    ends == 1 ? Optional.empty() : Optional.of(low),
                    ends == 2 ? Optional.empty() : Optional.of(high))));
  }

  private static ResultTest atLeast(int number) {
    Bound bound = new Bound(Quantity.of(String.valueOf(number), "1"), true);
    return new ResultTest.InRange(new QuantityRange(Optional.of(bound), Optional.empty()));
  }

  private static Arbitrary<Silence> silences() {
    return Arbitraries.frequency(Tuple.of(3, Silence.MEANS_NO), Tuple.of(1, Silence.MEANS_UNKNOWN));
  }

  private static Arbitrary<ValueSet> sets() {
    return Combinators.combine(
            Arbitraries.of(ASKED).set().ofMinSize(1).ofMaxSize(2),
            Arbitraries.of(Analyte.GLUCOSE, Analyte.POTASSIUM).optional(0.2))
        .as((codes, analyte) -> new ValueSet("set", codes, analyte));
  }

  private static Arbitrary<List<Code>> codes() {
    return Arbitraries.of(CODES).list().uniqueElements().ofMinSize(0).ofMaxSize(2);
  }

  private static Arbitrary<Window> windows() {
    return Arbitraries.of(
        Window.last(30, CalendarUnit.DAYS),
        Window.last(6, CalendarUnit.MONTHS),
        Window.last(2, CalendarUnit.YEARS),
        Window.last(5, CalendarUnit.WEEKS),
        Window.atLeastAgo(3, CalendarUnit.MONTHS),
        Window.since(LocalDate.of(2024, 6, 1)),
        Window.since(LocalDate.of(2025, 9, 1)),
        window(ago(12, CalendarUnit.MONTHS), ago(30, CalendarUnit.DAYS)),
        window(ago(1, CalendarUnit.MONTHS), ago(30, CalendarUnit.DAYS)),
        window(ago(1, CalendarUnit.YEARS), ago(0, CalendarUnit.DAYS)),
        window(new Edge.Open(), new Edge.On(LocalDate.of(2024, 12, 31))),
        window(ago(6, CalendarUnit.MONTHS), new Edge.On(LocalDate.of(2024, 12, 31))),
        window(new Edge.On(LocalDate.of(2024, 6, 1)), ago(2, CalendarUnit.MONTHS)));
  }

  private static Window window(Edge first, Edge last) {
    return new Window(first, last);
  }

  private static Edge ago(int length, CalendarUnit unit) {
    return new Edge.Ago(new Span(length, unit));
  }

  private static Arbitrary<Span> spans() {
    return Arbitraries.of(
        new Span(0, CalendarUnit.DAYS),
        new Span(30, CalendarUnit.DAYS),
        new Span(6, CalendarUnit.MONTHS));
  }

  private static Arbitrary<AgeRange> ageRanges() {
    return Combinators.combine(ages(), ages(), Arbitraries.of(0, 1, 2))
        .as((a, b, ends) -> {
          boolean ordered = day(a).isBefore(day(b));
          return new AgeRange(
              ends == 1 ? Optional.empty() : Optional.of(ordered ? a : b),
              ends == 2 ? Optional.empty() : Optional.of(ordered ? b : a));
        })
        .filter(range ->
            range.from().isEmpty()
                || range.below().isEmpty()
                || !range.from().equals(range.below()));
  }

  private static LocalDate day(Span age) {
    return age.after(LocalDate.EPOCH);
  }

  private static Arbitrary<Span> ages() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 80), Arbitraries.of(CalendarUnit.class))
        .as(Span::new);
  }

  /** Among them leap days and ends of months. */
  static Arbitrary<LocalDate> referenceDates() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 730).map(LocalDate.of(2024, 1, 1)::plusDays),
        Arbitraries.of(
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2025, 2, 28),
            LocalDate.of(2025, 3, 1),
            LocalDate.of(2025, 3, 31)));
  }

  /** Somebody whose age is only just, or only just not, some whole number of units. */
  private static Arbitrary<Interval> births(LocalDate asOf) {
    Arbitrary<LocalDate> days =
        Combinators.combine(ages(), Arbitraries.integers().between(-4, 4))
            .as((age, off) -> age.before(asOf).plusDays(off));
    return Arbitraries.frequencyOf(
        List.of(
            Tuple.of(5, days.map(Interval::on)),
            Tuple.of(1, days.map(d -> partial(d.toString().substring(0, 7)))),
            Tuple.of(1, days.map(d -> partial(d.toString().substring(0, 4))))));
  }

  private static Interval partial(String text) {
    return Interval.ofPartialDate(text).orElseThrow();
  }

  private static Arbitrary<PatientSnapshot> patient() {
    return referenceDates()
        .flatMap(asOf ->
            Combinators.combine(
                    births(asOf).optional(0.8),
                    Arbitraries.of(Sex.class).optional(0.8),
                    deaths(asOf),
                    facts(asOf).list().ofMaxSize(7),
                    residences(),
                    Arbitraries.of("es", "en-US").list().ofMaxSize(1))
                .as((born, sex, death, facts, residence, languages) ->
                    new PatientChart(
                            new PatientId("p"),
                            new Demographics(
                                born,
                                sex,
                                death,
                                residence,
                                languages,
                                new Source("Patient", "p", "1")),
                            facts)
                        .asOf(asOf)));
  }

  private static Arbitrary<Residence> residences() {
    return Combinators.combine(
            Arbitraries.of("US", "DE").optional(0.7),
            Arbitraries.of("02139", "99999").optional(0.6))
        .as(Residence::new);
  }

  private static Arbitrary<Death> deaths(LocalDate asOf) {
    Arbitrary<Death> alive = Arbitraries.just(new Death.NotRecorded());
    Arbitrary<Death> dead = dates(asOf).optional(0.6).map(Death.Died::new);
    return Arbitraries.frequencyOf(List.of(Tuple.of(9, alive), Tuple.of(1, dead)));
  }

  private static Arbitrary<Interval> dates(LocalDate asOf) {
    Arbitrary<LocalDate> days = Arbitraries.integers().between(-900, 60).map(asOf::plusDays);
    Arbitrary<Integer> hours = Arbitraries.integers().between(0, 23);
    return Arbitraries.frequencyOf(
        List.of(
            Tuple.of(5, days.map(Interval::on)),
            Tuple.of(
                2,
                Combinators.combine(days, hours)
                    .as((day, hour) -> Interval.at(day.atTime(hour, 0)))),
            Tuple.of(1, days.map(d -> partial(d.toString().substring(0, 7)))),
            Tuple.of(1, days.map(d -> partial(d.toString().substring(0, 4)))),
            Tuple.of(
                1,
                Combinators.combine(days, Arbitraries.integers().between(0, 200))
                    .as((day, length) -> Interval.between(day, day.plusDays(length)))),
            Tuple.of(1, Arbitraries.just(Interval.ANY_TIME))));
  }

  private static Arbitrary<Fact> facts(LocalDate asOf) {
    Arbitrary<Optional<Interval>> maybe = dates(asOf).optional(0.6);
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(
                    codes(),
                    Arbitraries.of(ClinicalStatus.class),
                    verifications(),
                    maybe,
                    dates(asOf).optional(0.1),
                    maybe,
                    codes(),
                    codes())
                .as((codes, status, sure, onset, end, recorded, severity, stage) ->
                    new Diagnosis(
                        codes,
                        status,
                        sure,
                        onset,
                        end,
                        recorded,
                        severity,
                        stage,
                        from("Condition"))),
            Combinators.combine(
                    codes(),
                    Arbitraries.of(MedicationUse.Status.class),
                    maybe,
                    dates(asOf).optional(0.4))
                .as((codes, status, start, end) ->
                    new MedicationUse(codes, status, start, end, from("MedicationRequest"))),
            Combinators.combine(codes(), Arbitraries.of(PerformedProcedure.Status.class), maybe)
                .as((codes, status, when) ->
                    new PerformedProcedure(codes, status, when, from("Procedure"))),
            Combinators.combine(
                    codes(), Arbitraries.of(ClinicalStatus.class), verifications(), maybe)
                .as((codes, status, sure, recorded) ->
                    new Allergy(codes, status, sure, recorded, from("AllergyIntolerance"))),
            Combinators.combine(
                    codes(), Arbitraries.of(Measurement.Status.class), results(), normals(), maybe)
                .as((codes, status, result, normal, taken) ->
                    new Measurement(codes, status, result, normal, taken, from("Observation"))),
            Combinators.combine(codes(), Arbitraries.of(Immunization.Status.class), maybe)
                .as((codes, status, given) ->
                    new Immunization(codes, status, given, from("Immunization"))),
            Combinators.combine(
                    codes(), codes(), Arbitraries.of(GeneVariant.Finding.class), codes(), maybe)
                .as((genes, changes, finding, meaning, taken) ->
                    new GeneVariant(genes, changes, finding, meaning, taken, from("Observation"))),
            Combinators.combine(
                    codes(),
                    Arbitraries.of(StudyParticipation.Status.class),
                    maybe,
                    dates(asOf).optional(0.4))
                .as((codes, status, start, end) ->
                    new StudyParticipation(codes, status, start, end, from("ResearchSubject")))));
  }

  private static Arbitrary<Verification> verifications() {
    return Arbitraries.frequency(
        Tuple.of(4, Verification.CONFIRMED),
        Tuple.of(1, Verification.UNCONFIRMED),
        Tuple.of(1, Verification.REFUTED));
  }

  private static Arbitrary<ReferenceRange> normals() {
    Arbitrary<Optional<Quantity>> limits =
        Arbitraries.of(
                Quantity.of("0", "1"),
                Quantity.of("1", "1"),
                Quantity.of("150", "%"),
                Quantity.of("2", "mmol/L"))
            .optional(0.7);
    return Combinators.combine(limits, limits).as(ReferenceRange::new);
  }

  private static Arbitrary<Result> results() {
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.frequencyOf(
                    Tuple.of(5, Arbitraries.just(Comparator.EXACT)),
                    Tuple.of(1, Arbitraries.of(Comparator.class))),
                Arbitraries.of(
                    Quantity.of("0", "1"),
                    Quantity.of("1", "1"),
                    Quantity.of("2.0", "1"),
                    Quantity.of("2.9999999999999999", "1"),
                    Quantity.of("-1", "1"),
                    Quantity.of("200", "%"),
                    Quantity.of("50", "%"),
                    Quantity.of("1E+3", "%"),
                    Quantity.of("1", "mg"),
                    Quantity.of("180.156", "mg/dL"),
                    Quantity.of("2", "mmol/L"),
                    Quantity.of("2", "meq/L"),
                    Quantity.of("0.5", "g/L"),
                    Quantity.of("5", "g/dL"),
                    Quantity.of("400", "ms"),
                    Quantity.of("60", "/min"),
                    Quantity.of("1", "{what}"),
                    Quantity.of("123456789012345678901234567890", "1")))
            .as(Result.Numeric::new),
        codes().map(Result.Coded::new),
        Arbitraries.just(new Result.Unusable("no unit")));
  }

  private static Source from(String type) {
    return new Source(type, "1", "1");
  }
}
