package org.trialward.matcher;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.patient.FactsByCode;
import org.trialward.rules.quantity.Code;

/**
 * Codes and their numbers. What one look-up reads lies in two places of memory instead of five, and
 * many are done at once. Thread-safe; looking up needs no lock: it finds what was there before the
 * index was last refreshed, and may or may not find what is being added.
 */
final class CodeNumbers {
  static final int NONE = -1;

  private volatile Table table = new Table(64);
  private int size;

  /**
   * An open hash table; at most half of it is taken.
   *
   * @param slots the hash of a code and above it its number plus 1; 0 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // identity is never asked
  private record Table(long[] slots, @Nullable Code[] codes) {
    Table(int length) {
      this(new long[length], new @Nullable Code[length]);
    }

    int find(Code code, int hash) {
      int mask = slots.length - 1;
      for (int at = spread(hash) & mask; slots[at] != 0; at = (at + 1) & mask) {
        if ((int) slots[at] == hash && code.equals(codes[at])) {
          return (int) (slots[at] >>> Integer.SIZE) - 1;
        }
      }
      return NONE;
    }

    void add(Code code, int hash, int number) {
      int mask = slots.length - 1;
      int at = spread(hash) & mask;
      while (slots[at] != 0) {
        at = (at + 1) & mask;
      }
      codes[at] = code;
      slots[at] = (number + 1L) << Integer.SIZE | (hash & 0xFFFFFFFFL);
    }

    /** The hashes of neighbouring codes are neighbours. */
    private static int spread(int hash) {
      int mixed = hash * 0x9E3779B9;
      return mixed ^ mixed >>> 16;
    }
  }

  /** The numbers of a chart's codes, or {@link #NONE}. */
  void find(FactsByCode<?> chart, int[] numbers) {
    Table now = table;
    for (int i = 0; i < chart.size(); i++) {
      numbers[i] = now.find(chart.code(i), chart.hash(i));
    }
  }

  /** The number of a code; a new one gets the next. */
  synchronized int number(Code code, IntSupplier next) {
    int hash = code.hashCode();
    int known = table.find(code, hash);
    if (known != NONE) {
      return known;
    }
    if (2 * size >= table.slots.length) {
      table = grown(table);
    }
    int number = next.getAsInt();
    table.add(code, hash, number);
    size++;
    return number;
  }

  private static Table grown(Table table) {
    Table grown = new Table(4 * table.slots.length);
    for (int i = 0; i < table.slots.length; i++) {
      Code code = table.codes[i];
      if (code != null) {
        grown.add(code, (int) table.slots[i], (int) (table.slots[i] >>> Integer.SIZE) - 1);
      }
    }
    return grown;
  }
}
