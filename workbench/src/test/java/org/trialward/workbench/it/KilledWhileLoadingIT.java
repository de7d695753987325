package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Rows;

/** Killed twice in the middle of the first load: nothing is lost, nothing is done twice. */
@Order(4)
class KilledWhileLoadingIT {
  private static final int PATIENTS = 20;

  /** Give {@code -Dit.seed} to repeat a run. */
  private static final long SEED = Long.getLong("it.seed", System.nanoTime());

  private static final Path TRIALS = DemoBundles.HOME.resolve("demo/trials");

  private static Ward ward;
  private static Path folder;

  @BeforeAll
  static void load() throws IOException {
    ward = Ward.shared();
    folder = Scratch.folder("killed");
    DemoBundles.read(PATIENTS).forEach(ward::load);
  }

  @AfterAll
  static void leaveNothingRunning() throws IOException {
    WorkbenchProcess.endDatabase(folder);
  }

  private record Progress(
      long charts, long openEvents, long openDeliveries, long done, long polledAt) {}

  /** Empty where the database does not answer now. */
  private static Optional<Progress> progress() {
    return WorkbenchProcess.ask(
        folder,
        jdbc ->
            jdbc.sql(
                    """
                    select (select count(*) from chart) as charts,
                           (select count(*) from inbox where state = 'OPEN') as open_events,
                           (select count(*) from delivery where state = 'OPEN') as open_deliveries,
                           (select count(*) from delivery where state = 'DONE') as done,
                           (select coalesce(max(extract(epoch from polled_at) * 1000), 0)::bigint from feed_state
                            where feed like 'emr-%') as polled_at
                    """)
                .query(Progress.class)
                .single());
  }

  /** For whoever reads why it never came to an end. */
  private static String whatHoldsItUp() {
    return WorkbenchProcess.ask(
            folder,
            jdbc ->
                String.join(
                    System.lineSeparator(),
                    jdbc.sql(
                            """
                            select 'feed ' || feed || ': ' || coalesce(problem, '') from feed_state
                            union all
                            select 'inbox ' || feed || ', attempts ' || attempts || ', ' || not_before || ': ' || coalesce(problem, '')
                            from inbox where state = 'OPEN'
                            union all
                            select 'delivery ' || destination || ', attempts ' || attempts || ', ' || not_before || ': ' || coalesce(problem, '')
                            from delivery where state = 'OPEN'
                            union all
                            select 'session ' || pid || ' ' || coalesce(state, '') || ' ' || coalesce(wait_event, '')
                              || ' behind ' || pg_blocking_pids(pid)::text || ': ' || left(query, 150)
                            from pg_stat_activity where datname is not null
                            limit 60
                            """)
                        .query(Rows.text())
                        .list()))
        .orElse("The database does not answer.");
  }

  private static void killOnce(WorkbenchProcess running, Random random, Predicate<Progress> when)
      throws InterruptedException {
    await("the moment to kill")
        .atMost(Workbench.GENEROUS)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .failFast("The application ended by itself.", () -> !running.isAlive())
        .until(() -> progress().filter(when).isPresent());
    running.kill(Duration.ofMillis(random.nextInt(200)));
    Progress left = progress().orElseThrow();
    System.out.println("KilledWhileLoadingIT: left behind " + left);
    assertThat(left.openEvents() + left.openDeliveries()).as("killed at work").isPositive();
  }

  private static WorkbenchProcess start(String console) throws IOException {
    return WorkbenchProcess.start(
        folder,
        console,
        Workbench.settings(folder, ward.fhir(), TRIALS).stream().map(s -> "--" + s).toList());
  }

