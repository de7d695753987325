package org.trialward.workbench.feed;

/**
 * One way by which patients' data come in.
 *
 * @param address in words, e.g. {@code port 2575}
 */
public record Feed(String name, Kind kind, String address) {

  /** By what means. */
  public enum Kind {
    HL7,
    DOCUMENTS,
    EMR,
    /** Loads that are started by hand or at night: silence means nothing. */
    BULK,
    /** Not configured any more, but something of it is still stored. */
    GONE
  }

  /** The name under which all that the EMR's FHIR server tells is counted. */
  public static final String EMR = "emr";

  /** The name under which loads of many resources are counted. */
  public static final String BULK = "bulk";

  /** Whether silence of it means anything. */
  public boolean hasRhythm() {
    return kind == Kind.HL7 || kind == Kind.DOCUMENTS || kind == Kind.EMR;
  }

  /** Whether what arrives is stored as messages; else as events of the inbox. */
  public boolean isOfMessages() {
    return kind == Kind.HL7 || kind == Kind.DOCUMENTS || kind == Kind.GONE;
  }
}
