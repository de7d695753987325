package org.trialward.rules.match;

import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Verdict;

/**
 * One hand-over of one candidate state to one destination. Idempotent by {@code candidate.key()}
 * and {@code revision}.
 *
 * @param destination the connector's name, e.g. {@code emr-flag} or {@code screening-log}
 * @param revision counts the states of this candidate; a destination never goes back to a lower one
 */
public record Delivery(
    long id,
    String destination,
    long revision,
    Candidate candidate,
    Trial trial,
    Verdict verdict) {}
