package org.trialward.fhir.intake;

import java.time.Instant;
import java.util.Optional;
import org.trialward.rules.patient.PatientId;

/**
 * "Look at this patient." Says nothing of what is in the record now.
 *
 * @param feed who says so, e.g. {@code emr-history}
 * @param patient whom it is about; empty where a deleted resource no longer says: then it is
 *     whoever's stored chart holds a fact from {@code resource}
 * @param resource what changed, e.g. {@code Observation/12}; empty: read the whole patient
 * @param occurredAt when, as far as the EMR says
 * @param dedupKey the same for the same version of the same resource, whoever tells it
 */
public record ChangeHint(
    String feed,
    Optional<PatientId> patient,
    Optional<String> resource,
    Instant occurredAt,
    String dedupKey) {}
