package org.trialward.rules.patient;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** An allergy or intolerance to a substance. */
public record Allergy(
    List<Code> codes,
    ClinicalStatus status,
    Verification verification,
    Optional<Interval> recorded,
    Source source)
    implements Fact {
  public Allergy {
    codes = List.copyOf(codes);
  }

  @Override
  public Optional<Interval> date() {
    return recorded;
  }
}
