package org.trialward.benchmarks.report;

/** A figure that stands beside no other method. */
public record Amount(String name, Figure figure, String unit) {
  public static Amount of(String name, double value, String unit) {
    return new Amount(name, Figure.once(value), unit);
  }
}
