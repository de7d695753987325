package org.trialward.matcher;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * The latest results of one series in one segment as numbers in a row. What Lucene packs for disks
 * is unpacked here for memory: 4 bytes a result, 1.5 bits a document, and each value once.
 */
final class SegmentResults {
  /** The place of the value where there is no result. */
  static final int NO_RESULT = 0;

  /** The place of the value where only the exact evaluator can read the series. */
  static final int DOUBTFUL = 1;

  static final int FIRST_VALUE = 2;

  /**
   * 16 bits hold a day from 1925 to 2104 and the place of a value; what they do not is doubtful.
   */
  private static final int BITS = 16;

  private static final int MOST = (1 << BITS) - 1;
  private static final int DOUBT = (MOST << BITS) | DOUBTFUL;
  private static final int ORIGIN = -(1 << 14);

  /** A bit a document, and by word how many results stand before it. */
  private final long[] present;

  private final int[] before;

  /** By result: the day above, the place of the value below. */
  private final int[] results;

  private final double[] values;

  private SegmentResults(long[] present, int[] results, double[] values) {
    this.present = present;
    this.before = new int[present.length];
    for (int word = 1; word < present.length; word++) {
      before[word] = before[word - 1] + Long.bitCount(present[word - 1]);
    }
    this.results = results;
    this.values = values;
  }

  /** O(results). */
  static SegmentResults read(ResultColumn column, int size) throws IOException {
    Draft draft = new Draft(size);
    for (int doc = column.next(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.next()) {
      draft.add(doc, column.day(), column.value());
    }
    return draft.done();
  }

  /** One in the making. */
  private static final class Draft {
    /** Knuth's multiplicative hashing: 2^64 by the golden ratio; the upper bits count. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] present;
    private int[] results = new int[64];
    private int count;

    private final int slotBits;

    /** An open hash table of places, never more than half full. */
    private final int[] slots;

    private double[] values = new double[64];
    private int places = FIRST_VALUE;

    Draft(int size) {
      present = new long[BitSets.words(size)];
      slotBits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(Math.min(size, MOST));
      slots = new int[1 << slotBits];
    }

    void add(int doc, int day, double value) {
      if (count == results.length) {
        results = Arrays.copyOf(results, 2 * count);
      }
      BitSets.set(present, doc);
      results[count++] = packed(day, value);
    }

    private int packed(int day, double value) {
      long counted = (long) day - ORIGIN;
      boolean fits = day != PatientForm.DOUBTFUL && counted > 0 && counted < MOST;
      int place = fits ? place(value) : DOUBTFUL;
      return place == DOUBTFUL ? DOUBT : ((int) counted << BITS) | place;
    }

    /** The place of the value, a new one where it has none, or none where all are taken. */
    private int place(double value) {
      long bits = Double.doubleToLongBits(value);
      int slot = (int) ((bits * SPREAD) >>> (Long.SIZE - slotBits));
      while (slots[slot] != 0) {
        if (Double.doubleToLongBits(values[slots[slot] - FIRST_VALUE]) == bits) {
          return slots[slot];
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      if (places > MOST) {
        return DOUBTFUL;
      }
      if (places - FIRST_VALUE == values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      values[places - FIRST_VALUE] = value;
      slots[slot] = places;
      return places++;
    }

    /** With one result more than there are, so that every document can be looked up alike. */
    SegmentResults done() {
      return new SegmentResults(
          present, Arrays.copyOf(results, count + 1), Arrays.copyOf(values, places - FIRST_VALUE));
    }
  }

  /** About what it takes. */
  long bytes() {
    return (long) Long.BYTES * (present.length + values.length)
        + (long) Integer.BYTES * (before.length + results.length);
  }

  /** How many places {@link #place} can give. */
  int places() {
    return FIRST_VALUE + values.length;
  }

  /** The value at a place from {@link #FIRST_VALUE} on. */
  double value(int place) {
    return values[place - FIRST_VALUE];
  }

  /** An epoch day as {@link #place} takes it. */
  static int since(int firstDay) {
    return Math.clamp((long) firstDay - ORIGIN, 1, MOST);
  }

  /**
   * Where the value stands of the document's result since then. Without a branch: whether there is
   * one and how old it is are guesses that a processor loses as often as it wins.
   */
  int place(int doc, int since) {
    int word = doc >>> 6;
    long later = present[word] >>> doc;
    int at = before[word] + Long.bitCount(present[word] & ((1L << doc) - 1));
    int result = results[at];
    // -1 where there is one that is not too old, else 0.
    int counts = -(int) (later & 1) & ((since - 1 - (result >>> BITS)) >> (Integer.SIZE - 1));
    return result & MOST & counts;
  }
}
