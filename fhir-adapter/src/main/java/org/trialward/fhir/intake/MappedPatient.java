package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.PatientId;

/**
 * What a Patient resource gave.
 *
 * @param active whether the record is in use: neither inactive nor replaced by another
 * @param replacedBy the surviving record, where this one was merged into another
 */
public record MappedPatient(
    Demographics demographics,
    PatientIdentity identity,
    boolean active,
    Optional<PatientId> replacedBy,
    List<Unusable> unusable) {
  public MappedPatient {
    unusable = List.copyOf(unusable);
  }
}
