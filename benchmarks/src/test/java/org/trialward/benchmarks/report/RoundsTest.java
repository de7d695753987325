package org.trialward.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private long now;
  private final List<String> calls = new ArrayList<>();

  @Test
  void tasksTakeTurnsAndChangeWhoIsFirst() {
    rounds(0, 2, 1_000).measure(List.of(task("a", 1, i -> 5), task("b", 1, i -> 7)));
    assertThat(calls).containsExactly("a0", "b0", "b0", "a0");
  }

  @Test
  void warmingUpDoesNotCount() {
    List<Timing> timings = rounds(3, 1, 5).measure(List.of(task("a", 1, i -> 5)));
    assertThat(calls).hasSize(4);
    assertThat(timings.getFirst().calls()).isEqualTo(1);
  }

  @Test
  void fastTasksWarmUpAsLongAsSlowOnes() {
    rounds(1, 1, 10).measure(List.of(task("fast", 2, i -> 3), task("slow", 2, i -> 10)));
    assertThat(calls)
        .startsWith("fast0", "fast1", "fast0", "fast1", "slow0")
        .hasSize(4 + 1 + 2 + 1);
  }

  @Test
  void aRoundEndsWhenEnoughTimeIsUsedOrAllInputsAreHad() {
    List<Timing> timings =
        rounds(0, 1, 100).measure(List.of(task("slow", 10, i -> 60), task("fast", 10, i -> 1)));
    assertThat(timings).extracting(Timing::calls).containsExactly(2, 10);
  }

  @Test
  void everyRoundBeginsAtAnotherInputTheSameForAllTasks() {
    rounds(0, 2, 1).measure(List.of(task("a", 10, i -> 60), task("b", 10, i -> 60)));
    assertThat(calls).containsExactly("a0", "b0", "b5", "a5");
  }

  @Test
  void gettingReadyIsNotTimed() {
    List<Timing> timings = rounds(0, 1, 1_000).measure(List.of(task("a", 4, i -> 5)));
    assertThat(timings.getFirst().nanos(Statistic.MEAN)).isEqualTo(new Figure(5, 5, 5));
  }

  @Test
  void aRatioIsTakenOverTheInputsThatBothHad() {
    // The later inputs are dear, and only the fast task gets to them.
    List<Timing> uneven =
        rounds(0, 1, 100)
            .measure(List.of(task("fast", 10, i -> i < 2 ? 6 : 9), task("slow", 10, i -> 60)));
    assertThat(uneven.get(1).times(uneven.get(0), Statistic.MEAN))
        .isEqualTo(new Figure(10, 10, 10));
  }

  @Test
  void realCpuTimeGoesOnWhileWorkIsDone() {
    long[] sum = new long[1];
    Task work =
        task(
            "work",
            3,
            i -> {
              for (int n = 0; n < 1_000_000; n++) {
                sum[0] += n % 7;
              }
              return 0;
            });
    Timing timing = Rounds.of(1).measure(List.of(work)).getFirst();
    assertThat(timing.nanos(Statistic.P50).median()).isPositive();
    assertThat(sum[0]).isPositive();
  }

  @Test
  void tasksOfDifferentInputsCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> rounds(0, 1, 1).measure(List.of(task("a", 1, i -> 1), task("b", 2, i -> 1))));
  }

  @Test
  void percentilesAreNearestRanks() {
    Round round = new Round(new long[] {40, 10, 30, 20});
    assertThat(round.percentile(50)).isEqualTo(20);
    assertThat(round.percentile(99)).isEqualTo(40);
    assertThat(round.mean()).isEqualTo(25);
    assertThat(round.first(1).mean()).isEqualTo(40);
  }

  @Test
  void aFigureIsTheMedianWithTheLeastAndTheMost() {
    assertThat(Figure.of(DoubleStream.of(3, 1, 9))).isEqualTo(new Figure(3, 1, 9));
    assertThat(Figure.of(DoubleStream.of(3, 1, 9, 5))).isEqualTo(new Figure(4, 1, 9));
  }

  private Rounds rounds(int warmUps, int rounds, long enoughNanos) {
    return new Rounds(warmUps, rounds, Duration.ofNanos(enoughNanos), () -> now);
  }

  /** Each call takes as long as it is told; getting ready takes a million. */
  private Task task(String name, int inputs, IntToLongFunction cost) {
    return new Task() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int inputs() {
        return inputs;
      }

      @Override
      public void ready(int input) {
        now += 1_000_000;
      }

      @Override
      public void run(int input) {
        calls.add(name + input);
        now += cost.applyAsLong(input);
      }
    };
  }
}
