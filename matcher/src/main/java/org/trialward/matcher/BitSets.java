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
}
