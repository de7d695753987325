package org.trialward.benchmarks.intake;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import org.trialward.benchmarks.report.Amount;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.workbench.bulk.BulkLoad;
import org.trialward.workbench.bulk.BulkReport;
import org.trialward.workbench.bulk.Origin;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.database.EmbeddedDatabase;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/**
 * From lines of an export to charts in PostgreSQL, beside what HAPI's parser alone takes for the
 * same lines. By the wall clock: the database works in a process of its own.
 */
public final class BulkBenchmark implements AutoCloseable {
  /** Of very many patients not every resource is loaded: that would take hours. */
  private static final int ONE_IN = 30;

  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1e6;

  private final Path folder = Files.createTempDirectory("trialward-bulk");
  private final EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("postgres"));
  private final HikariDataSource pool = new HikariDataSource();
  private final Consumer<String> log;

  /** Starts a database of its own. */
  public BulkBenchmark(Consumer<String> log) throws IOException {
    this.log = log;
    pool.setJdbcUrl(database.jdbcUrl());
    Flyway.configure().dataSource(pool).load().migrate();
  }

  private record Whole(Lines lines) implements Origin {
    @Override
    public String name() {
      return "benchmark";
    }

    @Override
    public Optional<Instant> since() {
      return Optional.empty();
    }

    @Override
    public Missing missing() {
      return Missing.KEPT;
    }

    @Override
    public Ready ready(String state, Consumer<String> remember) {
      return new Ready(lines, Instant.EPOCH, List.of(), true);
    }
  }

  private BulkReport load(NdjsonLines lines, int workers) {
    JdbcClient jdbc = JdbcClient.create(pool);
    var clock =
        new SiteClock(
            Clock.systemUTC(),
            new TrialwardSettings.Site("bench", ZoneOffset.UTC, Optional.empty()));
    var charts = new ChartStore(jdbc, Json.mapper(), clock);
    return new BulkLoad(
            pool,
            jdbc,
            new TransactionTemplate(new JdbcTransactionManager(pool)),
            Json.mapper(),
            charts,
            new Inbox(jdbc, charts, clock),
            clock,
            folder,
            workers)
        .run(new Whole(lines), progress -> {});
  }

  /** Resources of both kinds of files a second; the methods take turns. */
  public List<Amount> measure(List<Path> bundles, int warmUp, int rounds) throws IOException {
    List<Amount> amounts = new ArrayList<>();
    for (boolean all : List.of(false, true)) {
      NdjsonLines lines = NdjsonLines.of(bundles, all);
      String what = all ? "all types" : "types of charts";
      log.accept("%s: %,d lines, %.1f MB".formatted(what, lines.lines(), lines.bytes() / MEGABYTE));
      double[][] seconds = new double[3][rounds];
      for (int round = -warmUp; round < rounds; round++) {
        double[] now = {hapi(lines), ours(lines, 1), ours(lines, 2)};
        for (int method = 0; round >= 0 && method < now.length; method++) {
          seconds[method][round] = now[method];
        }
      }
      double[] speed = Arrays.stream(seconds).mapToDouble(s -> lines.lines() / median(s)).toArray();
      amounts.add(Amount.of("HAPI's parser alone, " + what, speed[0], "resources/s"));
      amounts.add(Amount.of("ours into charts, 1 thread, " + what, speed[1], "resources/s"));
      amounts.add(Amount.of("ours into charts, 2 threads, " + what, speed[2], "resources/s"));
      amounts.add(
          Amount.of("ours : HAPI, 1 thread, " + what, speed[1] / speed[0], "times (goal 3)"));
      amounts.add(
          Amount.of("ours : HAPI, 2 threads, " + what, speed[2] / speed[0], "times (goal 3)"));
    }
    return amounts;
  }

  private static double hapi(NdjsonLines lines) {
    long start = System.nanoTime();
    lines.resources().forEach(line -> FhirR4.get().newJsonParser().parseResource(line));
    return (System.nanoTime() - start) / NANOS;
  }

  private double ours(NdjsonLines lines, int workers) {
    JdbcClient.create(pool)
        .sql("truncate chart, inbox, patient_turn, bulk_load, bulk_resource")
        .update();
    long start = System.nanoTime();
    BulkReport report = load(lines, workers);
    double seconds = (System.nanoTime() - start) / NANOS;
    if (report.unreadable() > 0 || report.patients() == 0) {
      throw new IllegalStateException("The load went wrong: " + report);
    }
    return seconds;
  }

  /** Very many patients, made while they are read: the heap's highest mark. */
  public List<Amount> many(List<Path> bundles, int patients) throws IOException {
    NdjsonLines some = NdjsonLines.of(bundles, false).thinned(ONE_IN);
    NdjsonLines lines = some.times(Math.ceilDiv(patients, bundles.size()));
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    double seconds = ours(lines, 2);
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            // The others are filled to their end by design, and at other moments.
            .filter(memory -> memory.getType() == MemoryType.HEAP && isOld(memory.getName()))
            .mapToLong(memory -> memory.getPeakUsage().getUsed())
            .sum();
    return List.of(
        Amount.of("patients loaded", lines.copies() * (double) bundles.size(), "patients"),
        Amount.of("their resources", (double) lines.lines(), "resources"),
        Amount.of("loaded", lines.lines() / seconds, "resources/s"),
        Amount.of("heap, highest mark of its old generation", peak / MEGABYTE, "MB"),
        Amount.of("heap, limit", Runtime.getRuntime().maxMemory() / MEGABYTE, "MB"));
  }

  private static boolean isOld(String pool) {
    return pool.contains("Old") || pool.contains("Tenured");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Override
  public void close() throws IOException {
    pool.close();
    database.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
