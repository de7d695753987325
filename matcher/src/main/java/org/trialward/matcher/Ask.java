package org.trialward.matcher;

import org.trialward.rules.verdict.Standing;

/** What of an entry's standing a criterion asks. */
enum Ask {
  EVER,
  NOW,
  /** More than its standing tells, such as its date. */
  MENTION;

  /** Whether an entry of this standing surely counts. */
  boolean isMet(Standing standing) {
    return switch (this) {
      case EVER -> standing == Standing.HOLDS || standing == Standing.PAST;
      case NOW -> standing == Standing.HOLDS;
      case MENTION -> false;
    };
  }

  /** Whether an entry of this standing may count. */
  boolean mayBeMet(Standing standing) {
    return switch (standing) {
      case HOLDS, OPEN -> true;
      case PAST -> this != NOW;
      case NEVER -> false;
    };
  }
}
