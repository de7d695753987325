package org.trialward.fhir.cds;

/** A code as CDS Hooks writes it. */
public record Coding(String system, String code, String display) {}
