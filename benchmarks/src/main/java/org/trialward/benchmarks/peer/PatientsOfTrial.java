package org.trialward.benchmarks.peer;

import org.trialward.rules.trial.Trial;

/**
 * A method that finds the patients that fit one trial.
 *
 * @param <T> the trial in the form that this method reads best
 */
public interface PatientsOfTrial<T> extends AutoCloseable {

  /** As the report names it. */
  String name();

  /** Not timed. */
  T prepare(Trial trial);

  /**
   * Timed. Sets the bits of the patients that fit in an answer that is empty, or leaves that to
   * {@link #settle}.
   */
  void ask(T trial, Answer answer);

  /**
   * Not timed, after an {@link #ask} whose answer is read: tells in bits what its own form told.
   */
  default void settle(Answer answer) {}

  /** Bytes that its patients take, as far as it can tell; 0 where it cannot. */
  default long bytes() {
    return 0;
  }

  @Override
  default void close() {}
}
