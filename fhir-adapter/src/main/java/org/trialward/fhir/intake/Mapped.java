package org.trialward.fhir.intake;

import java.util.List;
import org.trialward.rules.patient.Fact;

/** What a resource gave: its facts, and what of it could not be used. */
public record Mapped(List<Fact> facts, List<Unusable> unusable) {
  public Mapped {
    facts = List.copyOf(facts);
    unusable = List.copyOf(unusable);
  }
}
