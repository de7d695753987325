package org.trialward.matcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.trialward.rules.verdict.Standing;

/**
 * The postings of at most 65,536 documents, which are numbered from 0 on, so that an entry takes 2
 * bytes. All that is known of a code lies in one row.
 */
final class PostingsBlock {
  static final int MOST = 1 << Character.SIZE;

  /** A term that more than one document in so many has is added faster as bits. */
  private static final int DENSE = 32;

  /** But not where so few have it. */
  private static final int FEW = 64;

  private static final char AS_BITS = Character.MAX_VALUE;

  private final int from;
  private final int size;

  /** By code: where its row begins. */
  private final int[] begin;

  /**
   * A row is the number of its sections and these one after another: what it is there for, how many
   * documents, and they, or {@link #AS_BITS} and two characters for a place in {@link #dense}. The
   * first row has no section, and is that of every code that no document has.
   */
  private char[] rows = new char[1024];

  private final List<long[]> dense = new ArrayList<>();

  private int written = 1;
  private int section;
  private int code = -1;

  PostingsBlock(int codes, int from, int size) {
    this.begin = new int[codes];
    this.from = from;
    this.size = size;
  }

  int end() {
    return from + size;
  }

  /** All sections of a code come together. */
  void begin(int next, char spelled) {
    if (code != next) {
      code = next;
      begin[code] = written;
      write(0);
    }
    rows[begin[code]]++;
    write(spelled);
    section = written;
    write(0);
  }

  void add(int doc) {
    write(doc - from);
  }

  void endOfSection() {
    int count = written - section - 1;
    if (count <= Math.max(FEW, size / DENSE)) {
      rows[section] = (char) count;
      return;
    }
    long[] bits = new long[BitSets.words(size)];
    for (int i = section + 1; i < written; i++) {
      BitSets.set(bits, rows[i]);
    }
    rows[section] = AS_BITS;
    written = section + 1;
    write(dense.size() >>> Character.SIZE);
    write(dense.size());
    dense.add(bits);
  }

  private void write(int number) {
    if (written == rows.length) {
      rows = Arrays.copyOf(rows, 2 * written);
    }
    rows[written++] = (char) number;
  }

  void trim() {
    rows = Arrays.copyOf(rows, written);
  }

  /** What of a segment one patient reads; used again for the next one. */
  static final class Reading {
    private int[] rows = new int[256];

    @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
    private int touched;

    private int[] rows(int codes) {
      if (rows.length < codes) {
        rows = new int[2 * codes];
      }
      return rows;
    }
  }

  /**
   * First notes which rows are read and touches each: memory answers many such questions at once,
   * but only one at a time where each waits for the row before it.
   */
  void collect(PatientForm patient, Reading reading, long[][] sets) {
    int codes = patient.codeCount();
    int[] at = reading.rows(codes);
    for (int i = 0; i < codes; i++) {
      int asked = patient.code(i);
      at[i] = asked < begin.length ? begin[asked] : 0;
    }
    int touched = 0;
    for (int i = 0; i < codes; i++) {
      touched += rows[at[i]];
    }
    reading.touched = touched;
    for (int i = 0; i < codes; i++) {
      collect(at[i], patient.standing(i), sets);
    }
  }

  private void collect(int row, Standing standing, long[][] sets) {
    int at = row + 1;
    for (int sections = rows[row]; sections > 0; sections--) {
      int roles = Section.goesTo(rows[at], standing);
      int count = rows[at + 1];
      at += 2;
      boolean asBits = count == AS_BITS;
      for (; roles != 0; roles &= roles - 1) {
        long[] into = sets[Integer.numberOfTrailingZeros(roles)];
        if (asBits) {
          BitSets.or(dense.get(rows[at] << Character.SIZE | rows[at + 1]), into, from >>> 6);
        } else {
          or(at, at + count, into);
        }
      }
      at += asBits ? 2 : count;
    }
  }

  private void or(int start, int end, long[] into) {
    int firstWord = from >>> 6;
    for (int i = start; i < end; i++) {
      int doc = rows[i];
      into[firstWord + (doc >>> 6)] |= 1L << doc;
    }
  }
}
