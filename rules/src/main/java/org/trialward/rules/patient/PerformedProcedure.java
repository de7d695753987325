package org.trialward.rules.patient;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * An operation, examination or therapy.
 *
 * @param performed when; for a therapy that lasted, from its first to its last moment
 */
public record PerformedProcedure(
    List<Code> codes, Status status, Optional<Interval> performed, Source source) implements Fact {

  /** FHIR R4 event-status in groups. */
  public enum Status {
    /** Completed, in progress or stopped half-way: it was done. */
    DONE,
    /** Unknown or on hold: may have been done or not. */
    UNCLEAR,
    /** Planned, not done or entered in error: does not count. */
    NOT_DONE
  }

  public PerformedProcedure {
    codes = List.copyOf(codes);
  }

  @Override
  public Optional<Interval> date() {
    return performed;
  }
}
