package org.trialward.benchmarks.report;

import java.util.stream.DoubleStream;

/** The median over the rounds, with the least and the most. */
public record Figure(double median, double least, double most) {

  /** Of an even number of rounds the mean of the two in the middle. */
  static Figure of(DoubleStream rounds) {
    double[] sorted = rounds.sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Figure(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** What was measured once. */
  public static Figure once(double value) {
    return new Figure(value, value, value);
  }

  public static Figure ofRounds(double... rounds) {
    return of(DoubleStream.of(rounds));
  }

  public Figure divided(double by) {
    return new Figure(median / by, least / by, most / by);
  }
}
