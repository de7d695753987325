package org.trialward.rules.patient;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * A medicine ordered for, given to or taken by the patient.
 *
 * @param start when it was ordered or first taken
 * @param end when it was last taken, where the record says so
 */
public record MedicationUse(
    List<Code> codes,
    Status status,
    Optional<Interval> start,
    Optional<Interval> end,
    Source source)
    implements Fact {

  /**
   * FHIR R4 status codes of MedicationRequest, MedicationStatement, MedicationAdministration and
   * MedicationDispense in groups.
   */
  public enum Status {
    /** Being taken, as far as the record knows. */
    ACTIVE,
    /** Completed or stopped: taken before, not now. */
    ENDED,
    /** On hold, draft or unknown: may be taken or not. */
    UNCLEAR,
    /** Cancelled, not done or entered in error: never taken. */
    NEVER
  }

  public MedicationUse {
    codes = List.copyOf(codes);
  }

  @Override
  public Optional<Interval> date() {
    return start;
  }
}
