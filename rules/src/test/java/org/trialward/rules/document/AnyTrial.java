package org.trialward.rules.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.*;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.criterion.Window.Edge;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Authorship;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** Arbitrary trials that a trial file can say, of every kind of characteristic. */
final class AnyTrial {
  private static final List<String> TEXTS =
      List.of(
          "Plain words",
          "1.10",
          "null",
          "yes: no # remark",
          "- a dash",
          "\"quoted\" \\ 'twice'",
          "{a: [b, c]}",
          "a line\nand another\tindented",
          "≥ 5 µg, Größe, 漢字, \uD83D\uDE00",
          "*star & !tag | > % @ `",
          "trailing colon:",
          "(in brackets)",
          "~");
  private static final TrialId ID = new TrialId("NCT00000001");
  private static final LocalDate DAY = LocalDate.of(2024, 2, 29);

  private final Random random;
  private final Map<Integer, ValueSet> sets = new HashMap<>();

  AnyTrial(Random random) {
    this.random = random;
  }

  Trial trial() {
    List<EligibilityCriterion> criteria = new ArrayList<>();
    boolean registered = random.nextBoolean();
    for (int i = 0; i <= random.nextInt(4); i++) {
      criteria.add(
          new EligibilityCriterion(
              "c-" + i,
              one(EligibilityCriterion.Kind.values()),
              text(),
              registered ? List.of("1", "maximumAge") : List.of(),
              characteristic(3)));
    }
    return new Trial(
        ID,
        text(),
        text(),
        text(),
        one(RecruitmentStatus.values()),
        dossier(),
        registered
            ? Optional.of(new RegistryReference(text(), Map.of("9", text())))
            : Optional.empty(),
        criteria);
  }

