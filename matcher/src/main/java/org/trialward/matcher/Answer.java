package org.trialward.matcher;

/** What a patient answers to a trial's {@link Tests}. */
enum Answer {
  FITS,
  MAY_FIT,
  DOES_NOT_FIT,
  /** The row is not enough: only the exact evaluator knows. */
  ASK_EXACTLY
}
