package org.trialward.matcher;

import java.util.Arrays;

/** Sets of document numbers as words of 64 bits. */
final class BitSets {
  private BitSets() {}

  static int words(int size) {
    return (size + 63) >>> 6;
  }

  static long[] full(int size) {
    long[] bits = new long[words(size)];
    Arrays.fill(bits, -1L);
    if ((size & 63) != 0) {
      bits[bits.length - 1] = (1L << (size & 63)) - 1;
    }
    return bits;
  }

  static void set(long[] bits, int doc) {
    bits[doc >>> 6] |= 1L << doc;
  }

  static boolean has(long[] bits, int doc) {
    return (bits[doc >>> 6] & 1L << doc) != 0;
  }

  /** Adds some words to others that begin further on. */
  static void or(long[] words, long[] into, int first) {
    for (int i = 0; i < words.length; i++) {
      into[first + i] |= words[i];
    }
  }

  /** Keeps what is in others, too. */
  static void keep(long[] bits, long[] others, int words) {
    for (int i = 0; i < words; i++) {
      bits[i] &= others[i];
    }
  }

  /** Drops what is in others. */
  static void drop(long[] bits, long[] others, int words) {
    for (int i = 0; i < words; i++) {
      bits[i] &= ~others[i];
    }
  }

  static int count(long[] bits, int words) {
    int count = 0;
    for (int i = 0; i < words; i++) {
      count += Long.bitCount(bits[i]);
    }
    return count;
  }

  /**
   * Lists the documents in ascending order.
   *
   * @return how many there are
   */
  static int list(long[] bits, int words, int[] docs) {
    int count = 0;
    for (int word = 0; word < words; word++) {
      for (long left = bits[word]; left != 0; left &= left - 1) {
        docs[count++] = (word << 6) + Long.numberOfTrailingZeros(left);
      }
    }
    return count;
  }
}
