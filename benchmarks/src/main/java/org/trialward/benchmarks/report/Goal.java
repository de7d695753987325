package org.trialward.benchmarks.report;

import java.util.OptionalDouble;

/**
 * What a ratio shall be. The floor holds at the small size of a build, the goal at full size.
 *
 * @param floor none where the small size says nothing
 */
public record Goal(String name, Direction direction, OptionalDouble floor, double goal) {

  /** Which side of the goal is the good one. */
  public enum Direction {
    AT_LEAST(">="),
    AT_MOST("<=");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }

    boolean holds(double value, double limit) {
      return this == AT_LEAST ? value >= limit : value <= limit;
    }
  }

  public static Goal atLeast(String name, double floor, double goal) {
    return new Goal(name, Direction.AT_LEAST, OptionalDouble.of(floor), goal);
  }

  public static Goal atMost(String name, double floor, double goal) {
    return new Goal(name, Direction.AT_MOST, OptionalDouble.of(floor), goal);
  }

  public Goal withoutFloor() {
    return new Goal(name, direction, OptionalDouble.empty(), goal);
  }

  public Reached reached(Figure figure) {
    return new Reached(this, figure);
  }

  String limit(double value) {
    return direction.sign + " " + Table.print(value);
  }

  /** A goal and what was measured. */
  public record Reached(Goal goal, Figure figure) {

    /** Of the median: one disturbed round is not a slow engine. */
    public boolean isMet() {
      return goal.direction.holds(figure.median(), goal.goal);
    }

    public boolean holdsFloor() {
      return goal.floor.isEmpty()
          || goal.direction.holds(figure.median(), goal.floor.getAsDouble());
    }

    /** For people. */
    @Override
    public String toString() {
      return "%s: %s, goal %s, floor %s"
          .formatted(
              goal.name(),
              Table.print(figure),
              goal.limit(goal.goal),
              goal.floor.isPresent() ? goal.limit(goal.floor.getAsDouble()) : "none");
    }
  }
}