  private static List<String> candidates(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select trial || ' ' || patient || ' ' || state || ' ' || outcome || ' ' || revision
            from candidate order by trial, patient
            """)
        .query(Rows.text())
        .list();
  }

  @Test
  void nothingIsLostAndNothingIsDoneTwice() throws Exception {
    Random random = new Random(SEED);
    int charts = 2 + random.nextInt(6);
    int delivered = 1 + random.nextInt(20);
    System.out.printf(
        "KilledWhileLoadingIT: -Dit.seed=%d, killed after %d charts, then after %d deliveries%n",
        SEED, charts, delivered);
    try (WorkbenchProcess workbench = start("killed-reading")) {
      killOnce(workbench, random, progress -> progress.charts() >= charts);
    }
    try (WorkbenchProcess workbench = start("killed-delivering")) {
      killOnce(workbench, random, progress -> progress.done() >= delivered);
    }

    List<String> afterKills;
    List<String> candidateKeys;
    long restarted = System.currentTimeMillis();
    try (WorkbenchProcess workbench = start("to-the-end")) {
      await("everything to be worked off")
          .atMost(Workbench.GENEROUS)
          .pollInterval(Duration.ofSeconds(1))
          .failFast("The application ended by itself.", () -> !workbench.isAlive())
          .untilAsserted(() ->
              assertThat(progress())
                  .as(KilledWhileLoadingIT::whatHoldsItUp)
                  .hasValueSatisfying(p -> {
                    assertThat(p.polledAt()).as("polled").isGreaterThan(restarted);
                    assertThat(p.charts()).as("charts").isGreaterThanOrEqualTo(PATIENTS);
                    assertThat(p.openEvents()).as("open events").isZero();
                    assertThat(p.openDeliveries()).as("open deliveries").isZero();
                  }));
      afterKills = WorkbenchProcess.ask(folder, KilledWhileLoadingIT::candidates).orElseThrow();
      candidateKeys = deliveredOnce();
      assertAuditHolds("audit-verify-beside-it");
    }
    assertAuditHolds("audit-verify-alone");
    assertThat(candidateKeys).isNotEmpty();
    assertLoggedOnce(candidateKeys.size());
    assertInTheEmrOnce(candidateKeys);

    try (Workbench undisturbed =
        Workbench.start(
            "undisturbed", ward.fhir(), TRIALS, "trialward.emr.write-back.enabled=false")) {
      assertThat(afterKills)
          .isEqualTo(candidates(undisturbed.bean(JdbcClient.class)))
          .hasSameSizeAs(candidateKeys);
    }
    System.out.printf(
        "KilledWhileLoadingIT: %d candidates, each delivered once to each of 3 destinations%n",
        candidateKeys.size());
  }

  /** Every delivery is acknowledged; returns the candidates' keys. */
  private static List<String> deliveredOnce() {
    return WorkbenchProcess.ask(
            folder,
            jdbc -> {
              assertThat(
                      jdbc.sql("select count(*) from inbox where state <> 'DONE'")
                          .query(Long.class)
                          .single())
                  .as("events not worked off")
                  .isZero();
              assertThat(
                      jdbc.sql("select count(*) from delivery where state <> 'DONE'")
                          .query(Long.class)
                          .single())
                  .as("deliveries not acknowledged")
                  .isZero();
              List<String> keys =
                  jdbc.sql("select trial || '/' || patient from candidate order by number")
                      .query(Rows.text())
                      .list();
              assertThat(
                      jdbc.sql(
                              "select destination || ' ' || count(*) from delivery group by destination order by 1")
                          .query(Rows.text())
                          .list())
                  .isEqualTo(
                      List.of(
                          "emr-flag " + keys.size(),
                          "emr-subject " + keys.size(),
                          "screening-log " + keys.size()));
              return keys;
            })
        .orElseThrow();
  }

  private static void assertAuditHolds(String console) throws IOException, InterruptedException {
    try (WorkbenchProcess command =
        WorkbenchProcess.start(
            folder, console, List.of("audit-verify", "--trialward.data-dir=" + folder))) {
      assertThat(command.exitCode(Workbench.GENEROUS)).as(console).isZero();
      assertThat(command.console()).contains("The audit holds");
    }
  }

  private static void assertLoggedOnce(int candidates) throws IOException {
    List<String> keys = new ArrayList<>();
    try (Stream<Path> logs = Files.list(folder.resolve("screening-log"))) {
      for (Path log : logs.filter(f -> f.toString().endsWith(".csv")).toList()) {
        List<String> lines = Files.readAllLines(log);
        assertThat(lines.getFirst()).endsWith("delivery_key");
        lines.stream()
            .skip(1)
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .forEach(keys::add);
      }
    }
    assertThat(keys).doesNotHaveDuplicates().hasSize(candidates);
  }

  private static void assertInTheEmrOnce(List<String> candidateKeys) {
    Set<String> trials = new TreeSet<>();
    for (String key : candidateKeys) {
      String trial = key.substring(0, key.indexOf('/'));
      String patient = key.substring(key.indexOf('/') + 1);
      trials.add(trial);
      assertThat(ward.statuses("ResearchSubject", trial, patient))
          .as("ResearchSubjects of " + key)
          .isEqualTo(List.of("potential-candidate"));
      assertThat(ward.statuses("Flag", trial, patient))
          .as("Flags of " + key)
          .isEqualTo(List.of("active"));
    }
    assertThat(trials)
        .allSatisfy(
            trial -> assertThat(ward.studies(trial)).as("ResearchStudy " + trial).hasSize(1));
  }
}
