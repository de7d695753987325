package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;

/**
 * A patient as the EMR has them now.
 *
 * @param contact what the patient's Consents say of being asked about research; empty where the EMR
 *     does not tell
 * @param replacedBy the surviving record, where this one was merged into another
 */
public record ChartReading(
    PatientChart chart,
    PatientIdentity identity,
    Optional<PatientId> replacedBy,
    Optional<ResearchContact> contact,
    List<Unusable> unusable)
    implements PatientReading {
  public ChartReading {
    unusable = List.copyOf(unusable);
  }

  /** Its codes that no trial is likely to know. */
  public UnmappedCodes unmapped() {
    return UnmappedCodes.in(chart.facts());
  }
}
