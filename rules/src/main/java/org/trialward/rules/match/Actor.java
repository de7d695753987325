package org.trialward.rules.match;

/** In which part somebody changes a candidate's state. */
public enum Actor {
  /** Ourselves: the chart, the trial or the patient's consent changed. */
  ENGINE,
  /** Who treats the patient. */
  PHYSICIAN,
  /** Who leads the trial's queue. */
  COORDINATOR,
  /** The trial office's system, for the people who work in it. */
  CTMS
}
