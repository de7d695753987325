package org.trialward.ctms;

import java.util.Optional;
import org.trialward.rules.trial.TrialId;

/**
 * A study as the other side knows it.
 *
 * @param id the other side's own
 * @param trial ours, where the other side says which it is
 */
public record StudyRef(String id, String title, Optional<TrialId> trial) {}
