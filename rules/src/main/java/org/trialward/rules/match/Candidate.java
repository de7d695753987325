package org.trialward.rules.match;

import java.util.Optional;
import org.trialward.rules.verdict.Outcome;

/**
 * A person to consider for one trial, as last decided.
 *
 * @param number our own number in lists that leave the hospital; carries no meaning
 * @param outcome what the engine says today
 * @param reason why the state was set, in plain words without patient data; empty where none is
 *     needed
 */
public record Candidate(
    CandidateKey key,
    long number,
    CandidateState state,
    Outcome outcome,
    String trialVersion,
    Optional<String> reason) {}
