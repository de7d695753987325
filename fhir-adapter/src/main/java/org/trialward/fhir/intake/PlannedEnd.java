package org.trialward.fhir.intake;

import java.time.LocalDateTime;
import java.util.Optional;
import org.trialward.rules.quantity.Interval;

/**
 * What a record calls ended had ended when the record said so: a later end is the one that was
 * planned.
 */
public final class PlannedEnd {
  private PlannedEnd() {}

  /**
   * The end of what has ended.
   *
   * @param said when the record said that it has
   */
  public static Optional<Interval> corrected(
      Optional<Interval> start, Optional<Interval> end, LocalDateTime said) {
    return end.map(
        planned -> planned.firstDay().isAfter(said.toLocalDate()) ? between(start, said) : planned);
  }

  private static Interval between(Optional<Interval> start, LocalDateTime said) {
    LocalDateTime begun = start.orElse(Interval.ANY_TIME).earliest();
    return new Interval(begun.isAfter(said) ? said : begun, said);
  }
}