  private Dossier dossier() {
    return new Dossier(
        maybe(() -> one(Phase.values())),
        maybe(
            () -> new Protocol(maybe(this::text), Optional.of(DAY), maybe(() -> DAY.plusDays(9)))),
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Site(text(), Optional.of("US"), Optional.of("02139"), maybe(this::text)),
                new Site(text(), Optional.empty(), Optional.empty(), Optional.empty())),
        maybe(() -> new Approval(text(), maybe(() -> DAY), Optional.of(DAY.plusYears(1)))),
        maybe(() -> new Authorship(text(), text(), maybe(this::text), maybe(() -> DAY))));
  }

  /** Every kind with the same chance; joins only above the deepest level. */
  Characteristic characteristic(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 14)) {
      case 0, 1, 2, 3 -> event();
      case 4 -> new Age(ages(), maybe(this::dated));
      case 5 -> one(List.of(new SexIs(one(Sex.values())), new Alive()));
      case 6 -> livesIn();
      case 7 ->
          one(
              List.of(
                  new Speaks(Set.of("en", "es-MX"), silence()),
                  new NeedsAPerson(text()),
                  new NotYetSupported(text())));
      case 8 -> new AllOf(parts(depth));
      case 9 -> new AnyOf(parts(depth));
      case 10 -> new AtLeast(1, parts(depth));
      case 11 -> new Not(characteristic(depth - 1));
      case 12 -> new Occurred(1 + random.nextInt(3), dated());
      default ->
          new Followed(
              dated(),
              one(Side.values()),
              dated(),
              maybe(() -> span(0)),
              maybe(() -> new Span(90, CalendarUnit.YEARS)));
    };
  }

  private List<Characteristic> parts(int depth) {
    List<Characteristic> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      parts.add(characteristic(depth - 1));
    }
    return parts;
  }

  private Characteristic livesIn() {
    return one(
        List.of(
            new LivesIn("in US or CA", Set.of("US", "CA"), Set.of()),
            new LivesIn(
                "at postal code 021* or 02139 or 0213", Set.of(), Set.of("02139", "021*", "0213")),
            new LivesIn("in DE or AT or at postal code 10115", Set.of("AT", "DE"), Set.of("10115")),
            new LivesIn("at postal code HM 12", Set.of(), Set.of("HM12")),
            new LivesIn(text(), Set.of("JP"), Set.of("JP 100-0001", "GB SW1A1AA", "US 0*")),
            new LivesIn(
                "within 50 km of a site",
                Set.of(),
                Set.of("US 02139", "US 02140", "US 02141", "IS 101"))));
  }

  /** A measure that is computed has no day of its own. */
  private Event dated() {
    Event event = event();
    return event instanceof Measured(Measure.Derived _, _, _, _, _) ? dated() : event;
  }

  Event event() {
    return switch (random.nextInt(9)) {
      case 0 ->
          new Diagnosed(
              set(),
              one(Presence.values()),
              one(Certainty.values()),
              maybe(this::window),
              maybe(this::window),
              maybe(this::set),
              maybe(this::set),
              silence());
      case 1 -> new Medicated(set(), taken(), maybe(this::window), maybe(() -> span(1)), silence());
      case 2 -> new Underwent(set(), maybe(this::window), silence());
      case 3 -> new Immunized(set(), maybe(this::window), silence());
      case 4 -> new AllergicTo(set(), silence());
      case 5 ->
          new VariantFound(
              set(), maybe(this::set), maybe(this::set), maybe(this::window), silence());
      case 6 ->
          new TakesPart(
              maybe(this::set),
              Optional.of(
                  new ValueSet(
                      "this trial",
                      Set.of(Code.of(CodeSystem.CLINICAL_TRIALS_GOV.uri(), ID.value())))),
              taken(),
              silence());
      default -> measured();
    };
  }

  private Event measured() {
    return switch (random.nextInt(5)) {
      case 0 -> {
        Choice choice = one(Choice.values());
        ValueSet of = set();
        yield measured(
            new Measure.Coded(of),
            choice == Choice.PERCENT_CHANGE
                ? fixed("%", "1")
                : of.analyte().isPresent()
                    ? fixed("mmol/L", "mg/dL")
                    : fixed("mmol/L", "1", "mL/min/{1.73_m2}"),
            choice);
      }
      case 1 ->
          measured(
              new Measure.Coded(set()),
              one(List.of(ofNormal(), new ResultTest.CodedAs(set()))),
              one(List.of(Choice.LATEST, Choice.EARLIEST, Choice.ANY, Choice.ALL)));
      case 2 ->
          measured(
              new Measure.Performance(
                  one(Scale.values()), one(named("ecog"), set()), one(named("karnofsky"), set())),
              fixed("1", "{score}"),
              Choice.HIGHEST);
      case 3 -> measured(derived(Formula.BMI, "weight", "height"), fixed("kg/m2"), Choice.LATEST);
      default ->
          measured(
              derived(
                  Formula.CHILD_PUGH,
                  "bilirubin",
                  "albumin",
                  "inr",
                  "ascites-1",
                  "ascites-2",
                  "encephalopathy-1",
                  "encephalopathy-2"),
              fixed("1"),
              Choice.LATEST);
    };
  }

  private Event measured(Measure of, ResultTest test, Choice choice) {
    return new Measured(of, test, maybe(this::window), choice, silence());
  }

  private Measure derived(Formula formula, String... inputs) {
    Map<String, ValueSet> sets = new HashMap<>();
    for (String input : inputs) {
      sets.put(input, set());
    }
    return new Measure.Derived(formula, sets);
  }

  private ResultTest fixed(String... units) {
    String unit = one(units);
    Bound low = new Bound(Quantity.of("-0.50", unit), random.nextBoolean());
    Bound high = new Bound(Quantity.of("7.0", unit), random.nextBoolean());
    return one(
        List.of(
            range(Optional.of(low), Optional.of(high)),
            range(Optional.of(low), Optional.empty()),
            range(Optional.empty(), Optional.of(high))));
  }

  private ResultTest ofNormal() {
    return range(
        Optional.of(new Bound(new Limit.TimesLowerNormal(BigDecimal.ONE), random.nextBoolean())),
        Optional.of(
            new Bound(new Limit.TimesUpperNormal(new BigDecimal("2.5")), random.nextBoolean())));
  }

  private static ResultTest range(Optional<Bound> low, Optional<Bound> high) {
    return new ResultTest.InRange(new QuantityRange(low, high));
  }

  private Taken taken() {
    return one(List.of(new Taken.Now(), new Taken.Ever(), new Taken.During(window())));
  }

  private AgeRange ages() {
    return one(
        List.of(
            new AgeRange(Optional.of(span(0)), Optional.empty()),
            new AgeRange(Optional.empty(), Optional.of(span(1))),
            new AgeRange(
                Optional.of(new Span(6, CalendarUnit.MONTHS)),
                Optional.of(new Span(76, CalendarUnit.YEARS)))));
  }

  private Window window() {
    Edge ago = new Edge.Ago(span(1));
    Edge on = new Edge.On(DAY);
    Edge open = new Edge.Open();
    return one(
        List.of(
            new Window(ago, open),
            new Window(open, ago),
            new Window(on, open),
            new Window(open, on),
            new Window(on, ago),
            new Window(ago, on),
            new Window(
                new Edge.Ago(new Span(12, CalendarUnit.MONTHS)),
                new Edge.Ago(new Span(0, CalendarUnit.DAYS))),
            new Window(on, new Edge.On(DAY.plusDays(1)))));
  }

  private Span span(int least) {
    return new Span(least + random.nextInt(50), one(CalendarUnit.values()));
  }

  /** One of a few sets, each with its own name. */
  private ValueSet set() {
    return sets.computeIfAbsent(
        random.nextInt(30), i -> named(one(List.of("set-", "Set: ", "ü ", "1.", "[x] ")) + i));
  }

  private ValueSet named(String name) {
    Random own = new Random(name.hashCode());
    Set<Code> codes = new LinkedHashSet<>();
    codes.add(new Code(CodeSystem.SNOMED.uri(), snomed(10_000 + own.nextInt(99)), "a: display"));
    if (own.nextBoolean()) {
      codes.add(Code.of(CodeSystem.ICD_10_CM.uri(), "E11*"));
      codes.add(Code.of(CodeSystem.ICD_10_CM.uri(), "E10.6*"));
      codes.add(Code.of(CodeSystem.SNOMED.uri(), snomed(20_000 + own.nextInt(99))));
    }
    if (own.nextBoolean()) {
      codes.add(Code.of("urn:site:codes", "Kürzel: x, {y}"));
      codes.add(Code.of(CodeSystem.HGVS.uri(), "p.R213*"));
    }
    return new ValueSet(
        name, codes, own.nextBoolean() ? Optional.of(Analyte.GLUCOSE) : Optional.empty());
  }

  /** The number and its check digit. */
  private static String snomed(int number) {
    return IntStream.range(0, 10)
        .mapToObj(digit -> number + "" + digit)
        .filter(Verhoeff::isValid)
        .findFirst()
        .orElseThrow();
  }

  private Silence silence() {
    return one(Silence.values());
  }

  private String text() {
    return one(TEXTS);
  }

  private <T> Optional<T> maybe(Supplier<T> some) {
    return random.nextBoolean() ? Optional.of(some.get()) : Optional.empty();
  }

  private <T> T one(List<? extends T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The kinds that stand anywhere in the characteristic. */
  static Set<Class<?>> kinds(Characteristic characteristic) {
    Set<Class<?>> kinds = new HashSet<>();
    collect(characteristic, kinds);
    return kinds;
  }

  private static void collect(Characteristic characteristic, Set<Class<?>> kinds) {
    kinds.add(characteristic.getClass());
    switch (characteristic) {
      case AllOf(var parts) -> parts.forEach(part -> collect(part, kinds));
      case AnyOf(var parts) -> parts.forEach(part -> collect(part, kinds));
      case AtLeast(_, var parts) -> parts.forEach(part -> collect(part, kinds));
      case Not(var part) -> collect(part, kinds);
      case Measured measured -> {
        kinds.add(measured.of().getClass());
        kinds.add(measured.test().getClass());
      }
      default -> {}
    }
  }
}
