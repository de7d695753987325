package org.trialward.workbench.ctms;

/** What became of a report. */
public enum Taken {
  /** The candidate took the step. */
  MOVED,
  /** Both sides say the same. */
  SAME,
  /** Our state does not allow it: a person settles it. */
  CONFLICT,
  /** The site's table says that this word tells nothing. */
  IGNORED,
  /** A later report was there before it. */
  OVERTAKEN,
  /** Nobody has said what the word means: it waits. */
  UNKNOWN_STATUS,
  /** Nobody knows who is meant: it waits. */
  UNKNOWN_SUBJECT,
  /** It was here before; not stored again. */
  REPEATED
}
