package org.trialward.fhir.cds;

import java.util.List;
import java.util.stream.Stream;

/** Why a physician may wave a card away: HL7's list, and two of our own. */
public final class OverrideReasons {
  private static final String HL7 =
      "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";
  private static final String OURS = "urn:trialward:override-reason";

  public static final String PATIENT_INELIGIBLE = "patient-ineligible";
  public static final String LIMITED_TIME = "limited-time";
  public static final String WRONG_TIME = "wrong-time-workflow";
  public static final String NEVER_AGAIN = "do-not-show-this-trial";

  private static final List<Coding> HL7_REASONS =
      List.of(
          new Coding(HL7, PATIENT_INELIGIBLE, "Not eligible"),
          new Coding(HL7, LIMITED_TIME, "No time now"),
          new Coding(HL7, WRONG_TIME, "Wrong moment"),
          new Coding(HL7, "inappropriate-recipient", "Not for me"),
          new Coding(HL7, "need-more-info", "Need more information"),
          new Coding(HL7, "recipient-does-not-trust", "Do not trust this proposal"),
          new Coding(HL7, "patient-refuses", "The patient declines"),
          new Coding(HL7, "prefers-alternative", "Prefer an alternative"),
          new Coding(HL7, "too-costly-uncovered", "Too costly or not covered"),
          new Coding(HL7, "comorbidity-disability", "Other illness or disability"));

  private OverrideReasons() {}

  /** Whether it is the code of a reason on our cards; an EMR may send what it likes. */
  public static boolean isOffered(String code) {
    return of(1).stream().anyMatch(reason -> reason.code().equals(code));
  }

  /** The reasons on a card that shows so many trials. */
  static List<Coding> of(int trials) {
    return Stream.concat(
            HL7_REASONS.stream(),
            Stream.of(
                new Coding(OURS, "already-discussed", "Already discussed with the patient"),
                new Coding(
                    OURS,
                    NEVER_AGAIN,
                    trials == 1
                        ? "Do not show this trial again"
                        : "Do not show these trials again")))
        .toList();
  }
}
