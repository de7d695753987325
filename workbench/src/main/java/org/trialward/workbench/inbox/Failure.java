package org.trialward.workbench.inbox;

import java.time.Duration;
import java.util.Optional;
import org.trialward.fhir.emr.EmrException;

/**
 * Why work on stored events failed, and what is to become of them.
 *
 * @param problem what happened and the remedy, without patient data
 * @param asked as the other side asked, if it did
 * @param patience whether to try for ever, because the failure is not the event's
 */
public record Failure(String problem, Optional<Duration> asked, boolean patience) {

  /** After this many attempts in vain a person must look. */
  private static final int MOST_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * What the EMR refuses to everybody is not the event's fault: it waits until the EMR is well
   * again. An unforeseen exception's message may quote data; its class and place do not.
   */
  public static Failure of(RuntimeException cause) {
    if (cause instanceof EmrException emr) {
      return new Failure(
          String.valueOf(emr.getMessage()),
          emr.retryAfter(),
          emr.category() != EmrException.Category.FAULT);
    }
    StackTraceElement[] trace = cause.getStackTrace();
    return new Failure(
        cause.getClass().getSimpleName()
            + (trace.length > 0 ? " at " + trace[0] : "")
            + ". Report this; the event is kept here.",
        Optional.empty(),
        false);
  }

  /** Whether a person must look after this many attempts. */
  public boolean isFinal(int attempts) {
    return !patience && attempts >= MOST_ATTEMPTS;
  }

  /** Until the next attempt: as asked, else doubled each time. */
  public Duration pause(int attempts) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 20));
    return asked.orElse(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
  }
}
