package org.trialward.benchmarks.report;

import java.util.List;
import java.util.stream.IntStream;

/** All rounds of a task. */
public record Timing(String name, List<Round> rounds) {
  public Timing {
    rounds = List.copyOf(rounds);
  }

  /** Nanoseconds a call. */
  Figure nanos(Statistic statistic) {
    return Figure.of(rounds.stream().mapToDouble(statistic::of));
  }

  Figure callsPerCpuSecond() {
    return Figure.of(rounds.stream().mapToDouble(round -> 1e9 / round.mean()));
  }

  int calls() {
    return rounds.stream().mapToInt(Round::calls).sum();
  }

  /** How many times as long as the other, round by round, over the inputs that both had. */
  public Figure times(Timing other, Statistic statistic) {
    return Figure.of(
        IntStream.range(0, rounds.size())
            .mapToDouble(n -> times(rounds.get(n), other.rounds.get(n), statistic)));
  }

  private static double times(Round round, Round other, Statistic statistic) {
    int calls = Math.min(round.calls(), other.calls());
    return statistic.of(round.first(calls)) / statistic.of(other.first(calls));
  }
}
