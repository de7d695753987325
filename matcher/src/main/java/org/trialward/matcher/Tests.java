package org.trialward.matcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What codes do not tell of a trial, as one row of numbers. Each test is a header and its operands;
 * the cheapest come first. How they are asked of a patient is the matter of {@link SharedTests} and
 * {@link SegmentTests}.
 */
final class Tests {

  /** A kind of test, the cheapest first. */
  static final int UNSETTLED = 0;

  static final int IN_FORCE = 1;
  static final int SEX = 2;
  static final int AGE = 3;
  static final int RESULT = 4;
  static final int LEAF = 5;

  private static final int KIND_MASK = 0xF;
  private static final long NEGATED = 1L << 4;
  private static final long LOW_INCLUDED = 1L << 5;
  private static final long HIGH_INCLUDED = 1L << 6;
  private static final long SILENCE_MEANS_NO = 1L << 7;
  private static final int WINDOW_SHIFT = 8;
  private static final int WINDOW_MASK = 0xFFFF;
  private static final int NUMBER_SHIFT = 24;

  private Tests() {}

  /** A test that can never hold and never fail: only a person answers it. */
  static long[] unsettled() {
    return new long[] {UNSETTLED};
  }

  /** The first and the last epoch day on which the trial is in force. */
  static long[] inForce(long first, long last) {
    return new long[] {IN_FORCE | LOW_INCLUDED | HIGH_INCLUDED, first, last};
  }

  static long[] sex(int ordinal, boolean negated) {
    return new long[] {SEX | negated(negated) | (long) ordinal << NUMBER_SHIFT};
  }

  /** Has reached an age, in completed calendar units. */
  static long[] age(int unit, int length, boolean negated) {
    return new long[] {
      AGE | negated(negated) | (long) unit << WINDOW_SHIFT | (long) length << NUMBER_SHIFT
    };
  }

  /** Bounds of the latest result; one that is not there is infinite. */
  record Bounds(double low, boolean lowIncluded, double high, boolean highIncluded) {}

  /** The number of the window that is always open. */
  static final int ANY_TIME = 0;

  /** So many windows can be told apart. */
  static final int MOST_WINDOWS = WINDOW_MASK;

  static long[] result(
      int series, int window, Bounds bounds, boolean silenceMeansNo, boolean negated) {
    return new long[] {
      RESULT
          | negated(negated)
          | (bounds.lowIncluded ? LOW_INCLUDED : 0)
          | (bounds.highIncluded ? HIGH_INCLUDED : 0)
          | (silenceMeansNo ? SILENCE_MEANS_NO : 0)
          | (long) window << WINDOW_SHIFT
          | (long) series << NUMBER_SHIFT,
      Double.doubleToRawLongBits(bounds.low),
      Double.doubleToRawLongBits(bounds.high)
    };
  }

  static long[] leaf(int number, boolean negated) {
    return new long[] {LEAF | negated(negated) | (long) number << NUMBER_SHIFT};
  }

  static int kind(long header) {
    return (int) (header & KIND_MASK);
  }

  /** Whether so few different ones are asked that each is answered for all its trials at once. */
  static boolean isShared(long header) {
    return kind(header) == UNSETTLED || kind(header) == SEX || kind(header) == AGE;
  }

  static boolean isNegated(long header) {
    return (header & NEGATED) != 0;
  }

  static boolean includesLow(long header) {
    return (header & LOW_INCLUDED) != 0;
  }

  static boolean includesHigh(long header) {
    return (header & HIGH_INCLUDED) != 0;
  }

  static boolean silenceMeansNo(long header) {
    return (header & SILENCE_MEANS_NO) != 0;
  }

  /** The window of a result, or the unit of an age. */
  static int window(long header) {
    return (int) (header >>> WINDOW_SHIFT) & WINDOW_MASK;
  }

  /** The series, leaf, sex or length of age. */
  static int number(long header) {
    return (int) (header >>> NUMBER_SHIFT);
  }

  /** How many numbers a test takes, its header included. */
  static int length(long header) {
    return switch (kind(header)) {
      case IN_FORCE, RESULT -> 3;
      default -> 1;
    };
  }

  /** The tests in the order of their kinds, one after another. */
  static long[] row(List<long[]> tests) {
    List<long[]> ordered = new ArrayList<>(tests);
    ordered.sort((a, b) -> Integer.compare(kind(a[0]), kind(b[0])));
    return ordered.stream().flatMapToLong(java.util.Arrays::stream).toArray();
  }

  private static long negated(boolean negated) {
    return negated ? NEGATED : 0;
  }
}
