package org.trialward.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Rounds of both, and their medians as a table. */
record Comparison(List<Round> image, List<Round> plainJar) {
  private static final double MIB = 1 << 20;

  Comparison() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  /**
   * One start with the demo's load.
   *
   * @param load the machine's load average before
   * @param toReady from the start of the process until it would be sent requests
   */
  record Round(
      double load, Duration toReady, Consumption ready, Duration toMatched, Consumption matched) {}

  @Override
  public String toString() {
    var lines = new StringBuilder("%-46s %12s %12s%n".formatted("median", "image", "plain jar"));
    row(lines, "start to ready, s", r -> seconds(r.toReady));
    row(lines, "CPU to ready, s", r -> seconds(r.ready.cpu()));
    row(lines, "resident when ready, MiB", r -> r.ready.resident() / MIB);
    row(lines, "  of it anonymous, MiB", r -> r.ready.anonymous() / MIB);
    row(lines, "start to all matched, s", r -> seconds(r.toMatched));
    row(lines, "CPU to all matched, s", r -> seconds(r.matched.cpu()));
    row(lines, "resident after the demo's load, MiB", r -> r.matched.resident() / MIB);
    row(lines, "  of it anonymous, MiB", r -> r.matched.anonymous() / MIB);
    row(lines, "charged to its group, files too, MiB", r -> r.matched.charged() / MIB);
    row(lines, "load average of the machine before", Round::load);
    return lines.toString();
  }

  private void row(StringBuilder lines, String what, ToDoubleFunction<Round> figure) {
    lines.append(
        String.format(
            Locale.ROOT,
            "%-46s %12.1f %12.1f%n",
            what,
            median(image, figure),
            median(plainJar, figure)));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
