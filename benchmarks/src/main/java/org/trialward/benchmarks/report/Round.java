package org.trialward.benchmarks.report;

import java.util.Arrays;

/** The calls of one task in one round, in the order of the inputs. */
final class Round {
  private final long[] nanos;

  Round(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("A round needs a call; give the task an input.");
    }
    this.nanos = nanos.clone();
  }

  int calls() {
    return nanos.length;
  }

  /** The calls of the inputs that a shorter round had too. */
  Round first(int calls) {
    return new Round(Arrays.copyOf(nanos, calls));
  }

  double mean() {
    return Arrays.stream(nanos).average().orElseThrow();
  }

  /** The least time that so many percent of the calls do not exceed: the nearest rank. */
  double percentile(int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int rank = Math.ceilDiv(percent * sorted.length, 100);
    return sorted[Math.max(rank, 1) - 1];
  }
}
