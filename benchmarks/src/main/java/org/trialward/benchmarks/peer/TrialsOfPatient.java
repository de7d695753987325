package org.trialward.benchmarks.peer;

import org.trialward.rules.patient.PatientSnapshot;

/**
 * A method that finds the trials that fit one patient.
 *
 * @param <P> the patient in the form that this method reads best
 */
public interface TrialsOfPatient<P> extends AutoCloseable {

  /** As the report names it. */
  String name();

  /** Not timed, so that no method is charged for another's format. */
  P prepare(PatientSnapshot patient);

  /**
   * Timed. Sets the bits of the trials that fit in an answer that is empty, or leaves that to
   * {@link #settle}.
   */
  void ask(P patient, Answer answer);

  /**
   * Not timed, after an {@link #ask} whose answer is read: tells in bits what its own form told.
   */
  default void settle(Answer answer) {}

  /**
   * Whether it tells ELIGIBLE from POSSIBLE. One that does not sets {@code possible} only, and is
   * compared with {@link Answer#fits}.
   */
  default boolean tellsEligible() {
    return true;
  }

  /** Bytes that its trials take, as far as it can tell; 0 where it cannot. */
  default long bytes() {
    return 0;
  }

  @Override
  default void close() {}
}
