package org.trialward.benchmarks.message;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.benchmarks.message.HospitalDay.Sent;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;

/**
 * A day of a large hospital in some minutes: its messages are sent to a workbench at the moments of
 * the day, only faster. Told is how long a message waits from its receipt until the verdicts it
 * changed stand in the queue.
 *
 * @param home where the checkout is
 * @param time that the day takes
 */
public record DayLoad(Path home, List<Sent> day, Duration time, Consumer<String> log) {
  private static final Goal LAG = Goal.atMost("from receipt to verdict, p99", 2, 2);

  private static final Duration CALM_DOWN = Duration.ofMinutes(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS = 1e3;
  private static final int PERCENT = 99;

  /** A day of so many patients in so much time. */
  public static DayLoad of(
      Path home, long seed, int patients, LocalDate date, Duration time, Consumer<String> log) {
    return new DayLoad(home, new HospitalDay(seed, patients, date).messages(), time, log);
  }

  /**
   * One feed's sending.
   *
   * @param answered nanoseconds from sending to the answer
   * @param latest the most nanoseconds that a message was sent after its moment
   */
  private record Played(List<Long> answered, long latest) {}

  /** Sends the day, then asks the database. */
  public Findings measure() throws IOException, InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    double mean = day.size() / (time.toMillis() / MILLIS);
    log.accept(
        "%,d messages in %d minutes: %.0f a second, %.0f in the peak hour"
            .formatted(day.size(), time.toMinutes(), mean, mean * HospitalDay.PEAK));
    try (Workbench workbench = new Workbench(home)) {
      List<Played> played = play(workbench);
      Duration after = awaitCalm(workbench.jdbc());
      DayResult result = DayResult.of(workbench.jdbc());
      result.demandNothingLost(day.size());
      return Findings.of(
              Amount.of("messages sent and acknowledged", day.size(), "messages"),
              Amount.of("mean rate", mean, "messages/s"),
              Amount.of("rate of the peak hour", mean * HospitalDay.PEAK, "messages/s"),
              Amount.of("times faster than a day", faster(), "times"),
              Amount.of("load of the machine before", load, "of " + cores() + " cores"))
          .and(answers(played))
          .and(result.findings())
          .and(
              Findings.of(
                  Amount.of("until all was done after the last", after.toMillis() / MILLIS, "s")))
          .and(Findings.of(LAG.reached(Figure.once(result.p99()))));
    }
  }

  private double faster() {
    return (double) Duration.ofDays(1).toNanos() / time.toNanos();
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private List<Played> play(Workbench workbench) throws IOException, InterruptedException {
    Feed[] feeds = Feed.values();
    try (ExecutorService threads = Executors.newFixedThreadPool(feeds.length)) {
      long start = System.nanoTime();
      List<Callable<Played>> all =
          Arrays.stream(feeds)
              .<Callable<Played>>map(feed -> () -> play(feed, workbench.port(feed), start))
              .toList();
      List<Played> played = new ArrayList<>();
      for (Future<Played> each : threads.invokeAll(all)) {
        played.add(each.get());
      }
      return played;
    } catch (ExecutionException e) {
      throw new IOException("A sender failed: " + e.getMessage(), e);
    }
  }

  private Played play(Feed feed, int port, long start) throws IOException, InterruptedException {
    List<Long> answered = new ArrayList<>();
    long latest = 0;
    try (Sender sender = new Sender(port)) {
      for (Sent message : day.stream().filter(sent -> sent.feed() == feed).toList()) {
        byte[] block = Sender.block(message.text());
        long due = start + (long) (message.at().toNanos() / faster());
        while (System.nanoTime() < due) {
          Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
        }
        long now = System.nanoTime();
        latest = Math.max(latest, now - due);
        sender.send(block);
        answered.add(System.nanoTime() - now);
      }
    }
    return new Played(answered, latest);
  }

  private static Findings answers(List<Played> played) {
    long[] nanos =
        played.stream().flatMap(p -> p.answered().stream()).mapToLong(n -> n).sorted().toArray();
    long latest = played.stream().mapToLong(Played::latest).max().orElse(0);
    return Findings.of(
        Amount.of("answer, p50", nanos[nanos.length / 2] / NANOS_PER_MILLI, "ms"),
        Amount.of(
            "answer, p99",
            nanos[Math.ceilDiv(nanos.length * PERCENT, 100) - 1] / NANOS_PER_MILLI,
            "ms"),
        Amount.of("answer, longest", nanos[nanos.length - 1] / NANOS_PER_MILLI, "ms"),
        Amount.of("sent after its moment, at most", latest / NANOS_PER_MILLI, "ms"));
  }

  private static Duration awaitCalm(JdbcClient jdbc) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (DayResult.isWaiting(jdbc)) {
      if (System.nanoTime() - start > CALM_DOWN.toNanos()) {
        throw new IOException(
            "The workbench still works %d minutes after the last message."
                .formatted(CALM_DOWN.toMinutes()));
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
