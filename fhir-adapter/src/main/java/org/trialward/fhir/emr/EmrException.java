package org.trialward.fhir.emr;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The EMR did not do what was asked; says what to do about it. Carries no patient data. */
public final class EmrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure; only the first two are worth a retry. */
  public enum Category {
    /** Asked to come back later. */
    BUSY,
    /** Down, unreachable, or the outcome is not known. */
    UNAVAILABLE,
    /** Refused: the same request would be refused again. */
    REJECTED,
    /** Answered with something that is not FHIR R4. */
    FAULT
  }

  /** What an EMR says by a code of its own, beyond the HTTP status. */
  public enum Reason {
    /** The pages of this search are forgotten: begin the search again. */
    PAGES_EXPIRED,
    /** The record was merged into another. */
    MERGED,
    /** Only a person may open this record, by breaking the glass. Never ask again by itself. */
    RESTRICTED,
    /** No more today. */
    DAY_SPENT,
    /** There is more than the EMR sends. */
    CUT_SHORT
  }

  private final Category category;
  private final transient OptionalInt status;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<Reason> reason;

  /**
   * @param message what happened and the remedy
   * @param status the HTTP status, where there was an answer
   */
  EmrException(
      Category category,
      String message,
      OptionalInt status,
      Optional<Duration> retryAfter,
      Optional<Reason> reason) {
    super(message);
    this.category = category;
    this.status = status;
    this.retryAfter = retryAfter;
    this.reason = reason;
  }

  /**
   * @param retryAfter how long to stay away, where that is known
   */
  public EmrException(Category category, String message, Optional<Duration> retryAfter) {
    this(category, message, OptionalInt.empty(), retryAfter, Optional.empty());
  }

  public EmrException(Category category, String message) {
    this(category, message, Optional.empty());
  }

  /** The same, where it is known now how long to stay away. */
  EmrException after(Duration wait) {
    return new EmrException(
        category, String.valueOf(getMessage()), status, Optional.of(wait), reason);
  }

  public Category category() {
    return category;
  }

  public boolean isRetryable() {
    return category == Category.BUSY || category == Category.UNAVAILABLE;
  }

  /** How long to stay away: as the EMR asked, or as its being busy suggests. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  public OptionalInt httpStatus() {
    return status;
  }

  /** Whether the answer had this HTTP status. */
  public boolean isStatus(int code) {
    return status.isPresent() && status.getAsInt() == code;
  }

  /** 404 or 410: not there, or not any more. */
  public boolean isGone() {
    return isStatus(404) || isStatus(410);
  }

  /** Whether the EMR said so by a code of its own. */
  public boolean is(Reason expected) {
    return reason.filter(given -> given == expected).isPresent();
  }

  /** Whether the EMR said more by a code of its own than by the HTTP status. */
  boolean hasReason() {
    return reason.isPresent();
  }
}
