package org.trialward.rules.patient;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is known of one patient, as last read.
 *
 * @param facts in no particular order; verdicts do not depend on it
 */
public record PatientChart(PatientId id, Demographics demographics, List<Fact> facts) {
  public PatientChart {
    facts = List.copyOf(facts);
  }

  public PatientSnapshot asOf(LocalDate referenceDate) {
    return new PatientSnapshot(this, referenceDate);
  }

  /**
   * This chart with all facts read from these resources replaced: by newer ones, or by none if
   * retracted.
   */
  public PatientChart replacing(Set<String> references, List<Fact> newer) {
    return new PatientChart(
        id,
        demographics,
        Stream.concat(
                facts.stream().filter(fact -> !references.contains(fact.source().reference())),
                newer.stream())
            .toList());
  }
}
