package org.trialward.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.trialward.benchmarks.report.Experiment.Measured;
import org.trialward.benchmarks.report.Goal.Reached;

/** Findings as text: every figure is the median over the rounds, then the least and most. */
final class Table {
  private Table() {}

  static String of(Experiment experiment) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "method",
            "p50 ms",
            "p99 ms",
            "mean ms",
            "calls/CPU-s",
            "times engine (%s)".formatted(experiment.ratioOf().name().toLowerCase(Locale.ROOT)),
            "calls"));
    experiment.methods().forEach(method -> rows.add(row(method)));
    return "%s%n(%s)%n".formatted(experiment.title(), experiment.agreement()) + lines(rows);
  }

  static String ofAmounts(List<Amount> amounts) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "measured", "unit"));
    amounts.forEach(
        amount -> rows.add(List.of(amount.name(), print(amount.figure()), amount.unit())));
    return lines(rows);
  }

  static String ofGoals(List<Reached> goals) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ratio", "measured", "goal", "floor", ""));
    goals.forEach(reached -> rows.add(row(reached)));
    return lines(rows);
  }

  private static List<String> row(Reached reached) {
    Goal goal = reached.goal();
    return List.of(
        goal.name(),
        print(reached.figure()),
        goal.limit(goal.goal()),
        goal.floor().isPresent() ? goal.limit(goal.floor().getAsDouble()) : "-",
        !reached.holdsFloor() ? "FLOOR MISSED" : reached.isMet() ? "goal met" : "goal missed");
  }

  private static List<String> row(Measured method) {
    return List.of(
        method.name(),
        print(method.p50Millis()),
        print(method.p99Millis()),
        print(method.meanMillis()),
        print(method.callsPerCpuSecond()),
        print(method.timesEngine()),
        Integer.toString(method.calls()));
  }

  private static String lines(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  /** Names to the left, figures to the right. */
  private static String line(List<String> cells, int[] widths) {
    String name = ("%-" + widths[0] + "s").formatted(cells.getFirst());
    return IntStream.range(1, widths.length)
        .mapToObj(column -> ("%" + widths[column] + "s").formatted(cells.get(column)))
        .collect(Collectors.joining("  ", name + "  ", "%n".formatted()));
  }

  static String print(Figure figure) {
    return figure.least() == figure.most()
        ? print(figure.median())
        : "%s [%s, %s]"
            .formatted(print(figure.median()), print(figure.least()), print(figure.most()));
  }

  /** Three significant digits, or all digits before the point. */
  static String print(double number) {
    double size = Math.abs(number);
    int decimals =
        size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }
}
