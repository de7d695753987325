package org.trialward.workbench.flag;

/** Why a physician is not shown a candidate. In the order in which it is asked. */
public enum Withheld {
  /** The trial's candidates are for the coordinators' queue alone. */
  QUEUE_ONLY,
  /** The viewer does not treat this patient, as far as the EMR says. */
  NOT_TREATING,
  /** The trial's cards are for other specialties. */
  OTHER_SPECIALTY,
  /** The patient does not want to be asked about research. */
  OPTED_OUT,
  /** Not confirmed yet where the site waits for it, or somebody spoke to the patient already. */
  NOT_NOW,
  /** A criterion speaks against. */
  DOES_NOT_FIT,
  /** The trial's cards stopped by themselves. */
  STEPPED_DOWN,
  /** A physician has answered; nobody is asked again. */
  ANSWERED,
  /** A physician asked for silence until a day that has not come. */
  SNOOZED,
  /** This physician does not want to hear of this trial. */
  NEVER_THIS_TRIAL,
  /** This physician was shown the candidate earlier today. */
  SHOWN_TODAY,
  /** This physician has had the week's cards. */
  WEEKLY_CAP
}
