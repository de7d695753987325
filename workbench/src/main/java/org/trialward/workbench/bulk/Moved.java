package org.trialward.workbench.bulk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Resources that came of several patients, as it happens when records are corrected while files are
 * written: only the newest counts. Found by their marks, so that nearly always none is looked at.
 */
final class Moved {
  private final Map<String, Slip> newest = new HashMap<>();

  private Moved() {}

  /** Those of this spool. */
  static Moved in(Spool spool) {
    Set<Long> keys = new HashSet<>();
    Set<Integer> compartments = new HashSet<>();
    for (int marks = Compartments.PATIENTS; marks < Compartments.ALL; marks++) {
      long[] sorted = sorted(spool, marks);
      for (int at = 1; at < sorted.length; at++) {
        if (sorted[at] != sorted[at - 1] && key(sorted[at]) == key(sorted[at - 1])) {
          keys.add(key(sorted[at]));
          compartments.add(compartment(sorted[at]));
          compartments.add(compartment(sorted[at - 1]));
        }
      }
    }
    Moved moved = new Moved();
    compartments.forEach(compartment -> moved.look(spool, compartment, keys));
    return moved;
  }

  private static long[] sorted(Spool spool, int compartment) {
    long[] marks = new long[Math.toIntExact(spool.size(compartment) / Long.BYTES)];
    int[] count = new int[1];
    spool.read(
        compartment,
        (block, length) -> {
          for (int at = 0; at < length; at += Long.BYTES) {
            marks[count[0]++] = Bytes.int64(block, at);
          }
        });
    Arrays.sort(marks);
    return marks;
  }

  private static long key(long mark) {
    return mark & ~Compartments.TAG_MASK;
  }

  private static int compartment(long mark) {
    return Compartments.ofTag((int) (mark & Compartments.TAG_MASK));
  }

  private void look(Spool spool, int compartment, Set<Long> keys) {
    spool.read(
        compartment,
        (block, length) -> {
          for (int at = 0; at < length; at += Slip.length(block, at)) {
            if (keys.contains(key(Bytes.int64(block, at + Slip.KEY_AT)))) {
              Slip slip = Slip.at(block, at);
              newest.merge(slip.reference, slip, Sheets::newer);
            }
          }
        });
  }

  /** Whether the resource belongs to another patient by now. */
  boolean isElsewhere(Slip slip) {
    Slip there = newest.get(slip.reference);
    return there != null && !there.patient.equals(slip.patient);
  }
}
