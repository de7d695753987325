package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.trial.Trial;

/**
 * A trial of the plain shapes that the scanning methods know, cheapest and most selective
 * conditions first.
 *
 * @param from completed years, included
 * @param below completed years, excluded
 * @param sexes the bits of those that fit, as {@link PlainPatient#sex}
 * @param required sets of which the patient has a diagnosis each; the smallest first
 * @param excluded sets of which the patient has nothing; the largest first
 * @param open whether some criterion is never decided
 */
record PlainTrial(
    int from,
    int below,
    int sexes,
    List<ValueSet> required,
    List<Excluded> excluded,
    List<LabTest> labs,
    boolean open) {

  private static final int NO_LOWER_BOUND = Integer.MIN_VALUE;
  private static final int NO_UPPER_BOUND = Integer.MAX_VALUE;

  record Excluded(Kind kind, ValueSet set) {}

  /**
   * A latest result within bounds that are both included.
   *
   * @param days the oldest that counts; {@link #ANY_TIME} where every one does
   */
  record LabTest(Code lab, UcumUnit unit, double low, double high, int days) {
    static final int ANY_TIME = Integer.MAX_VALUE - 1;
  }

  /** Whether the age of the patient matters. */
  boolean asksAge() {
    return from != NO_LOWER_BOUND || below != NO_UPPER_BOUND;
  }

  boolean asksSex() {
    return sexes != PlainPatient.ANY_SEX;
  }

  static PlainTrial of(Trial trial) {
    var reading = new Reading();
    for (EligibilityCriterion criterion : trial.criteria()) {
      switch (criterion.kind()) {
        case INCLUSION -> reading.include(criterion.when());
        case EXCLUSION -> reading.exclude(criterion.when());
      }
    }
    return reading.trial();
  }

  /** A trial of which some criteria were read. */
  private static final class Reading {
    private int from = NO_LOWER_BOUND;
    private int below = NO_UPPER_BOUND;
    private int sexes = PlainPatient.ANY_SEX;
    private final List<ValueSet> required = new ArrayList<>();
    private final List<Excluded> excluded = new ArrayList<>();
    private final List<LabTest> labs = new ArrayList<>();
    private boolean open;

    PlainTrial trial() {
      required.sort(Comparator.comparingInt(set -> set.codes().size()));
      excluded.sort(Comparator.comparingInt(it -> -it.set().codes().size()));
      return new PlainTrial(from, below, sexes, required, excluded, labs, open);
    }

    void include(Characteristic when) {
      switch (when) {
        case Diagnosed diagnosed when isPlain(diagnosed) -> required.add(plain(diagnosed.of()));
        case Age(var range, var at) when at.isEmpty() -> {
          from = Math.max(from, range.from().map(Reading::years).orElse(NO_LOWER_BOUND));
          below = Math.min(below, range.below().map(Reading::years).orElse(NO_UPPER_BOUND));
        }
        case SexIs(var sex) -> sexes &= PlainPatient.bit(sex);
        case Measured measured -> labs.add(lab(measured));
        case NeedsAPerson _ -> open = true;
        default -> throw unknown("INCLUSION", when);
      }
    }

    void exclude(Characteristic when) {
      switch (when) {
        case Diagnosed diagnosed when isPlain(diagnosed) ->
            excluded.add(new Excluded(Kind.CONDITION, plain(diagnosed.of())));
        case Medicated medicated when isPlain(medicated) ->
            excluded.add(new Excluded(Kind.MEDICATION, plain(medicated.of())));
        case Underwent underwent when isPlain(underwent) ->
            excluded.add(new Excluded(Kind.PROCEDURE, plain(underwent.of())));
        default -> throw unknown("EXCLUSION", when);
      }
    }

    private static boolean isPlain(Diagnosed asked) {
      return asked.presence() == Presence.EVER
          && asked.certainty() == Certainty.CONFIRMED
          && asked.onset().isEmpty()
          && asked.recorded().isEmpty()
          && asked.severity().isEmpty()
          && asked.stage().isEmpty()
          && asked.silence() == Silence.MEANS_NO;
    }

    private static boolean isPlain(Medicated asked) {
      return asked.taken() instanceof Taken.Ever
          && asked.started().isEmpty()
          && asked.atLeastFor().isEmpty()
          && asked.silence() == Silence.MEANS_NO;
    }

    private static boolean isPlain(Underwent asked) {
      return asked.within().isEmpty() && asked.silence() == Silence.MEANS_NO;
    }

    private static ValueSet plain(ValueSet set) {
      if (set.codes().stream().anyMatch(Code::isSubtree)) {
        throw unknown("a value set with subtrees", set.name());
      }
      return set;
    }

    private static int years(Span age) {
      if (age.unit() != CalendarUnit.YEARS) {
        throw unknown("an age in other units than years", age);
      }
      return age.length();
    }

    private static LabTest lab(Measured asked) {
      if (asked.of() instanceof Measure.Coded(var set)
          && set.codes().size() == 1
          && set.analyte().isEmpty()
          && asked.test() instanceof ResultTest.InRange(var range)
          && asked.choice() == Choice.LATEST
          && asked.silence() == Silence.MEANS_UNKNOWN) {
        return new LabTest(
            plain(set).codes().iterator().next(),
            unit(range),
            range.lower().map(Reading::least).orElse(Double.NEGATIVE_INFINITY),
            range.upper().map(Reading::greatest).orElse(Double.POSITIVE_INFINITY),
            asked.within().map(Reading::days).orElse(LabTest.ANY_TIME));
      }
      throw unknown("INCLUSION", asked);
    }

    private static double least(Bound bound) {
      double number = number(bound);
      return bound.included() ? number : Math.nextUp(number);
    }

    private static double greatest(Bound bound) {
      double number = number(bound);
      return bound.included() ? number : Math.nextDown(number);
    }

    private static double number(Bound bound) {
      return fixed(bound.limit())
          .map(Reading::comparable)
          .orElseThrow(() -> unknown("a bound", bound));
    }

    private static double comparable(Quantity quantity) {
      return PlainPatient.comparable(quantity.value());
    }

    private static Optional<Quantity> fixed(Limit limit) {
      return limit instanceof Limit.Fixed(var quantity) ? Optional.of(quantity) : Optional.empty();
    }

    private static UcumUnit unit(QuantityRange range) {
      List<UcumUnit> units =
          range
              .bounds()
              .flatMap(b -> fixed(b.limit()).stream())
              .map(q -> q.unit())
              .distinct()
              .toList();
      if (units.size() != 1) {
        throw unknown("bounds not fixed in one unit", range);
      }
      return units.getFirst();
    }

    private static int days(Window window) {
      if (window.first() instanceof Window.Edge.Ago(Span(var length, var unit))
          && unit == CalendarUnit.DAYS
          && window.last() instanceof Window.Edge.Open) {
        return length;
      }
      throw unknown("a window other than the last days", window);
    }

    private static IllegalArgumentException unknown(String what, Object shape) {
      return PlainPatient.unknown(what, shape);
    }
  }
}
