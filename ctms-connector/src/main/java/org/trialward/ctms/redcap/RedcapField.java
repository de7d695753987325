package org.trialward.ctms.redcap;

/** What we write into a record, and the variable name it has unless the settings say otherwise. */
public enum RedcapField {
  /** The project's first field. */
  RECORD_ID("record_id"),
  TRIAL("tm_nct"),
  /** A drop-down or radio field with the choices of the settings. */
  STATUS("tm_status"),
  /** The queue's state when we last wrote, in words; how a status that a person set is told. */
  STATE("tm_state"),
  /** ELIGIBLE, POSSIBLE or INELIGIBLE, what the engine says; a text field. */
  OUTCOME("tm_outcome"),
  RULE_VERSION("tm_rule_version"),
  /** A text field, better with validation "integer": de-identified exports keep it then. */
  REVISION("tm_revision"),
  /** Ids of the open criteria, or {@code none}. */
  OPEN("tm_open"),
  /** Ids of the criteria that speak against, or {@code none}. */
  AGAINST("tm_against"),
  /** When we wrote, in UTC, as {@code 2026-11-22 14:30:05}. */
  UPDATED("tm_updated");

  private final String defaultName;

  RedcapField(String defaultName) {
    this.defaultName = defaultName;
  }

  public String defaultName() {
    return defaultName;
  }
}
