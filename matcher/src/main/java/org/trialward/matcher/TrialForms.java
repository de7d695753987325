package org.trialward.matcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.criterion.Window.Edge;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.LatestResult;

/** Puts trials into the form that the indexes ask. Thread-safe. */
final class TrialForms {

  /** What is beyond these is costly enough to be named. */
  private static final int MANY_CRITERIA = 200;

  private static final int MANY_CODES = 50_000;
  private static final int DEEP = 20;

  private final Tables tables;

  TrialForms(Tables tables) {
    this.tables = tables;
  }

  /** O(criteria x codes). */
  TrialForm of(Trial trial) {
    return new Draft(trial).form();
  }

  /** One trial in the making. */
  private final class Draft {
    private final Trial trial;
    private final List<Demand> demands = new ArrayList<>();
    private final List<Literal> demanding = new ArrayList<>();
    private final Set<Term> excluded = new HashSet<>();
    private final Set<Term> touched = new HashSet<>();
    private final List<long[]> tests = new ArrayList<>();
    private final List<String> letThrough = new ArrayList<>();
    private boolean unsettled;

    Draft(Trial trial) {
      this.trial = trial;
    }

    TrialForm form() {
      for (EligibilityCriterion criterion : trial.criteria()) {
        Literal.of(criterion).forEach(literal -> add(literal, criterion));
      }
      List<Set<Term>> clauses = clauses();
      inForce().ifPresent(tests::add);
      if (unsettled) {
        tests.add(Tests.unsettled());
      }
      return new TrialForm(
          trial,
          clauses,
          Set.copyOf(excluded),
          Set.copyOf(touched),
          Tests.row(tests),
          List.copyOf(letThrough),
          burden());
    }

    private void add(Literal literal, EligibilityCriterion criterion) {
      switch (literal.of()) {
        case SexIs(var sex) ->
            tests.add(Tests.sex(Numbering.SEXES.indexOf(sex), literal.negated()));
        case Age(var range, var at) when at.isEmpty() && isFlat(range, literal) ->
            ages(range, literal.negated());
        case NeedsAPerson _, NotYetSupported _ -> {
          unsettled = true;
          letThrough.add(criterion.id() + ": no computer decides it");
        }
        case Measured measured ->
            result(measured, literal.negated())
                .ifPresentOrElse(tests::add, () -> addByTerms(literal, criterion));
        default -> addByTerms(literal, criterion);
      }
    }

    private void addByTerms(Literal literal, EligibilityCriterion criterion) {
      if (literal.negated() && literal.of() instanceof Event event && excludes(event)) {
        return;
      }
      Optional<Demand> demand = Demand.of(literal.of());
      if (demand.isEmpty()) {
        letThrough.add(criterion.id() + ": what is missing from the record leaves it open");
        test(literal);
      } else if (literal.negated()) {
        touched.addAll(demand.get().terms());
      } else {
        demands.add(demand.get());
        demanding.add(literal);
      }
    }

    /** Whether one entry that surely is the event is all that it takes to keep a patient out. */
    private boolean excludes(Event event) {
      Optional<Demand> mention =
          event instanceof Measured ? Optional.empty() : Demand.mention(event);
      if (mention.filter(Demand::exact).isEmpty()) {
        return false;
      }
      excluded.addAll(mention.get().terms());
      unsettled |= event.silence() == Silence.MEANS_UNKNOWN;
      return true;
    }

    /** The smallest clauses skip the most; what is not settled by one is asked of survivors. */
    private List<Set<Term>> clauses() {
      List<Demand> chosen =
          demands.stream().sorted(Demand.SMALLEST_FIRST).limit(TrialForm.MOST_CLAUSES).toList();
      List<Demand> left = new ArrayList<>(chosen);
      for (int i = 0; i < demands.size(); i++) {
        Demand demand = demands.get(i);
        boolean isClause = left.remove(demand);
        if (!isClause || !demand.exact()) {
          test(demanding.get(i));
        }
      }
      return chosen.stream().map(Demand::terms).toList();
    }

    private void test(Literal literal) {
      tests.add(Tests.leaf(tables.leaf(literal.of()), literal.negated()));
    }

    private void ages(AgeRange range, boolean negated) {
      range.from().ifPresent(age -> tests.add(reached(age, negated)));
      range.below().ifPresent(age -> tests.add(reached(age, !negated)));
    }

