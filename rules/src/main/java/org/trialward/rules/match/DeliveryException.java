package org.trialward.rules.match;

import java.time.Duration;
import java.util.Optional;

/** A delivery that did not go through, with what can be done about it. */
public final class DeliveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure; only the first two are retried. */
  public enum Category {
    /** Asked to come back later. */
    BUSY,
    /** Down, unreachable, or the outcome is not known. */
    UNAVAILABLE,
    /** Refused: the same request would be refused again. */
    REJECTED,
    /** Answered with something that is not an answer. */
    FAULT
  }

  private final Category category;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param message what happened and the remedy, without patient data
   */
  public DeliveryException(
      Category category, String message, Optional<Duration> retryAfter, Optional<Throwable> cause) {
    super(message, cause.orElse(null));
    this.category = category;
    this.retryAfter = retryAfter;
  }

  public DeliveryException(Category category, String message) {
    this(category, message, Optional.empty(), Optional.empty());
  }

  public Category category() {
    return category;
  }

  public boolean isRetryable() {
    return category == Category.BUSY || category == Category.UNAVAILABLE;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
