package org.trialward.matcher;

/**
 * The patients of a segment who are still in question, in document order. Of all that tests say of
 * a patient the gravest stands.
 */
final class Remaining {
  static final byte FITS = 0;
  static final byte OPEN = 1;

  /** Only the exact evaluator can answer, if no other test does. */
  static final byte EXACT = 2;

  static final byte OUT = 3;

  private static final int STATE_BITS = 2;
  private static final int STATE = (1 << STATE_BITS) - 1;

  /** The document and below it what is said of the patient. */
  private final int[] entries;

  private int size;

  Remaining(int most) {
    entries = new int[most];
  }

  /** Adds a document after all others. */
  void add(int doc, boolean askExactly) {
    entries[size++] = (doc << STATE_BITS) | (askExactly ? EXACT : FITS);
  }

  int size() {
    return size;
  }

  int doc(int place) {
    return entries[place] >>> STATE_BITS;
  }

  Answer answer(int place) {
    return switch (entries[place] & STATE) {
      case FITS -> Answer.FITS;
      case OPEN -> Answer.MAY_FIT;
      default -> Answer.ASK_EXACTLY;
    };
  }

  /** Says the same of everybody. */
  void takeOfAll(byte said) {
    Sieve sieve = new Sieve();
    for (int i = 0; i < size; i++) {
      sieve.take(i, said);
    }
    sieve.done();
  }

  /** Takes the answers to one test: those who fail it are in question no more. */
  final class Sieve {
    private int kept;

    /** Without a branch, which a processor would guess wrong every other time. */
    void take(int place, byte said) {
      int entry = entries[place];
      int graver = Math.max(entry, (entry & ~STATE) | said);
      entries[kept] = graver;
      kept += 1 - (graver & (graver >>> 1) & 1);
    }

    void done() {
      size = kept;
    }
  }
}
