package org.trialward.benchmarks.report;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Times tasks in turn, several rounds long, so that what else the machine does meets all of them.
 * In a round every task gets the same inputs from the same first one on, until it has used enough
 * time or had all of them; the next round begins elsewhere, so that slow tasks see more of them.
 * While they warm up fast tasks begin again, so that all had the same time to be compiled.
 *
 * @param warmUps rounds before those that count
 * @param enough CPU time of a task in a round
 * @param clock nanoseconds that this thread has computed
 */
public record Rounds(int warmUps, int rounds, Duration enough, LongSupplier clock) {

  public Rounds {
    if (warmUps < 0 || rounds < 1) {
      throw new IllegalArgumentException(
          "At least one round is needed, got `%d` after `%d` to warm up."
              .formatted(rounds, warmUps));
    }
  }

  /** Two rounds to warm up, then so many of half a second each. */
  public static Rounds of(int rounds) {
    return new Rounds(2, rounds, Duration.ofMillis(500), cpuTime());
  }

  /** The same after so many rounds to warm up. */
  public Rounds warmedUp(int times) {
    return new Rounds(times, rounds, enough, clock);
  }

  /** The same with another time a task and round. */
  public Rounds taking(Duration time) {
    return new Rounds(warmUps, rounds, time, clock);
  }

  /** In the order of the tasks. */
  public List<Timing> measure(List<Task> tasks) {
    if (tasks.stream().mapToInt(Task::inputs).distinct().count() != 1) {
      throw new IllegalArgumentException("All tasks need the same inputs; give at least one task.");
    }
    for (int round = 0; round < warmUps; round++) {
      tasks.forEach(this::warmUp);
    }
    List<List<Round>> measured = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      measured.add(round(tasks, round));
    }
    List<Timing> timings = new ArrayList<>();
    for (int n = 0; n < tasks.size(); n++) {
      int task = n;
      timings.add(
          new Timing(
              tasks.get(task).name(), measured.stream().map(round -> round.get(task)).toList()));
    }
    return timings;
  }

  /** The task that comes first changes from round to round. */
  private List<Round> round(List<Task> tasks, int round) {
    Round[] done = new Round[tasks.size()];
    for (int n = 0; n < done.length; n++) {
      int task = (n + round) % done.length;
      done[task] = time(tasks.get(task), round);
    }
    return List.of(done);
  }

  private Round time(Task task, int round) {
    int inputs = task.inputs();
    int first = (int) ((long) round * inputs / rounds);
    LongStream.Builder calls = LongStream.builder();
    long used = 0;
    for (int n = 0; n < inputs && used < enough.toNanos(); n++) {
      long nanos = nanos(task, first + n);
      calls.add(nanos);
      used += nanos;
    }
    return new Round(calls.build().toArray());
  }

  private void warmUp(Task task) {
    long used = 0;
    for (int n = 0; used < enough.toNanos(); n++) {
      used += nanos(task, n);
    }
  }

  private long nanos(Task task, int n) {
    int input = n % task.inputs();
    task.ready(input);
    long before = clock.getAsLong();
    task.run(input);
    return clock.getAsLong() - before;
  }

  /** Of the thread that measures. Threads that collect garbage are not in it. */
  private static LongSupplier cpuTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (!threads.isCurrentThreadCpuTimeSupported()) {
      throw new IllegalStateException(
          "This Java does not tell the CPU time of a thread; measure with OpenJDK on Linux.");
    }
    threads.setThreadCpuTimeEnabled(true);
    return threads::getCurrentThreadCpuTime;
  }
}
