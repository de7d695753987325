package org.trialward.matcher;

import org.trialward.rules.logic.Truth;

/** Asks a row of {@link Tests}. */
final class Answering {
  private Answering() {}

  /** What a patient answers to a trial's tests. */
  enum Answer {
    FITS,
    MAY_FIT,
    DOES_NOT_FIT,
    /** The row is not enough: only the exact evaluator knows. */
    ASK_EXACTLY
  }

  /** The conjunction of the tests from one place to another; stops at the first that fails. */
  static Answer ask(long[] row, int from, int to, PatientForm patient) {
    boolean open = false;
    int at = from;
    while (at < to) {
      long header = row[at];
      Truth truth;
      switch (Tests.kind(header)) {
        case Tests.RESULT -> {
          int day = patient.resultDay(Tests.number(header));
          if (day == PatientForm.DOUBTFUL) {
            return Answer.ASK_EXACTLY;
          }
          truth = result(header, row, at, day, patient);
          at += 3;
        }
        case Tests.AGE -> {
          truth = patient.hasReached(Tests.window(header), Tests.number(header));
          at++;
        }
        case Tests.SEX -> {
          truth = patient.sexIs(Tests.number(header));
          at++;
        }
        case Tests.LEAF -> {
          truth = patient.answer(Tests.number(header));
          at++;
        }
        case Tests.IN_FORCE -> {
          truth = Truth.of(patient.isInForce(row[at + 1], row[at + 2]));
          at += 3;
        }
        default -> {
          truth = Truth.UNKNOWN;
          at++;
        }
      }
      if (truth == Truth.UNKNOWN) {
        open = true;
      } else if ((truth == Truth.TRUE) == Tests.isNegated(header)) {
        return Answer.DOES_NOT_FIT;
      }
    }
    return open ? Answer.MAY_FIT : Answer.FITS;
  }

  private static Truth result(long header, long[] row, int at, int day, PatientForm patient) {
    if (day == PatientForm.NO_RESULT || !patient.isIn(Tests.window(header), day)) {
      return silence(header);
    }
    return passes(
        header,
        Double.longBitsToDouble(row[at + 1]),
        Double.longBitsToDouble(row[at + 2]),
        patient.resultValue(Tests.number(header)));
  }

  /** What it means that the window has no result. */
  static Truth silence(long header) {
    return Tests.silenceMeansNo(header) ? Truth.FALSE : Truth.UNKNOWN;
  }

  /** Whether a number lies within the bounds; one that does not convert is not a number. */
  static Truth passes(long header, double low, double high, double value) {
    if (Double.isNaN(value)) {
      return Truth.UNKNOWN;
    }
    boolean above = value > low || (value == low && Tests.includesLow(header));
    boolean below = value < high || (value == high && Tests.includesHigh(header));
    return Truth.of(above && below);
  }
}