    /** Not to lie between two ages is to be younger or older, which is no conjunction. */
    private static boolean isFlat(AgeRange range, Literal literal) {
      return !literal.negated() || range.from().isEmpty() || range.below().isEmpty();
    }

    private static long[] reached(Span age, boolean negated) {
      return Tests.age(Numbering.UNITS.indexOf(age.unit()), age.length(), negated);
    }

    /**
     * A bound of the latest result, in a window that reaches to the reference date; see {@link
     * LatestResult}.
     */
    private Optional<long[]> result(Measured asked, boolean negated) {
      return asked.of() instanceof Measure.Coded(var set)
              && asked.test() instanceof ResultTest.InRange(var range)
              && asked.choice() == Choice.LATEST
              && asked.within().map(w -> w.last() instanceof Edge.Open).orElse(true)
              && tables.hasRoomForWindows()
          ? result(asked, set, range, negated)
          : Optional.empty();
    }

    private Optional<long[]> result(
        Measured asked, ValueSet set, QuantityRange range, boolean negated) {
      List<Quantity> limits = range.bounds().flatMap(bound -> fixed(bound).stream()).toList();
      boolean comparable =
          limits.size() == range.bounds().count()
              && limits.stream().map(Quantity::unit).distinct().count() == 1;
      if (!comparable) {
        return Optional.empty();
      }
      Series series = new Series(set.codes(), set.analyte(), limits.getFirst().unit());
      Tests.Bounds bounds =
          new Tests.Bounds(
              range.lower().map(Draft::number).orElse(Double.NEGATIVE_INFINITY),
              range.lower().map(Bound::included).orElse(true),
              range.upper().map(Draft::number).orElse(Double.POSITIVE_INFINITY),
              range.upper().map(Bound::included).orElse(true));
      return Optional.of(
          Tests.result(
              tables.series(series),
              asked.within().map(this::window).orElse(Tests.ANY_TIME),
              bounds,
              asked.silence() == Silence.MEANS_NO,
              negated));
    }

    private int window(Window window) {
      return tables.window(window);
    }

    private static Optional<Quantity> fixed(Bound bound) {
      return bound.limit() instanceof Limit.Fixed(var quantity)
          ? Optional.of(quantity)
          : Optional.empty();
    }

    private static double number(Bound bound) {
      return fixed(bound).map(q -> LatestResult.comparable(q.value())).orElseThrow();
    }

    private Optional<long[]> inForce() {
      long first =
          trial
              .dossier()
              .protocol()
              .flatMap(Protocol::effectiveFrom)
              .map(Tables::epochDay)
              .orElse(Integer.MIN_VALUE);
      long last =
          Stream.of(
                  trial.dossier().protocol().flatMap(Protocol::effectiveUntil),
                  trial.dossier().approval().flatMap(a -> a.expires()))
              .flatMap(Optional::stream)
              .mapToInt(Tables::epochDay)
              .min()
              .orElse(Integer.MAX_VALUE);
      return first == Integer.MIN_VALUE && last == Integer.MAX_VALUE
          ? Optional.empty()
          : Optional.of(Tests.inForce(first, last));
    }

    private List<String> burden() {
      List<String> burden = new ArrayList<>();
      if (trial.criteria().size() > MANY_CRITERIA) {
        burden.add("%d criteria".formatted(trial.criteria().size()));
      }
      int codes =
          excluded.size()
              + touched.size()
              + demands.stream().mapToInt(demand -> demand.terms().size()).sum();
      if (codes > MANY_CODES) {
        burden.add("%d codes".formatted(codes));
      }
      int depth =
          trial.criteria().stream().mapToInt(criterion -> depth(criterion.when())).max().orElse(0);
      if (depth > DEEP) {
        burden.add("%d levels of nesting".formatted(depth));
      }
      return List.copyOf(burden);
    }
  }

  private static int depth(Characteristic characteristic) {
    return switch (characteristic) {
      case AllOf(var parts) -> 1 + deepest(parts);
      case AnyOf(var parts) -> 1 + deepest(parts);
      case AtLeast(_, var parts) -> 1 + deepest(parts);
      case Not(var part) -> 1 + depth(part);
      default -> 0;
    };
  }

  private static int deepest(List<Characteristic> parts) {
    return parts.stream().mapToInt(TrialForms::depth).max().orElse(0);
  }
}
