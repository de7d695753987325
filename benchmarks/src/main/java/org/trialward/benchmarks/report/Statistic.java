package org.trialward.benchmarks.report;

/** What is told of the calls of a round. */
public enum Statistic {
  P50,
  P99,
  MEAN;

  double of(Round round) {
    return switch (this) {
      case P50 -> round.percentile(50);
      case P99 -> round.percentile(99);
      case MEAN -> round.mean();
    };
  }
}
