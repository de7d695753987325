package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Optional;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/**
 * The latest of some results where there is no doubt about it. For a test of the latest result in a
 * window that reaches to the reference date it says as much as all of them: where it lies before
 * the window, so do the others.
 */
public sealed interface LatestResult {

  /** No result is recorded, or all were retracted. */
  record None() implements LatestResult {}

  /** One final, exact number of a known day. */
  record Known(LocalDate taken, Quantity quantity) implements LatestResult {

    /** The number in this unit as comparisons see it, or not a number where it does not convert. */
    public double in(UcumUnit unit, Optional<Analyte> analyte) {
      if (unit.equals(quantity.unit())) {
        return comparable(quantity.value());
      }
      return analyte
          .map(substance -> quantity.in(unit, substance))
          .orElseGet(() -> quantity.in(unit))
          .map(it -> comparable(it.value()))
          .orElse(Double.NaN);
    }
  }

  /** Dates or values leave doubt: only the whole series answers. */
  record Open() implements LatestResult {}

  /** A number as comparisons of results see it: their order is the order of these. */
  static double comparable(BigDecimal number) {
    return Values.comparable(number);
  }

  LatestResult NONE = new None();
  LatestResult OPEN = new Open();

  /** O(results). */
  static LatestResult of(Collection<? extends Measurement> results, LocalDate asOf) {
    Measurement latest = null;
    for (Measurement m : results) {
      if (m.status() != Measurement.Status.RETRACTED
          && (latest == null || begin(m).isAfter(begin(latest)))) {
        latest = m;
      }
    }
    if (latest == null) {
      return NONE;
    }
    LocalDateTime begin = begin(latest);
    for (Measurement m : results) {
      if (!m.equals(latest)
          && m.status() != Measurement.Status.RETRACTED
          && !Measurements.taken(m).latest().isBefore(begin)) {
        return OPEN;
      }
    }
    return number(latest, asOf);
  }

  private static LocalDateTime begin(Measurement m) {
    return Measurements.taken(m).earliest();
  }

  private static LatestResult number(Measurement m, LocalDate asOf) {
    LocalDate first = Measurements.taken(m).firstDay();
    boolean dayIsKnown = first.equals(Measurements.taken(m).lastDay());
    return dayIsKnown
            && !first.isAfter(asOf)
            && Measurements.isFinal(m)
            && m.result() instanceof Result.Numeric(var comparator, var quantity)
            && comparator == Comparator.EXACT
        ? new Known(first, quantity)
        : OPEN;
  }
}
