package org.trialward.benchmarks.card;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;
import org.trialward.benchmarks.message.Workbench;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;

/**
 * From sending a call to having its card, token and impression and audit included, with 100,000
 * open matches; beside a service that answers the same bytes at once, over the same client, in the
 * same rounds, in turn the one and the other first. Every answer must hold a card.
 */
public final class CardsBenchmark implements AutoCloseable {
  private static final int WARM_UPS = 2;
  private static final List<Integer> AT_ONCE = List.of(1);
  private static final double NANOS_A_MILLI = 1e6;
  private static final double MOST_MILLIS = 50;
  private static final String A_CARD = "{\"cards\":[{\"uuid\":";

  private final Path folder = Files.createTempDirectory("trialward-cards");
  private final EmrCalls calls = new EmrCalls(folder);
  private final Consumer<String> log;
  private final Workbench workbench;
  private final ConstantService constant;

  /**
   * Starts a workbench and fills its queue.
   *
   * @param home where the checkout is
   */
  public CardsBenchmark(Path home, Consumer<String> log) throws IOException, InterruptedException {
    this.log = log;
    log.accept("starting a workbench");
    workbench = new Workbench(home, calls.settings());
    log.accept(
        "storing %,d open matches".formatted(OpenMatches.PATIENTS * OpenMatches.TRIALS_A_PATIENT));
    try (HttpClient http = client()) {
      OpenMatches.fill(workbench.jdbc());
      constant =
          new ConstantService(
              card(http, calls.next(workbench.root())).getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      workbench.close();
      throw e;
    }
  }

  /** The middle and the slowest percent of so many calls, and their ratios. */
  public Findings measure(int count, int rounds) throws InterruptedException {
    long open =
        workbench
            .jdbc()
            .sql("select count(*) from candidate where state = 'DETECTED'")
            .query(Long.class)
            .single();
    Findings findings =
        Findings.of(
            Amount.of("open matches", (double) open, "matches"),
            Amount.of("calls a round", count, "calls"));
    for (int atOnce : AT_ONCE) {
      log.accept("%,d calls a round, %d at once".formatted(count, atOnce));
      findings = findings.and(measure(atOnce, count, rounds));
    }
    return findings;
  }

  private record Times(double p50, double p99) {
    static Times of(long[] nanos) {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      return new Times(
          sorted[sorted.length / 2] / NANOS_A_MILLI,
          sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / NANOS_A_MILLI);
    }
  }

  private Findings measure(int atOnce, int count, int rounds) throws InterruptedException {
    List<Times> ours = new ArrayList<>();
    List<Times> constants = new ArrayList<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      Times first = times(oursFirst ? workbench.root() : constant.root(), atOnce, count);
      Times second = times(oursFirst ? constant.root() : workbench.root(), atOnce, count);
      if (round >= 0) {
        ours.add(oursFirst ? first : second);
        constants.add(oursFirst ? second : first);
      }
    }
    String over = ", at once: " + atOnce;
    return Findings.of(
            millis("card, p50" + over, ours.stream().mapToDouble(Times::p50).toArray()),
            millis("card, p99" + over, ours.stream().mapToDouble(Times::p99).toArray()),
            millis("constant, p50" + over, constants.stream().mapToDouble(Times::p50).toArray()),
            millis("constant, p99" + over, constants.stream().mapToDouble(Times::p99).toArray()),
            new Amount("card / constant, p50" + over, ratio(ours, constants, Times::p50), ""),
            new Amount("card / constant, p99" + over, ratio(ours, constants, Times::p99), ""))
        .and(
            Findings.of(
                Goal.atMost("p99 of a card in ms" + over, 0, MOST_MILLIS)
                    .withoutFloor()
                    .reached(Figure.ofRounds(ours.stream().mapToDouble(Times::p99).toArray()))));
  }

  private static Amount millis(String name, double[] rounds) {
    return new Amount(name, Figure.ofRounds(rounds), "ms");
  }

  private static Figure ratio(
      List<Times> ours, List<Times> constants, ToDoubleFunction<Times> statistic) {
    return Figure.ofRounds(
        IntStream.range(0, ours.size())
            .mapToDouble(round ->
                statistic.applyAsDouble(ours.get(round))
                    / statistic.applyAsDouble(constants.get(round)))
            .toArray());
  }

  /** For one turn: a connection that rested is closed by either side when it likes. */
  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Signing is the EMR's work and is done before. */
  private Times times(URI root, int atOnce, int count) throws InterruptedException {
    List<HttpRequest> requests = IntStream.range(0, count).mapToObj(n -> calls.next(root)).toList();
    long[] nanos = new long[count];
    try (HttpClient http = client();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int sender = 0; sender < atOnce; sender++) {
        int first = sender;
        senders.add(threads.submit(() -> send(http, requests, first, atOnce, nanos)));
      }
      for (Future<?> each : senders) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A call failed: " + e.getCause(), e);
    }
    return Times.of(nanos);
  }

  private static void send(
      HttpClient http, List<HttpRequest> requests, int first, int step, long[] nanos) {
    for (int n = first; n < requests.size(); n += step) {
      long start = System.nanoTime();
      card(http, requests.get(n));
      nanos[n] = System.nanoTime() - start;
    }
  }

  private static String card(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200 || !answer.body().startsWith(A_CARD)) {
        throw new IllegalStateException(
            "No card but %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(
          "A call of %s was not answered: %s".formatted(request.uri().getAuthority(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while waiting for a card.", e);
    }
  }

  @Override
  public void close() throws IOException {
    constant.close();
    workbench.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
