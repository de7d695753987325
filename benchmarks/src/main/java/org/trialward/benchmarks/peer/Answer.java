package org.trialward.benchmarks.peer;

import java.util.BitSet;

/**
 * Who fits, by number in the workload.
 *
 * @param eligible nothing speaks against, nothing is open
 * @param possible nothing speaks against, something is open; disjoint from {@code eligible}
 */
public record Answer(BitSet eligible, BitSet possible) {
  public Answer() {
    this(new BitSet(), new BitSet());
  }

  public void clear() {
    eligible.clear();
    possible.clear();
  }

  /** Whom nothing speaks against. */
  public BitSet fits() {
    BitSet fits = (BitSet) eligible.clone();
    fits.or(possible);
    return fits;
  }
}
