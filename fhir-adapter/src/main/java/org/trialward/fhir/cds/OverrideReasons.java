package org.trialward.fhir.cds;

import java.util.List;

/** Why a physician may wave a card away: HL7's list, and two of our own. */
public final class OverrideReasons {
  private static final String HL7 =
      "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";
  private static final String OURS = "urn:trialward:override-reason";

  public static final Coding ALREADY_DISCUSSED =
      new Coding(OURS, "already-discussed", "Already discussed with the patient");
  public static final Coding DO_NOT_SHOW_THIS_TRIAL =
      new Coding(OURS, "do-not-show-this-trial", "Do not show this trial again");

  static final List<Coding> ALL =
      List.of(
          new Coding(HL7, "patient-ineligible", "Not eligible"),
          new Coding(HL7, "limited-time", "No time now"),
          new Coding(HL7, "wrong-time-workflow", "Wrong moment"),
          new Coding(HL7, "inappropriate-recipient", "Not for me"),
          new Coding(HL7, "need-more-info", "Need more information"),
          new Coding(HL7, "recipient-does-not-trust", "Do not trust this proposal"),
          new Coding(HL7, "patient-refuses", "The patient declines"),
          new Coding(HL7, "prefers-alternative", "Prefer an alternative"),
          new Coding(HL7, "too-costly-uncovered", "Too costly or not covered"),
          new Coding(HL7, "comorbidity-disability", "Other illness or disability"),
          ALREADY_DISCUSSED,
          DO_NOT_SHOW_THIS_TRIAL);

  private OverrideReasons() {}
}
