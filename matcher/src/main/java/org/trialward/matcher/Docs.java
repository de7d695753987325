package org.trialward.matcher;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
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

  /** Reads what nobody has counted. */
  static Docs of(DocIdSetIterator docs, int size) throws IOException {
    FixedBitSet bits = new FixedBitSet(size);
    bits.or(docs);
    int count = bits.cardinality();
    return count > size / DENSE
        ? new Docs(NO_ROW, bits.getBits())
        : of(new BitSetIterator(bits, count), count, size);
  }

  /** Those that are listed. */
  static Docs of(List<Integer> docs, int size) {
    if (docs.size() <= size / DENSE) {
      return new Docs(docs.stream().mapToInt(Integer::intValue).toArray(), NO_BITS);
    }
    long[] bits = new long[BitSets.words(size)];
    docs.forEach(doc -> BitSets.set(bits, doc));
    return new Docs(NO_ROW, bits);
  }

  /** About what it takes. */
  long bytes() {
    return (long) Integer.BYTES * row.length + (long) Long.BYTES * bits.length;
  }

  void addTo(long[] set) {
    BitSets.or(bits, set, 0);
    for (int doc : row) {
      BitSets.set(set, doc);
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
