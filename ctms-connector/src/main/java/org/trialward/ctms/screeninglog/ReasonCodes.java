package org.trialward.ctms.screeninglog;

import java.util.Set;

/**
 * The reasons that may stand in a log that leaves the hospital. A closed list: whatever looks like
 * a code may still be a name that somebody typed.
 */
public final class ReasonCodes {
  static final String WITHHELD = "text withheld";

  private static final Set<String> KNOWN =
      Set.of(
          // The engine's.
          "all-criteria-met",
          "criteria-open",
          "criteria-against",
          "trial-not-recruiting",
          "patient-gone",
          "patient-merged",
          "patient-unmerged",
          // The coordinator's.
          "criteria-not-met",
          "record-wrong",
          "unlikely-to-comply",
          "physician-objects",
          "patient-declined",
          "in-another-trial",
          "other-reason",
          "information-needed",
          // Of consents and of the trial office.
          "patient-opted-out",
          "consent-signed",
          "reported-by-ctms",
          // The physician's: HL7's non-adherence-reason-codes, then ours.
          "physician-referred",
          "patient-ineligible",
          "limited-time",
          "wrong-time-workflow",
          "inappropriate-recipient",
          "need-more-info",
          "recipient-does-not-trust",
          "patient-refuses",
          "prefers-alternative",
          "too-costly-uncovered",
          "comorbidity-disability",
          "already-discussed",
          "do-not-show-this-trial");

  private ReasonCodes() {}

  public static boolean isKnown(String code) {
    return KNOWN.contains(code);
  }

  /** A coded reason may be followed by a colon and words; only the code is the log's. */
  static String codeOf(String reason) {
    int colon = reason.indexOf(':');
    String code = (colon < 0 ? reason : reason.substring(0, colon)).strip();
    return isKnown(code) ? code : WITHHELD;
  }
}
