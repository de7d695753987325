package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Side;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.document.Doubt.Weight;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/**
 * Small trials and charts over few codes, days and numbers, so that they meet often: where the
 * check says that nobody fits, no chart is eligible.
 */
class CriteriaCheckSoundnessTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 3, 31);
  private static final Source SOURCE = new Source("Resource", "1", "");

  @Property(seed = "20261123", tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void whereNobodyFitsNoPatientIsEligible(
      @ForAll("trials") Trial trial, @ForAll("patients") List<PatientChart> patients) {
    boolean nobody =
        CriteriaCheck.of(trial).stream().anyMatch(d -> d.weight() == Weight.NOBODY_FITS);
    boolean somebody =
        patients.stream()
            .anyMatch(p -> Eligibility.of(trial, p.asOf(AS_OF)).outcome() == Outcome.ELIGIBLE);
    Statistics.collect(nobody ? "nobody" : somebody ? "somebody" : "undecided");
    assertThat(nobody && somebody).as("%s", CriteriaCheck.of(trial)).isFalse();
  }

  /** Two events of one kind, one asked for and one kept out, meet more often. */
  @Property(seed = "20261123", tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void whereOneEventIsAskedForAndAnotherKeptOutTheSameHolds(
      @ForAll("pairs") Trial trial, @ForAll("patients") List<PatientChart> patients) {
    whereNobodyFitsNoPatientIsEligible(trial, patients);
  }

  @Provide
  Arbitrary<Trial> pairs() {
    return kinds().stream()
        .map(events ->
            Combinators.combine(events, events)
                .as((asked, barred) ->
                    trial(
                        List.of(
                            new EligibilityCriterion("a", Kind.INCLUSION, "t", List.of(), asked),
                            new EligibilityCriterion(
                                "b", Kind.EXCLUSION, "t", List.of(), barred)))))
        .reduce((a, b) -> Arbitraries.oneOf(a, b))
        .orElseThrow();
  }

  @Provide
  Arbitrary<Trial> trials() {
    return criteria().list().ofMinSize(1).ofMaxSize(4).map(CriteriaCheckSoundnessTest::trial);
  }

  private static Trial trial(List<EligibilityCriterion> criteria) {
    return new Trial(
        new TrialId("T"),
        "1",
        "t",
        "a",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        criteria);
  }

  private static Arbitrary<EligibilityCriterion> criteria() {
    return Combinators.combine(Arbitraries.of(Kind.class), characteristics(2))
        .as((kind, when) -> new EligibilityCriterion("c", kind, "t", List.of(), when));
  }

  private static Arbitrary<Characteristic> characteristics(int depth) {
    Arbitrary<Characteristic> leaves =
        Arbitraries.oneOf(
            events().map(event -> event),
            Arbitraries.of(Sex.class).map(Characteristic.SexIs::new),
            ages(),
            Combinators.combine(Arbitraries.integers().between(1, 3), events())
                .as(Characteristic.Occurred::new),
            followed());
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<List<Characteristic>> parts =
        characteristics(depth - 1).list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.frequencyOf(
        Tuple.of(6, leaves),
        Tuple.of(1, parts.map(Characteristic.AllOf::new)),
        Tuple.of(1, parts.map(Characteristic.AnyOf::new)),
        Tuple.of(1, parts.map(p -> new Characteristic.AtLeast(Math.min(2, p.size()), p))),
        Tuple.of(1, characteristics(depth - 1).map(Characteristic.Not::new)));
  }

  private static Arbitrary<Characteristic> ages() {
    Arbitrary<Optional<Span>> bounds =
        Arbitraries.of(
                new Span(18, CalendarUnit.YEARS),
                new Span(216, CalendarUnit.MONTHS),
                new Span(20, CalendarUnit.YEARS),
                new Span(7305, CalendarUnit.DAYS),
                new Span(1000, CalendarUnit.WEEKS))
            .optional(0.6);
    return Combinators.combine(bounds, bounds, events().optional(0.2))
        .filter((from, below, at) -> from.isPresent() || below.isPresent())
        .as((from, below, at) -> new Characteristic.Age(new AgeRange(from, below), at));
  }

  private static Arbitrary<Characteristic> followed() {
    return Combinators.combine(
            events(),
            Arbitraries.of(Side.class),
            events(),
            spans().optional(0.4),
            spans().optional(0.4))
        .as(Characteristic.Followed::new);
  }

  private static Arbitrary<Span> spans() {
    return Arbitraries.of(
        new Span(10, CalendarUnit.DAYS),
        new Span(30, CalendarUnit.DAYS),
        new Span(1, CalendarUnit.MONTHS),
        new Span(3, CalendarUnit.MONTHS),
        new Span(60, CalendarUnit.DAYS));
  }

  private static Arbitrary<Optional<Window>> windows() {
    Arbitrary<Window.Edge> edges =
        Arbitraries.oneOf(
            Arbitraries.just(new Window.Edge.Open()),
            spans().map(Window.Edge.Ago::new),
            days().map(Window.Edge.On::new));
    return Combinators.combine(edges, edges)
        .filter((first, last) ->
            !(first instanceof Window.Edge.Open && last instanceof Window.Edge.Open))
        .as(Window::new)
        .optional(0.5);
  }

  private static Arbitrary<LocalDate> days() {
    return Arbitraries.of(
        LocalDate.of(2025, 3, 31),
        LocalDate.of(2025, 3, 21),
        LocalDate.of(2025, 2, 28),
        LocalDate.of(2025, 3, 1),
        LocalDate.of(2025, 1, 30),
        LocalDate.of(2024, 12, 31),
        LocalDate.of(2024, 6, 1));
  }

  private static Arbitrary<ValueSet> sets() {
    Code whole = Code.of(CodeSystem.ICD_10_CM.uri(), "E11*");
    Code part = Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9");
    Code other = Code.of(CodeSystem.SNOMED.uri(), "1");
    return Arbitraries.of(
        new ValueSet("whole", Set.of(whole)),
        new ValueSet("part", Set.of(part)),
        new ValueSet("part again", Set.of(part)),
        new ValueSet("both", Set.of(part, other)),
        new ValueSet("other", Set.of(other)));
  }

  private static Arbitrary<Event> events() {
    return kinds().stream().reduce((a, b) -> Arbitraries.oneOf(a, b)).orElseThrow();
  }

  private static List<Arbitrary<Event>> kinds() {
    Arbitrary<Silence> silence = Arbitraries.of(Silence.class);
    Arbitrary<Taken> taken =
        Arbitraries.oneOf(
            Arbitraries.of(new Taken.Now(), new Taken.Ever()),
            windows().filter(Optional::isPresent).map(w -> new Taken.During(w.orElseThrow())));
    return List.of(
        Combinators.combine(
                sets(),
                Arbitraries.of(Presence.class),
                Arbitraries.of(Certainty.class),
                windows(),
                windows(),
                silence)
            .as((of, presence, certainty, onset, recorded, s) ->
                new Diagnosed(
                    of,
                    presence,
                    certainty,
                    onset,
                    recorded,
                    Optional.empty(),
                    Optional.empty(),
                    s)),
        Combinators.combine(sets(), taken, windows(), spans().optional(0.3), silence)
            .as(Medicated::new),
        Combinators.combine(sets(), windows(), silence).as(Underwent::new),
        measured());
  }

  private static final ValueSet GLUCOSE =
      new ValueSet(
          "glucose",
          Set.of(Code.of(CodeSystem.LOINC.uri(), "2345-7")),
          Optional.of(Analyte.GLUCOSE));

  private static Arbitrary<Event> measured() {
    Arbitrary<Limit> limits =
        Arbitraries.oneOf(
            quantities().map(Limit.Fixed::new),
            Arbitraries.of("1", "2").map(f -> new Limit.TimesUpperNormal(new BigDecimal(f))));
    Arbitrary<Optional<Bound>> bounds =
        Combinators.combine(limits, Arbitraries.of(true, false))
            .as((limit, included) -> new Bound(limit, included))
            .optional(0.6);
    Arbitrary<QuantityRange> ranges =
        Combinators.combine(bounds, bounds)
            .filter((lower, upper) -> lower.isPresent() || upper.isPresent())
            .as(QuantityRange::new);
    Arbitrary<Optional<Window>> within =
        Arbitraries.of(Optional.empty(), Optional.of(Window.last(30, CalendarUnit.DAYS)));
    return Combinators.combine(
            ranges, within, Arbitraries.of(Choice.class), Arbitraries.of(Silence.class))
        .as((range, window, choice, silence) ->
            new Measured(
                new Measure.Coded(GLUCOSE),
                new ResultTest.InRange(range),
                window,
                choice,
                silence));
  }

  private static Arbitrary<Quantity> quantities() {
    return Arbitraries.of(
        Quantity.of("5", "mmol/L"),
        Quantity.of("7.0", "mmol/L"),
        Quantity.of("7", "mmol/L"),
        Quantity.of("126", "mg/dL"),
        Quantity.of("180.156", "mg/dL"),
        Quantity.of("10", "mmol/L"));
  }

  @Provide
  Arbitrary<List<PatientChart>> patients() {
    Arbitrary<Demographics> persons =
        Combinators.combine(
                Arbitraries.of("2007-03-31", "2007-04-01", "2005", "2005-02", "1980-06-01")
                    .map(text -> Interval.ofPartialDate(text).orElseThrow())
                    .optional(0.9),
                Arbitraries.of(Sex.class).optional(0.9))
            .as((born, sex) ->
                new Demographics(
                    born, sex, new Death.NotRecorded(), Residence.NOT_RECORDED, List.of(), SOURCE));
    return Combinators.combine(persons, facts().list().ofMaxSize(6))
        .as((person, facts) -> new PatientChart(new PatientId("p"), person, facts))
        .list()
        .ofSize(16);
  }

  private static Arbitrary<Optional<Interval>> dates() {
    return Arbitraries.oneOf(
            days().map(Interval::on),
            Arbitraries.of("2025", "2025-03", "2024")
                .map(text -> Interval.ofPartialDate(text).orElseThrow()))
        .optional(0.9);
  }

  private static Arbitrary<Fact> facts() {
    Arbitrary<List<Code>> codes =
        Arbitraries.of(
            List.of(Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9")),
            List.of(Code.of(CodeSystem.ICD_10_CM.uri(), "E11.65")),
            List.of(Code.of(CodeSystem.SNOMED.uri(), "1")));
    Map<String, ReferenceRange> normals =
        Map.of(
            "none", ReferenceRange.NOT_REPORTED,
            "usual", new ReferenceRange(Optional.empty(), Optional.of(Quantity.of("5", "mmol/L"))),
            "odd", new ReferenceRange(Optional.empty(), Optional.of(Quantity.of("-5", "mmol/L"))));
    return Arbitraries.oneOf(
        Combinators.combine(
                codes,
                Arbitraries.of(ClinicalStatus.class),
                Arbitraries.of(Verification.class),
                dates(),
                dates(),
                dates())
            .as((c, status, sure, onset, end, recorded) ->
                new Diagnosis(c, status, sure, onset, end, recorded, List.of(), List.of(), SOURCE)),
        Combinators.combine(codes, Arbitraries.of(MedicationUse.Status.class), dates(), dates())
            .as((c, status, start, end) -> new MedicationUse(c, status, start, end, SOURCE)),
        Combinators.combine(codes, Arbitraries.of(PerformedProcedure.Status.class), dates())
            .as((c, status, when) -> new PerformedProcedure(c, status, when, SOURCE)),
        Combinators.combine(
                Arbitraries.of(Comparator.class),
                quantities(),
                dates(),
                Arbitraries.of(normals.values()))
            .as((comparator, quantity, taken, normal) ->
                new Measurement(
                    List.copyOf(GLUCOSE.codes()),
                    Measurement.Status.FINAL,
                    new Measurement.Result.Numeric(comparator, quantity),
                    normal,
                    taken,
                    SOURCE)));
  }
}
