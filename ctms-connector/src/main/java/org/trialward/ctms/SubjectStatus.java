package org.trialward.ctms;

import org.trialward.rules.match.CandidateState;

/**
 * Where a person stands in a study, in the words of the trial office. The first five are ours to
 * say; the rest are said by people in the CTMS and only read by us.
 */
public enum SubjectStatus {
  DETECTED,
  IN_REVIEW,
  CONFIRMED,
  REJECTED,
  LAPSED,
  CONTACTED,
  DECLINED,
  CONSENTED,
  ELIGIBLE,
  SCREEN_FAILED,
  ENROLLED,
  FOLLOW_UP,
  COMPLETED,
  WITHDRAWN,
  DIED;

  public static SubjectStatus of(CandidateState state) {
    return switch (state) {
      case DETECTED -> DETECTED;
      case IN_REVIEW -> IN_REVIEW;
      case CONFIRMED -> CONFIRMED;
      case REJECTED -> REJECTED;
      case LAPSED -> LAPSED;
    };
  }

  /** Whether we may write it, and write over it. */
  public boolean isOurs() {
    return switch (this) {
      case DETECTED, IN_REVIEW, CONFIRMED, REJECTED, LAPSED -> true;
      default -> false;
    };
  }

  /** Whether the person has consented, so that from here on the CTMS has the last word. */
  public boolean isAfterConsent() {
    return switch (this) {
      case CONSENTED, ELIGIBLE, SCREEN_FAILED, ENROLLED, FOLLOW_UP, COMPLETED, WITHDRAWN, DIED ->
          true;
      default -> false;
    };
  }
}
