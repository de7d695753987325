package org.trialward.rules.verdict;

import java.util.List;
import org.trialward.rules.logic.Truth;

/**
 * All findings of one trial for one patient, in the author's order, and what they add up to: all
 * inclusions and no exclusion, by Kleene's logic.
 *
 * @param outlook whether time or a new result could change the outcome
 */
public record Verdict(Outcome outcome, List<Finding> findings, Outlook outlook) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  static Verdict of(List<Finding> findings) {
    Truth fits = Truth.TRUE;
    for (Finding finding : findings) {
      fits = fits.and(finding.favours());
    }
    return switch (fits) {
      case TRUE -> new Verdict(Outcome.ELIGIBLE, findings, untilOneChanges(findings));
      case UNKNOWN -> new Verdict(Outcome.POSSIBLE, findings, untilOneChanges(findings));
      case FALSE ->
          new Verdict(
              Outcome.INELIGIBLE, findings, untilAllChange(favouring(Truth.FALSE, findings)));
    };
  }

  /** The findings that speak against the patient; why an INELIGIBLE is one. */
  public List<Finding> against() {
    return favouring(Truth.FALSE, findings);
  }

  /** The findings that are open; what a POSSIBLE is missing. */
  public List<Finding> open() {
    return favouring(Truth.UNKNOWN, findings);
  }

  private static List<Finding> favouring(Truth truth, List<Finding> findings) {
    return Some.of(findings, finding -> finding.favours() == truth);
  }

  private static Outlook untilOneChanges(List<Finding> findings) {
    Outlook outlook = Outlook.FINAL;
    for (Finding finding : findings) {
      outlook = outlook.or(finding.outlook());
    }
    return outlook;
  }

  private static Outlook untilAllChange(List<Finding> findings) {
    Outlook outlook = findings.getFirst().outlook();
    for (Finding finding : findings) {
      outlook = outlook.and(finding.outlook());
    }
    return outlook;
  }
}
