package org.trialward.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * Methods measured on the same inputs, told beside the first of them, the engine.
 *
 * @param title what is asked, with its size
 * @param agreement what was compared before
 * @param ratioOf what the ratios are taken of
 */
public record Experiment(
    String title, String agreement, Statistic ratioOf, List<Measured> methods) {

  /**
   * One method.
   *
   * @param p50Millis CPU time a call, milliseconds
   * @param timesEngine its time divided by the engine's
   */
  public record Measured(
      String name,
      int calls,
      Figure p50Millis,
      Figure p99Millis,
      Figure meanMillis,
      Figure callsPerCpuSecond,
      Figure timesEngine) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Measured of(Timing method, Timing engine, Statistic ratioOf) {
      return new Measured(
          method.name(),
          method.calls(),
          method.nanos(Statistic.P50).divided(NANOS_PER_MILLI),
          method.nanos(Statistic.P99).divided(NANOS_PER_MILLI),
          method.nanos(Statistic.MEAN).divided(NANOS_PER_MILLI),
          method.callsPerCpuSecond(),
          method.times(engine, ratioOf));
    }
  }

  public Experiment {
    methods = List.copyOf(methods);
  }

  /** The first timing is the engine's. Only what agrees can be told: {@link Equality}. */
  public static Experiment of(
      String title, Agreement agreement, Statistic ratioOf, List<Timing> timings) {
    Timing engine = timings.getFirst();
    return new Experiment(
        title,
        agreement.toString(),
        ratioOf,
        timings.stream().map(method -> Measured.of(method, engine, ratioOf)).toList());
  }

  /** Milliseconds a call of a method that stands alone. */
  public static Figure millis(Timing timing, Statistic statistic) {
    return timing.nanos(statistic).divided(Measured.NANOS_PER_MILLI);
  }

  /** Empty where the method was left out. */
  public Optional<Measured> find(String name) {
    return methods.stream().filter(method -> method.name().equals(name)).findFirst();
  }

  public Measured method(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("No method `%s` in `%s`.".formatted(name, title)));
  }
}
