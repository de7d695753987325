package org.trialward.ctms;

/**
 * What a destination can do and what it may be told.
 *
 * @param pushesCandidates takes candidates from us
 * @param readsStatus can be asked which statuses changed
 * @param receivesStatus can tell us of a change by itself (webhook)
 * @param requiresConsent holds consented subjects only
 * @param allowsPhi is told something that identifies a patient, because the site allowed it
 */
public record Capabilities(
    boolean pushesCandidates,
    boolean readsStatus,
    boolean receivesStatus,
    boolean requiresConsent,
    boolean allowsPhi) {}
