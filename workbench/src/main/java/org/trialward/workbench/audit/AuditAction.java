package org.trialward.workbench.audit;

/** What an audit entry tells of. */
public enum AuditAction {
  /** The engine found, changed or lapsed a candidate. */
  CANDIDATE_DETECTED,
  CANDIDATE_CHANGED,
  CANDIDATE_LAPSED,
  /** The patient's record was merged into another's, or this was undone. */
  CANDIDATE_MERGED,
  CANDIDATE_PARTED,
  /** A person opened a candidate's evidence. */
  SEEN,
  /** A coordinator took a study's screening log away, or the list of who its numbers are. */
  LOG_EXPORTED,
  KEY_LIST_EXPORTED,
  /** An administrator looked at a stored message. */
  MESSAGE_SEEN,
  /** A person decided. */
  DECIDED,
  /** A physician answered a proposal, and the candidate stays where it stood. */
  ANSWERED,
  /** A destination acknowledged or refused a delivery. */
  DELIVERED,
  DELIVERY_PARKED,
  /** The EMR refused a kind of record that its /metadata offers. */
  WRITE_BACK_REFUSED,
  /** The patient does not want to be asked about research, or does again. */
  CONSENT_WITHDRAWN,
  CONSENT_RESTORED,
  /** A physician's EMR was shown a card. */
  CARD_SHOWN,
  /** A trial's cards stopped by themselves, or a person let them go on. */
  CARDS_STOPPED,
  CARDS_RESUMED,
  /** Rules came into force or went out of it. */
  TRIAL_LOADED,
  /** A person said what a word of the trial office's system means here. */
  STATUS_MAPPED,
  /** A person settled a task. */
  TASK_CLOSED,
  /** Operations by hand. */
  REPLAYED,
  USER_CHANGED,
  SIGNED_IN
}
