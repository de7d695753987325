package org.trialward.benchmarks.workload;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/**
 * Laboratory results. Every code has a unit and a range of a thousand equally frequent values of
 * its own; thresholds cut off a low or a high part of them.
 */
final class Laboratory {
  static final int CODES = 500;

  private static final int VALUES = 1_000;

  /** Drawn so that 75 distinct codes come out of 110 results, the mean of a patient. */
  private static final double SHIFT = 5;

  /** Part of the values that a threshold cuts off, in steps. */
  private static final int CUT_STEP = 30;

  private static final int CUT_STEPS = 9;

  private static final List<UcumUnit> UNITS =
      List.of("mg/dL", "mmol/L", "g/L", "U/L", "10*9/L", "umol/L").stream()
          .map(UcumUnit::new)
          .toList();

  private final Concepts concepts;
  private final List<ValueSet> single;

  Laboratory(SplittableRandom random) {
    concepts = new Concepts("result", CODES, 1, SHIFT, random);
    single = IntStream.range(0, CODES).mapToObj(concepts::closure).toList();
  }

  Concepts concepts() {
    return concepts;
  }

  ValueSet set(int lab) {
    return single.get(lab);
  }

  Quantity result(int lab, SplittableRandom random) {
    return quantity(lab, random.nextInt(VALUES));
  }

  /** At least, at most, or between; 2 : 2 : 1. */
  QuantityRange threshold(int lab, SplittableRandom random) {
    int form = random.nextInt(5);
    Optional<Bound> lower = Optional.of(bound(lab, cut(random)));
    Optional<Bound> upper = Optional.of(bound(lab, VALUES - 1 - cut(random)));
    return switch (form) {
      case 0, 1 -> new QuantityRange(lower, Optional.empty());
      case 2, 3 -> new QuantityRange(Optional.empty(), upper);
      default -> new QuantityRange(lower, upper);
    };
  }

  private static int cut(SplittableRandom random) {
    return CUT_STEP * (1 + random.nextInt(CUT_STEPS));
  }

  /** One half of the codes is compared with the bound included, the other without. */
  private static Bound bound(int lab, int value) {
    return new Bound(quantity(lab, value), lab % 2 == 0);
  }

  private static Quantity quantity(int lab, int value) {
    int step = 1 + lab % 7;
    return new Quantity(
        BigDecimal.valueOf(10L * lab + (long) step * value, lab % 3),
        UNITS.get(lab % UNITS.size()));
  }
}
