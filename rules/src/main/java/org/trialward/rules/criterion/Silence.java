package org.trialward.rules.criterion;

/**
 * What it means that the record does not mention something. Every kind of characteristic has a
 * default; the trial file may override it.
 */
public enum Silence {
  /** Not mentioned counts as "no", and the evidence says that this was assumed. */
  MEANS_NO,
  /** Not mentioned leaves the question open. */
  MEANS_UNKNOWN
}
