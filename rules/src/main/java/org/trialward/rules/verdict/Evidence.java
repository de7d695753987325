package org.trialward.rules.verdict;

import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Interval;

/** One reason for a finding: what was seen, or what was looked for and not found. */
public sealed interface Evidence {

  /**
   * What the chart says.
   *
   * @param what the thing seen, e.g. "Hemoglobin A1c (4548-4)"
   * @param value what it says, with unit, e.g. "8.1 %" or "current"
   * @param date when it was so
   * @param source the resource and version that says it
   */
  record Observed(String what, String value, Optional<Interval> date, Source source) {}

  /** Speaks for the characteristic. */
  record Supporting(Observed observed) implements Evidence {}

  /** Speaks against it. */
  record Opposing(Observed observed) implements Evidence {}

  /**
   * Was seen but settles nothing, and why: a unit that does not convert, a diagnosis not confirmed.
   */
  record Inconclusive(Observed observed, String why) implements Evidence {}

  /** Was looked for and not found, so the question is open. */
  record Missing(String what, String why) implements Evidence {}

  /** Was looked for and not found, and the trial takes that as "no". */
  record AssumedAbsent(String what, String lookedFor) implements Evidence {}

  /** Only a person can say. */
  record PersonNeeded(String why) implements Evidence {}

  /** This version cannot say. */
  record Unsupported(String what) implements Evidence {}

  /** What was seen, as it bears on an answer; {@code why} is what leaves an open one open. */
  static Evidence of(Truth truth, Observed observed, String why) {
    return switch (truth) {
      case TRUE -> new Supporting(observed);
      case FALSE -> new Opposing(observed);
      case UNKNOWN -> new Inconclusive(observed, why);
    };
  }

  /** What is left of it where what decides is not known: seen, but settling nothing. */
  default Stream<Evidence> contested(String why) {
    return switch (this) {
      case Supporting(var observed) -> Stream.of(new Inconclusive(observed, why));
      case Opposing(var observed) -> Stream.of(new Inconclusive(observed, why));
      case AssumedAbsent _ -> Stream.of();
      case Inconclusive _, Missing _, PersonNeeded _, Unsupported _ -> Stream.of(this);
    };
  }

  /** The same evidence seen from the opposite question. */
  default Evidence negated() {
    return switch (this) {
      case Supporting(var observed) -> new Opposing(observed);
      case Opposing(var observed) -> new Supporting(observed);
      case Inconclusive _, Missing _, AssumedAbsent _, PersonNeeded _, Unsupported _ -> this;
    };
  }
}
