package org.trialward.matcher;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;

/** Document numbers in memory: in a row, or as bits where that takes less room. */
final class Docs {

  /** What more than one document in so many have takes less room as bits. */
  private static final int DENSE = 32;

  private static final int[] NO_ROW = {};
  private static final long[] NO_BITS = {};

  private final int[] row;
  private final long[] bits;

  private Docs(int[] row, long[] bits) {
    this.row = row;
    this.bits = bits;
  }

  /**
   * Reads what some documents have.
   *
   * @param count how many there are
   * @param size documents of the segment
   */
  static Docs of(DocIdSetIterator docs, int count, int size) throws IOException {
    if (count > size / DENSE) {
      return of(docs, size);
    }
    int[] row = new int[count];
    for (int i = 0; i < count; i++) {
      row[i] = docs.nextDoc();
    }
    return new Docs(row, NO_BITS);
  }

  /** Reads what many documents have. */
  static Docs of(DocIdSetIterator docs, int size) throws IOException {
    FixedBitSet bits = new FixedBitSet(size);
    bits.or(docs);
    return new Docs(NO_ROW, bits.getBits());
  }

  void addTo(long[] set) {
    for (int word = 0; word < bits.length; word++) {
      set[word] |= bits[word];
    }
    for (int doc : row) {
      set[doc >>> 6] |= 1L << doc;
    }
  }

  void removeFrom(long[] set) {
    for (int word = 0; word < bits.length; word++) {
      set[word] &= ~bits[word];
    }
    for (int doc : row) {
      set[doc >>> 6] &= ~(1L << doc);
    }
  }
}
