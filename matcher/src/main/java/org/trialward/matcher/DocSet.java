package org.trialward.matcher;

import java.util.List;

/** Some documents of a segment, as numbers or, where they are many, as bits. */
final class DocSet {
  /** More than one document in so many are faster added as bits. */
  static final int DENSE = 32;

  private final int[] docs;
  private final long[] bits;

  private DocSet(int[] docs, long[] bits) {
    this.docs = docs;
    this.bits = bits;
  }

  static DocSet of(List<Integer> docs, int size) {
    if (docs.size() <= size / DENSE) {
      return new DocSet(docs.stream().mapToInt(Integer::intValue).toArray(), new long[0]);
    }
    long[] bits = new long[BitSets.words(size)];
    docs.forEach(doc -> BitSets.set(bits, doc));
    return new DocSet(new int[0], bits);
  }

  void addTo(long[] words) {
    for (int doc : docs) {
      BitSets.set(words, doc);
    }
    BitSets.or(bits, words, 0);
  }
}
