package org.trialward.fhir.study;

/**
 * What travels with a study because FHIR's Group cannot say it.
 *
 * @param trialFile the trial file, as docs/trial-file.md has it
 * @param cql the same criteria as a CQL library
 */
public record Attachments(String trialFile, String cql) {
  static final String YAML = "application/yaml";
  static final String CQL = "text/cql";
  static final String PHASES = "http://terminology.hl7.org/CodeSystem/research-study-phase";
  static final String TITLE = "Trialward trial file";
}
