package org.trialward.matcher;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the trials of a segment ask of a patient, each question once: the latest result of a series
 * in a window, the day itself, or a characteristic that only the exact evaluator knows. Answers are
 * whole numbers. A number is answered by its place among all limits that are set to its series, so
 * that a test of it compares two small integers.
 */
final class Questions {
  /** Below this, an answer is not known yet or leaves the question open. */
  static final int KNOWN = 0;

  static final int UNKNOWN = -1;

  /** Only the exact evaluator can read the results. */
  static final int DOUBTFUL = -2;

  static final int NOT_ASKED = -3;

  /** Silence that means no: beyond every bound. */
  private static final int NEVER = Integer.MAX_VALUE;

  private static final int NO = 0;
  private static final int YES = 1;

  /** The day stands before the series of results. */
  private static final int TODAY = 0;

  private static final int SERIES_SHIFT = 32;

  /** Ascending: series, window, and whether silence means no. */
  private final long[] results;

  /** Ascending; these questions come after those of results. */
  private final int[] leaves;

  /** By series: its first question, and that of the next series. */
  private final int[] first;

  /** By series: what it is compared with, ascending. */
  private final double[][] limits;

  /** The answers of whom nothing is known. */
  private final int[] silent;

  private Questions(long[] results, int[] leaves, double[][] limits) {
    this.results = results;
    this.leaves = leaves;
    this.limits = limits;
    this.first = new int[limits.length + 1];
    for (long result : results) {
      first[series(result) + 1]++;
    }
    Arrays.parallelPrefix(first, Integer::sum);
    this.silent = new int[results.length + leaves.length];
    Arrays.fill(silent, NOT_ASKED);
    for (int i = 0; i < results.length; i++) {
      silent[i] = (results[i] & 1) == 0 ? UNKNOWN : NEVER;
    }
  }

  /** Those of rows of {@link Tests}. */
  static Questions of(List<long[]> rows) {
    TreeSet<Long> results = new TreeSet<>();
    TreeSet<Integer> leaves = new TreeSet<>();
    SortedMap<Integer, Set<Double>> limits = new TreeMap<>();
    for (long[] row : rows) {
      for (int at = 0; at < row.length; at += Tests.length(row[at])) {
        switch (Tests.kind(row[at])) {
          case Tests.RESULT, Tests.IN_FORCE -> {
            long result = result(row[at]);
            results.add(result);
            Set<Double> known = limits.computeIfAbsent(series(result), _ -> new TreeSet<>());
            known.add(limit(row, at, 1));
            known.add(limit(row, at, 2));
          }
          case Tests.LEAF -> leaves.add(Tests.number(row[at]));
          default -> {}
        }
      }
    }
    return new Questions(
        results.stream().mapToLong(Long::longValue).toArray(),
        leaves.stream().mapToInt(Integer::intValue).toArray(),
        ascending(limits));
  }

  private static double[][] ascending(SortedMap<Integer, Set<Double>> limits) {
    double[][] ascending = new double[limits.isEmpty() ? 0 : limits.lastKey() + 1][0];
    for (Map.Entry<Integer, Set<Double>> some : limits.entrySet()) {
      ascending[some.getKey()] =
          some.getValue().stream().mapToDouble(Double::doubleValue).toArray();
    }
    return ascending;
  }

  private static long result(long header) {
    return Tests.kind(header) == Tests.IN_FORCE
        ? TODAY
        : (Tests.number(header) + 1L) << SERIES_SHIFT
            | (long) Tests.window(header) << 1
            | (Tests.silenceMeansNo(header) ? 1 : 0);
  }

  private static int series(long result) {
    return (int) (result >>> SERIES_SHIFT);
  }

  private static int window(long result) {
    return (int) result >>> 1;
  }

  /** The first or second operand of a test as a number; the sum makes one zero of two. */
  private static double limit(long[] row, int at, int operand) {
    long limit = row[at + operand];
    return 0.0
        + (Tests.kind(row[at]) == Tests.IN_FORCE ? (double) limit : Double.longBitsToDouble(limit));
  }

  int size() {
    return silent.length;
  }

  /** The number of a test's question. */
  int question(long header) {
    return Tests.kind(header) == Tests.LEAF
        ? results.length + Arrays.binarySearch(leaves, Tests.number(header))
        : Arrays.binarySearch(results, result(header));
  }

  /** The least answer that passes a test. */
  int least(long[] row, int at) {
    if (Tests.kind(row[at]) == Tests.LEAF) {
      return YES;
    }
    int place = place(series(result(row[at])), limit(row, at, 1));
    return Tests.includesLow(row[at]) ? place : place + 1;
  }

  /** The greatest answer that passes a test. */
  int most(long[] row, int at) {
    if (Tests.kind(row[at]) == Tests.LEAF) {
      return YES;
    }
    int place = place(series(result(row[at])), limit(row, at, 2));
    return Tests.includesHigh(row[at]) ? place : place - 1;
  }

  /** Odd for a limit itself, even for what lies between limits. */
  private int place(int series, double number) {
    double[] ascending = limits[series];
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    boolean isLimit = from < ascending.length && ascending[from] == number;
    return 2 * from + (isLimit ? 1 : 0);
  }

  /** What the patient answers, but for what only the exact evaluator knows. O(results). */
  void answer(PatientForm patient, int[] answers) {
    System.arraycopy(silent, 0, answers, 0, silent.length);
    if (results.length > 0 && results[0] == TODAY) {
      answers[0] = place(TODAY, (double) patient.today());
    }
    for (int i = 0; i < patient.seriesCount(); i++) {
      int series = patient.series(i) + 1;
      if (series < limits.length && first[series] < first[series + 1]) {
        answer(series, patient, answers);
      }
    }
  }

  private void answer(int series, PatientForm patient, int[] answers) {
    int day = patient.resultDay(series - 1);
    double value = patient.resultValue(series - 1);
    int known =
        day == PatientForm.DOUBTFUL
            ? DOUBTFUL
            : Double.isNaN(value) ? UNKNOWN : place(series, value);
    for (int i = first[series]; i < first[series + 1]; i++) {
      if (patient.isIn(window(results[i]), day)) {
        answers[i] = known;
      }
    }
  }

  /** What the exact evaluator answers to a question that was not asked yet. */
  int ask(int question, PatientForm patient) {
    return switch (patient.leaf(leaves[question - results.length])) {
      case TRUE -> YES;
      case FALSE -> NO;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
