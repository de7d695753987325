package org.trialward.ctms;

import java.util.Optional;
import java.util.OptionalLong;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;

/**
 * What a person of the trial office says about one candidate. It may repeat what was said before:
 * compare it with what is known before acting.
 *
 * @param candidateNumber our number, see {@code Candidate.number()}
 * @param trial where the other side says it
 * @param status empty where the site's table does not know what was reported: a person must look
 * @param reported the other side's own code or word
 * @param revision the last of ours that the other side has seen
 */
public record StatusChange(
    long candidateNumber,
    Optional<TrialId> trial,
    Optional<CandidateState> status,
    String reported,
    OptionalLong revision) {}
