package org.trialward.fhir.intake;

/** What came of reading a patient. */
public sealed interface PatientReading permits ChartReading, PatientGone {}
