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
import java.util.function.ToDoubleFunction;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import org.trialward.benchmarks.report.Amount;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.NdjsonFiles;
import org.trialward.fhir.intake.OwnSystems;
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
 * From an export's file to charts committed in PostgreSQL, beside what HAPI's parser alone takes
 * for the same file. By the wall clock: the database works in processes of its own, on the same
 * processors.
 */
public final class BulkBenchmark implements AutoCloseable {
  /** Of very many patients not every resource is loaded: that would take hours. */
  private static final int ONE_IN = 30;

  /** Enough that neither a load's fixed costs nor the compiler's count. */
  private static final long LEAST_LINES = 200_000;

  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;
  private static final double MEGABYTE = 1e6;

  private final Path folder = Files.createTempDirectory("trialward-bulk");
  private final EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("postgres"));
  private final HikariDataSource pool = new HikariDataSource();
  private final CpuTime cpu = new CpuTime(folder.resolve("postgres"));
  private final Consumer<String> log;

  /** Starts a database of its own. */
  public BulkBenchmark(Consumer<String> log) throws IOException {
    this.log = log;
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setMaxLifetime(0); // The CPU time of a session that ended is not told.
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

  private BulkReport load(Lines lines, int workers) {
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
            OwnSystems.NONE,
            folder,
            workers)
        .run(new Whole(lines), progress -> {});
  }

  /** Seconds by the wall clock, and of CPU time here and in the database. */
  private record Cost(double wall, double here, double database) {}

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private record Method(String name, Work work, List<Cost> rounds) {
    Method(String name, Work work) {
      this(name, work, new ArrayList<>());
    }

    double median(ToDoubleFunction<Cost> of) {
      return BulkBenchmark.median(rounds.stream().mapToDouble(of).toArray());
    }
  }

  /** Both sides read the same file, with as many threads; the methods take turns. */
  public List<Amount> measure(List<Path> bundles, int warmUp, int rounds) throws IOException {
    List<Amount> amounts = new ArrayList<>();
    for (boolean all : List.of(false, true)) {
      NdjsonLines some = NdjsonLines.of(bundles, all);
      int copies = Math.toIntExact(Math.ceilDiv(LEAST_LINES, some.lines()));
      ExportFile file =
          ExportFile.written(some.times(copies), folder.resolve("export-%s.ndjson".formatted(all)));
      String what = all ? "all types" : "types of charts";
      log.accept("%s: %,d lines, %.1f MB".formatted(what, file.lines(), file.bytes() / MEGABYTE));
      for (int threads : List.of(1, 2)) {
        Method hapi = new Method("HAPI's parser alone", () -> file.parsedByHapi(threads));
        Method ours = new Method("ours into charts", () -> intoCharts(file, threads));
        for (int round = -warmUp; round < rounds; round++) {
          for (Method method : List.of(hapi, ours)) {
            Cost cost = cost(method.work());
            if (round >= 0) {
              method.rounds().add(cost);
            }
          }
        }
        amounts.addAll(
            compared(hapi, ours, file.lines(), ", %d threads, %s".formatted(threads, what)));
      }
      Files.delete(file.path());
    }
    return amounts;
  }

  private Cost cost(Work work) throws IOException {
    emptied();
    double here = cpu.secondsHere();
    double database = cpu.secondsOfDatabase();
    long start = System.nanoTime();
    work.run();
    double wall = (System.nanoTime() - start) / NANOS;
    return new Cost(wall, cpu.secondsHere() - here, cpu.secondsOfDatabase() - database);
  }

  private static List<Amount> compared(Method hapi, Method ours, long lines, String how) {
    List<Amount> amounts = new ArrayList<>();
    for (Method method : List.of(hapi, ours)) {
      amounts.add(Amount.of(method.name() + how, lines / method.median(Cost::wall), "resources/s"));
      amounts.add(
          Amount.of(
              method.name() + how,
              method.median(Cost::here) * MICROS / lines,
              "CPU-us a resource"));
    }
    amounts.add(
        Amount.of(
            "our database" + how,
            ours.median(Cost::database) * MICROS / lines,
            "CPU-us a resource"));
    amounts.add(
        Amount.of(
            "ours : HAPI" + how,
            hapi.median(Cost::wall) / ours.median(Cost::wall),
            "times (goal 3)"));
    return amounts;
  }

  private void intoCharts(ExportFile file, int workers) throws IOException {
    BulkReport report = load(NdjsonFiles.of(List.of(file.path())), workers);
    if (report.lines() != file.lines() || report.unreadable() > 0 || report.patients() == 0) {
      throw new IllegalStateException("The load went wrong: " + report);
    }
  }

  private void emptied() {
    JdbcClient.create(pool)
        .sql("truncate chart, inbox, patient_turn, bulk_load, bulk_resource")
        .update();
    // Else it writes what we left while the others are measured.
    JdbcClient.create(pool).sql("checkpoint").update();
  }

  /** Very many patients, made while they are read: the heap's highest mark. */
  public List<Amount> many(List<Path> bundles, int patients) throws IOException {
    NdjsonLines some = NdjsonLines.of(bundles, false).thinned(ONE_IN);
    NdjsonLines lines = some.times(Math.ceilDiv(patients, bundles.size()));
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    emptied();
    long start = System.nanoTime();
    BulkReport report = load(lines, 2);
    double seconds = (System.nanoTime() - start) / NANOS;
    if (report.unreadable() > 0 || report.patients() < patients) {
      throw new IllegalStateException("The load went wrong: " + report);
    }
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
