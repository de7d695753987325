package org.trialward.fhir.intake;

import org.trialward.rules.patient.PatientId;

/**
 * The EMR has no such patient, not any more, or no longer in use: what we hold of them has to go.
 */
public record PatientGone(PatientId id) implements PatientReading {}
