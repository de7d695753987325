package org.trialward.rules.match;

import java.util.Set;

/** Where a candidate stands. The engine detects and lapses; people decide the rest. */
public enum CandidateState {
  /** Found by the engine, seen by nobody yet. */
  DETECTED,
  /** A coordinator asked for more information. */
  IN_REVIEW,
  /** A coordinator confirmed the candidate. */
  CONFIRMED,
  /** A person rejected the candidate, with a reason. */
  REJECTED,
  /** The chart or the trial changed so that the candidate no longer fits. */
  LAPSED;

  /** The states that may follow. */
  public Set<CandidateState> next() {
    return switch (this) {
      case DETECTED, IN_REVIEW -> Set.of(IN_REVIEW, CONFIRMED, REJECTED, LAPSED);
      case CONFIRMED -> Set.of(IN_REVIEW, REJECTED, LAPSED);
      case REJECTED -> Set.of(IN_REVIEW, CONFIRMED);
      case LAPSED -> Set.of(DETECTED);
    };
  }

  /** Whether someone should still be looked at. */
  public boolean isOpen() {
    return this == DETECTED || this == IN_REVIEW || this == CONFIRMED;
  }
}
