package org.trialward.workbench.flag;

import java.time.Instant;
import java.util.Optional;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/**
 * All that decides whether one candidate is shown to one viewer now.
 *
 * @param number of the candidate
 * @param answered by any physician, in a way that ends the cards
 * @param snoozed by any physician, until later than now
 * @param never this viewer does not want this trial
 * @param shownToday to this viewer, for the first time of the site's day
 * @param cardsInSevenDays that this viewer was shown
 */
record Standing(
    long number,
    TrialId trial,
    CandidateState state,
    Outcome outcome,
    boolean optedOut,
    boolean steppedDown,
    boolean answered,
    boolean snoozed,
    boolean never,
    Optional<Instant> shownToday,
    int cardsInSevenDays) {}
