package org.trialward.matcher;

import java.util.List;

/**
 * What each trial of a segment asks for itself: a row of tests a trial, in document order. A test
 * is three whole numbers: a question and the least and the greatest answer that passes.
 */
final class SegmentTests {
  private static final int LENGTH = 3;

  /** The bit of a question that turns a test round; the number of the question is above it. */
  private static final int NEGATED = 1;

  /** By trial: where its row begins. */
  private final int[] starts;

  private final int[] tests;
  private final Questions questions;

  /** Of rows of {@link Tests}, by document. */
  SegmentTests(List<long[]> rows) {
    questions = Questions.of(rows);
    starts = new int[rows.size() + 1];
    for (int doc = 0; doc < rows.size(); doc++) {
      starts[doc + 1] = starts[doc] + LENGTH * own(rows.get(doc));
    }
    tests = new int[starts[rows.size()]];
    for (int doc = 0; doc < rows.size(); doc++) {
      write(rows.get(doc), starts[doc]);
    }
  }

  private static int own(long[] row) {
    int own = 0;
    for (int at = 0; at < row.length; at += Tests.length(row[at])) {
      own += Tests.isShared(row[at]) ? 0 : 1;
    }
    return own;
  }

  private void write(long[] row, int start) {
    int to = start;
    for (int at = 0; at < row.length; at += Tests.length(row[at])) {
      if (!Tests.isShared(row[at])) {
        tests[to] = questions.question(row[at]) << 1 | (Tests.isNegated(row[at]) ? NEGATED : 0);
        tests[to + 1] = questions.least(row, at);
        tests[to + 2] = questions.most(row, at);
        to += LENGTH;
      }
    }
  }

  /** What one patient answers to the questions of a segment; used again for the next one. */
  static final class Reading {
    private int[] answers = {};

    @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
    private int touched;
  }

  /** Makes ready to ask trials. */
  void take(PatientForm patient, Reading reading) {
    if (reading.answers.length < questions.size()) {
      reading.answers = new int[2 * questions.size()];
    }
    questions.answer(patient, reading.answers);
  }

  /** Asks memory for the rows of these trials at once, see {@link PostingsBlock#collect}. */
  void touch(int[] docs, int from, int to, Reading reading) {
    int touched = 0;
    for (int i = from; i < to; i++) {
      int start = starts[docs[i]];
      int end = starts[docs[i] + 1];
      if (end > start) {
        touched += tests[start] + tests[end - 1];
      }
    }
    reading.touched = touched;
  }

  /**
   * The conjunction of a trial's tests. Asks all of them at once without a branch: a processor that
   * guesses wrong loses more than it takes to ask them.
   */
  Answer ask(int doc, PatientForm patient, Reading reading) {
    int[] answers = reading.answers;
    long failed = 0;
    int lowest = Questions.KNOWN;
    int end = starts[doc + 1];
    for (int at = starts[doc]; at < end; at += LENGTH) {
      int answer = answers[tests[at] >>> 1];
      long outside = ((long) answer - tests[at + 1]) | ((long) tests[at + 2] - answer);
      long negated = -(tests[at] & NEGATED);
      failed |= (outside ^ negated) & ~(long) answer;
      lowest = Math.min(lowest, answer);
    }
    if (failed < 0) {
      return Answer.DOES_NOT_FIT;
    }
    return lowest >= Questions.UNKNOWN
        ? lowest == Questions.KNOWN ? Answer.FITS : Answer.MAY_FIT
        : askFurther(doc, patient, answers);
  }

  /** Of a trial that fails none of the tests whose answers were known. */
  private Answer askFurther(int doc, PatientForm patient, int[] answers) {
    Answer result = Answer.FITS;
    for (int at = starts[doc]; at < starts[doc + 1]; at += LENGTH) {
      int question = tests[at] >>> 1;
      if (answers[question] == Questions.NOT_ASKED) {
        answers[question] = questions.ask(question, patient);
      }
      int answer = answers[question];
      if (answer == Questions.DOUBTFUL) {
        return Answer.ASK_EXACTLY;
      }
      if (fails(at, answer)) {
        return Answer.DOES_NOT_FIT;
      }
      result = answer == Questions.UNKNOWN ? Answer.MAY_FIT : result;
    }
    return result;
  }

  private boolean fails(int at, int answer) {
    boolean inside = answer >= tests[at + 1] && answer <= tests[at + 2];
    boolean negated = (tests[at] & NEGATED) != 0;
    return answer >= Questions.KNOWN && inside == negated;
  }
}
