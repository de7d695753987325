package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.Locale;
import org.trialward.rules.match.CandidateState;

/** Which candidates of a trial are listed: {@code ?state=open}. */
enum QueueFilter {
  /** Those that someone should still look at. */
  OPEN("Open"),
  DETECTED("Detected"),
  IN_REVIEW("In review"),
  CONFIRMED("Confirmed"),
  REFERRED("Referred"),
  CONTACTED("Contacted"),
  IN_STUDY("In the study"),
  DECLINED("Declined"),
  REJECTED("Rejected"),
  LAPSED("Lapsed"),
  ALL("All");

  private final String words;

  QueueFilter(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** As it stands in the address. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean admits(CandidateState state) {
    return switch (this) {
      case OPEN -> state.isOpen();
      case DETECTED -> state == CandidateState.DETECTED;
      case IN_REVIEW -> state == CandidateState.IN_REVIEW;
      case CONFIRMED -> state == CandidateState.CONFIRMED;
      case REFERRED -> state == CandidateState.REFERRED;
      case CONTACTED -> state == CandidateState.CONTACTED;
      case IN_STUDY -> state.isAfterConsent();
      case DECLINED -> state == CandidateState.DECLINED;
      case REJECTED -> state == CandidateState.REJECTED;
      case LAPSED -> state == CandidateState.LAPSED;
      case ALL -> true;
    };
  }

  /** The one of that name; the open ones for any other. */
  static QueueFilter of(String parameter) {
    return Arrays.stream(values())
        .filter(filter -> filter.parameter().equals(parameter))
        .findFirst()
        .orElse(OPEN);
  }
}
