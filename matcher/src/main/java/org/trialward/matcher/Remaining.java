package org.trialward.matcher;

import java.util.Arrays;
import org.trialward.matcher.Answering.Answer;

/** The patients of a segment who are still in question, in document order. */
final class Remaining {
  private static final byte FITS = 0;
  private static final byte OPEN = 1;
  private static final byte EXACT = 2;

  private final int[] docs;
  private final byte[] states;
  private int size;

  Remaining(int most) {
    docs = new int[most];
    states = new byte[most];
  }

  /** Adds a document after all others. */
  void add(int doc, boolean askExactly) {
    docs[size] = doc;
    states[size] = askExactly ? EXACT : FITS;
    size++;
  }

  int size() {
    return size;
  }

  int doc(int place) {
    return docs[place];
  }

  /** Whether nothing but the exact evaluator can answer, so that tests need not be asked. */
  boolean isExact(int place) {
    return states[place] == EXACT;
  }

  Answer answer(int place) {
    return switch (states[place]) {
      case FITS -> Answer.FITS;
      case OPEN -> Answer.MAY_FIT;
      default -> Answer.ASK_EXACTLY;
    };
  }

  /** Asks the exact evaluator of everybody. */
  void askExactly() {
    Arrays.fill(states, 0, size, EXACT);
  }

  /** Says nothing of anybody. */
  void leaveOpen() {
    for (int i = 0; i < size; i++) {
      states[i] = states[i] == EXACT ? EXACT : OPEN;
    }
  }

  void clear() {
    size = 0;
  }

  /** Takes the answers to one test: those who fail it are in question no more. */
  final class Sieve {
    private int kept;

    void pass(int place) {
      docs[kept] = docs[place];
      states[kept++] = states[place];
    }

    void open(int place) {
      docs[kept] = docs[place];
      states[kept++] = states[place] == EXACT ? EXACT : OPEN;
    }

    void exact(int place) {
      docs[kept] = docs[place];
      states[kept++] = EXACT;
    }

    void done() {
      size = kept;
    }
  }
}
