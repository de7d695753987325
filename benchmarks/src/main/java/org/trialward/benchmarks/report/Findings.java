package org.trialward.benchmarks.report;

import java.util.List;
import java.util.stream.Stream;

/** What one or more commands found. */
public record Findings(
    List<Experiment> experiments, List<Amount> amounts, List<Goal.Reached> goals) {

  public static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  public Findings {
    experiments = List.copyOf(experiments);
    amounts = List.copyOf(amounts);
    goals = List.copyOf(goals);
  }

  public static Findings of(Experiment... experiments) {
    return new Findings(List.of(experiments), List.of(), List.of());
  }

  public static Findings of(Amount... amounts) {
    return new Findings(List.of(), List.of(amounts), List.of());
  }

  public static Findings of(Goal.Reached... goals) {
    return new Findings(List.of(), List.of(), List.of(goals));
  }

  public Findings and(Findings others) {
    return new Findings(
        joined(experiments, others.experiments),
        joined(amounts, others.amounts),
        joined(goals, others.goals));
  }

  /** Those whose floor does not hold. */
  public List<Goal.Reached> belowFloor() {
    return goals.stream().filter(reached -> !reached.holdsFloor()).toList();
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }
}
