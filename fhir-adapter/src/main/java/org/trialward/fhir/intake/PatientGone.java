package org.trialward.fhir.intake;

import org.trialward.rules.patient.PatientId;

/** The EMR has no such patient, or not any more: what we hold of them has to go. */
public record PatientGone(PatientId id) implements PatientReading {}
