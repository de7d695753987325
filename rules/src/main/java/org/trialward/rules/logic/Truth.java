package org.trialward.rules.logic;

import java.util.List;
import java.util.function.Function;

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

  /** TRUE of none. Stops asking at the first FALSE. */
  public static <T> Truth ofAll(List<T> parts, Function<? super T, Truth> truth) {
    Truth all = TRUE;
    for (int i = 0; i < parts.size() && all != FALSE; i++) {
      all = all.and(truth.apply(parts.get(i)));
    }
    return all;
  }

  /** FALSE of none. Stops asking at the first TRUE. */
  public static <T> Truth ofAny(List<T> parts, Function<? super T, Truth> truth) {
    Truth any = FALSE;
    for (int i = 0; i < parts.size() && any != TRUE; i++) {
      any = any.or(truth.apply(parts.get(i)));
    }
    return any;
  }

  /** Whether so many parts are TRUE; UNKNOWN where those that are not FALSE would be enough. */
  public static <T> Truth ofAtLeast(int count, List<T> parts, Function<? super T, Truth> truth) {
    int certain = 0;
    int possible = 0;
    for (T part : parts) {
      Truth one = truth.apply(part);
      certain += one == TRUE ? 1 : 0;
      possible += one == FALSE ? 0 : 1;
    }
    return certain >= count ? TRUE : possible < count ? FALSE : UNKNOWN;
  }

  public Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }
}
