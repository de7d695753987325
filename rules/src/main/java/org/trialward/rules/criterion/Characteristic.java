package org.trialward.rules.criterion;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.Sex;

/**
 * A condition that a chart can be asked. Pure data: {@code verdict.Eligibility} says what each kind
 * means.
 *
 * <p>The counterpart of FHIR's {@code Group.characteristic}.
 */
public sealed interface Characteristic {

  /** Every part holds. */
  record AllOf(List<Characteristic> parts) implements Characteristic {
    public AllOf {
      parts = atLeastOne(parts);
    }
  }

  /** At least one part holds. */
  record AnyOf(List<Characteristic> parts) implements Characteristic {
    public AnyOf {
      parts = atLeastOne(parts);
    }
  }

  /** At least {@code count} parts hold. */
  record AtLeast(int count, List<Characteristic> parts) implements Characteristic {
    public AtLeast {
      parts = atLeastOne(parts);
      if (count < 1 || count > parts.size()) {
        throw new IllegalArgumentException(
            "At least `%d` of `%d` parts cannot be asked.".formatted(count, parts.size()));
      }
    }
  }

  /** The part does not hold. */
  record Not(Characteristic part) implements Characteristic {}

  /** Completed years, months, weeks or days since birth, on the reference date. */
  record Age(AgeRange range) implements Characteristic {}

  record SexIs(Sex sex) implements Characteristic {}

  /**
   * A diagnosis of the set.
   *
   * @param onsetWithin the window in which it began
   * @param recordedWithin the window in which it was written down
   */
  record Diagnosed(
      ValueSet of,
      Presence presence,
      Optional<Window> onsetWithin,
      Optional<Window> recordedWithin,
      Silence silence)
      implements Characteristic {}

  /** A medicine of the set, taken now, in a window, or ever. */
  record Medicated(ValueSet of, Taken taken, Silence silence) implements Characteristic {}

  /** A procedure of the set that was performed. */
  record Underwent(ValueSet of, Optional<Window> within, Silence silence)
      implements Characteristic {}

  /** An allergy or intolerance of the set that is neither refuted nor resolved. */
  record AllergicTo(ValueSet of, Silence silence) implements Characteristic {}

  /** A measurement of the set whose result passes the test. */
  record Measured(
      ValueSet of, ResultTest test, Optional<Window> within, Choice choice, Silence silence)
      implements Characteristic {}

  /** No computer decides this. */
  record NeedsAPerson(String why) implements Characteristic {}

  /** Data could decide this, but this version cannot express it. */
  record NotYetSupported(String what) implements Characteristic {}

  /** Whether the diagnosis must be present on the reference date or may lie in the past. */
  enum Presence {
    CURRENT,
    EVER
  }

  /** When the medicine must have been taken. */
  sealed interface Taken {
    record Now() implements Taken {}

    record Ever() implements Taken {}

    record During(Window window) implements Taken {}
  }

  /** What a result is asked. */
  sealed interface ResultTest {
    record InRange(QuantityRange range) implements ResultTest {}

    record CodedAs(ValueSet set) implements ResultTest {}
  }

  /** Which of several results decides. */
  enum Choice {
    LATEST,
    ANY
  }

  private static List<Characteristic> atLeastOne(List<Characteristic> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A combination needs at least one part.");
    }
    return List.copyOf(parts);
  }
}
