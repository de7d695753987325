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

  private final Category category;
  private final transient OptionalInt status;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param message what happened and the remedy
   * @param status the HTTP status, where there was an answer
   */
  EmrException(
      Category category, String message, OptionalInt status, Optional<Duration> retryAfter) {
    super(message);
    this.category = category;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public EmrException(Category category, String message) {
    this(category, message, OptionalInt.empty(), Optional.empty());
  }

  public Category category() {
    return category;
  }

  public boolean isRetryable() {
    return category == Category.BUSY || category == Category.UNAVAILABLE;
  }

  /** How long the EMR asked us to stay away. */
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
}
