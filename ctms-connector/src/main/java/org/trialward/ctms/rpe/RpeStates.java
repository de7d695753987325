package org.trialward.ctms.rpe;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.trialward.rules.match.CandidateState;

/**
 * The texts of one Epic site as its public mapping table has them ({@code
 * vanderbilt-redcap/epic-participant-updater}). Every site has its own: settings and the site's
 * table replace them.
 */
final class RpeStates {
  /** What is told before the consent, seen as text of an enrolment request at another site. */
  private static final String IDENTIFIED = "Identified";

  static final Map<CandidateState, String> SENT =
      Map.copyOf(
          new EnumMap<>(
              Map.of(
                  CandidateState.CONFIRMED, IDENTIFIED,
                  CandidateState.CONTACTED, IDENTIFIED,
                  CandidateState.DECLINED, "Consent Declined",
                  CandidateState.CONSENTED, "In Screening, Consented",
                  CandidateState.SCREEN_FAILED, "Excluded – Ineligible",
                  CandidateState.ENROLLED, "On Study",
                  CandidateState.FOLLOW_UP, "Follow-up – With Billing",
                  CandidateState.COMPLETED, "Completed Study Protocol",
                  CandidateState.WITHDRAWN, "Withdrawn from Study",
                  CandidateState.DIED, "Patient Expired")));

  private RpeStates() {}

  /** What each text means, with either dash; a text of two states means none. */
  static Map<String, CandidateState> meanings(Map<CandidateState, String> sent) {
    Map<String, CandidateState> meanings = new HashMap<>();
    sent.forEach((state, text) -> {
      boolean isOne = sent.values().stream().filter(text::equals).count() == 1;
      if (isOne) {
        meanings.put(text, state);
        meanings.put(text.replace('–', '-'), state);
      }
    });
    return Map.copyOf(meanings);
  }
}
