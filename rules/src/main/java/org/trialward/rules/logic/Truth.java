package org.trialward.rules.logic;

/**
 * A truth value of Kleene's strong three-valued logic, the logic of CQL's {@code and}, {@code or}
 * and {@code not}.
 *
 * <p>Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64; CQL 1.5, appendix B.
 */
public enum Truth {
  FALSE,
  UNKNOWN,
  TRUE;

  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The lesser of both in the order FALSE, UNKNOWN, TRUE; TRUE is its identity. */
  public Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The greater of both in the order FALSE, UNKNOWN, TRUE; FALSE is its identity. */
  public Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }
}
