package org.trialward.benchmarks.message;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Figure;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;
import org.trialward.workbench.database.EmbeddedDatabase;

/**
 * Messages a second that are acknowledged and on the disk: ours beside HAPI's, the same messages
 * over the same connections into the same PostgreSQL. In each round both get all messages, in turn
 * the one and the other first; both must answer AA to all and hold each of them once.
 */
public final class ListenerBenchmark implements AutoCloseable {
  private static final int WARM_UPS = 2;
  private static final List<Integer> CONNECTIONS = List.of(1, 4);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final double NANOS = 1e9;

  private final Path folder = Files.createTempDirectory("trialward-messages");
  private final EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("postgres"));
  private final HikariDataSource pool = new HikariDataSource();
  private final JdbcClient jdbc = JdbcClient.create(pool);
  private final Listening ours;
  private final Listening bare;

  /** Starts a database and both listeners. */
  public ListenerBenchmark() throws IOException {
    pool.setJdbcUrl(database.jdbcUrl());
    Flyway.configure().dataSource(pool).load().migrate();
    ours = new OurListener(pool);
    bare = new BareListener(pool);
  }

  /** The first so many of a day. */
  static List<byte[]> blocks(long seed, int count) {
    return new HospitalDay(seed, count, DAY)
        .messages().stream().limit(count).map(sent -> Sender.block(sent.text())).toList();
  }

  /** Rates and their ratio, over one connection and over several. */
  public Findings measure(long seed, int count, int rounds, Consumer<String> log)
      throws IOException, InterruptedException {
    List<byte[]> blocks = blocks(seed, count);
    double bytes = blocks.stream().mapToInt(block -> block.length).average().orElseThrow();
    Findings findings =
        Findings.of(
            Amount.of("messages a round", count, "messages"),
            Amount.of("length on average", bytes, "bytes"));
    for (int connections : CONNECTIONS) {
      log.accept("%,d messages over %d connections".formatted(count, connections));
      findings = findings.and(over(connections, blocks, rounds));
    }
    return findings;
  }

  private Findings over(int connections, List<byte[]> blocks, int rounds)
      throws IOException, InterruptedException {
    double[] ourRates = new double[rounds];
    double[] bareRates = new double[rounds];
    for (int round = -WARM_UPS; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      double first = rate(oursFirst ? ours : bare, connections, blocks);
      double second = rate(oursFirst ? bare : ours, connections, blocks);
      demandTheSame(blocks.size());
      if (round >= 0) {
        ourRates[round] = oursFirst ? first : second;
        bareRates[round] = oursFirst ? second : first;
      }
    }
    double[] ratios =
        IntStream.range(0, rounds)
            .mapToDouble(round -> ourRates[round] / bareRates[round])
            .toArray();
    String over = ", connections: " + connections;
    return Findings.of(amount(ours.name() + over, ourRates), amount(bare.name() + over, bareRates))
        .and(
            Findings.of(
                Goal.atLeast("messages/s, our listener / HAPI's" + over, 0, 0.5)
                    .withoutFloor()
                    .reached(Figure.ofRounds(ratios))));
  }

  private static Amount amount(String name, double[] rates) {
    return new Amount(name, Figure.ofRounds(rates), "messages/s");
  }

  private double rate(Listening listener, int connections, List<byte[]> blocks)
      throws IOException, InterruptedException {
    jdbc.sql("truncate " + listener.table()).update();
    List<Sender> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        senders.add(new Sender(listener.port()));
      }
      long start = System.nanoTime();
      List<Future<Void>> sent =
          threads.invokeAll(
              IntStream.range(0, connections)
                  .mapToObj(i -> sending(senders.get(i), i, connections, blocks))
                  .toList());
      double seconds = (System.nanoTime() - start) / NANOS;
      for (Future<Void> each : sent) {
        each.get();
      }
      return blocks.size() / seconds;
    } catch (ExecutionException e) {
      throw new IllegalStateException("%s failed.".formatted(listener.name()), e);
    } finally {
      for (Sender sender : senders) {
        sender.close();
      }
    }
  }

  private static Callable<Void> sending(Sender sender, int first, int step, List<byte[]> blocks) {
    return () -> {
      for (int i = first; i < blocks.size(); i += step) {
        sender.send(blocks.get(i));
      }
      return null;
    };
  }

  /** Both hold all messages, each once, and the same ones. */
  private void demandTheSame(int count) {
    Stream.of(ours, bare)
        .forEach(listener -> {
          String text = text(listener);
          demand(count, "select count(*) from (%s) as all_of_them".formatted(text), listener);
          demand(count, "select count(distinct it) from (%s) as each".formatted(text), listener);
        });
    demand(
        0, "select count(*) from (%s except %s) as other".formatted(text(ours), text(bare)), ours);
  }

  private static String text(Listening listener) {
    return "select rtrim(convert_from(body, 'UTF8'), E'\\r') as it from " + listener.table();
  }

  private void demand(long count, String question, Listening listener) {
    long found = jdbc.sql(question).query(Long.class).single();
    if (found != count) {
      throw new IllegalStateException(
          "%s: expected `%d`, found `%d` by: %s"
              .formatted(listener.name(), count, found, question));
    }
  }

  @Override
  public void close() throws IOException {
    ours.close();
    bare.close();
    pool.close();
    database.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
