package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What goes wrong in the machine room: each gives a clear message or a degraded state, and loses
 * nothing. One site for all of them, which begins with an empty database.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AContainerInTroubleIT {
  private static final String MIGRATIONS =
      "select count(*) from flyway_schema_history where version is not null";
  private static final String FOUND = "select count(*) from candidate";
  private static final String STORED = "select count(*) from message";

  /** Record numbers begin so. */
  private static final String RECORD = "QX7";

  private static final Duration OUTAGE = Duration.ofMinutes(1);
  private static final String USER = "ops";
  private static final String PASSWORD = "a password of this run";

  private static Site site;

  @BeforeAll
  static void start() {
    site = Site.open("trouble");
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  /** None of what the tests send may stand in any log. */
  @AfterEach
  void nobodyIsNamedInALog() {
    assertThat(site.logs()).doesNotContain("Nobody", "Nora", "19600101", "1960-01-01", RECORD);
    site.stopWorkbenches();
  }

  @Test
  @Order(1)
  void withoutConfigurationItSaysInOneLineEachWhatIsMissing() {
    String log;
    try (Workbench empty = new Workbench()) {
      log = empty.startInVain();
    }
    assertThat(log.lines().filter(line -> line.startsWith("trialward.")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("trialward.database.url is not set"),
            line -> assertThat(line).startsWith("trialward.database.password is not set"),
            line -> assertThat(line).startsWith("trialward.trials.path: there is no trial file"));
    assertThat(log).doesNotContain("\tat ");
  }

  @Test
  @Order(2)
  void aWrongPasswordIsSaidInOneLine() {
    String log = site.strangersWorkbench().startInVain();
    assertThat(log.lines().filter(line -> line.startsWith("trialward.")))
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .contains("trialward.database.password", "refuses user `trialward`")
                .endsWith("start again."));
    assertThat(log).doesNotContain("\tat ");
  }

  /** The database is late, and both workbenches find it empty. */
  @Test
  @Order(3)
  void twoThatStartBeforeTheDatabaseWaitForItAndMigrateItOnce() {
    site.stopDatabase();
    Workbench first = site.workbench().starting();
    Workbench second = site.workbench().starting();
    for (Workbench waiting : List.of(first, second)) {
      waiting.awaitLog("The database does not answer yet");
    }
    site.startDatabase();
    for (Workbench waiting : List.of(first, second)) {
      waiting.awaitReady();
    }
    assertThat(site.count(MIGRATIONS))
        .isPositive()
        .isEqualTo(
            site.count("select count(distinct version) from flyway_schema_history where success"));
  }

  /** What a small machine leaves it; the AOT cache has refused less of a heap. */
  @Test
  @Order(4)
  void inHalfTheMemoryItStartsAndWorks() throws Exception {
    Workbench small = site.workbench().withMessages().withinHalfTheMemory();
    small.start();
    long before = site.count(FOUND);
    small.sendHba1c(RECORD + "30", "9.0");
    site.awaitCandidates(before + 1);
  }

  @Test
  @Order(5)
  void whileTheDatabaseIsAwaySendersKeepTheirMessagesAndThenAllGoesOn() throws Exception {
    Workbench workbench = site.workbench().withMessages();
    workbench.start();
    long before = site.count(FOUND);
    long stored = site.count(STORED);
    workbench.sendHba1c(RECORD + "40", "9.1");
    site.awaitCandidates(before + 1);

    Instant oneMinute = Instant.now().plus(OUTAGE);
    site.stopDatabase();
    await("not ready").atMost(Site.GENEROUS).until(() -> !workbench.isReady());
    List<String> kept = new ArrayList<>();
    while (Instant.now().isBefore(oneMinute)) {
      String number = RECORD + "41" + kept.size();
      assertThat(workbench.offerHba1c(number, "9.2")).contains("MSA|AE|M" + number);
      kept.add(number);
    }
    assertThat(kept).isNotEmpty();
    assertThat(workbench.isAlive()).isTrue();
    site.startDatabase();

    workbench.awaitReady();
    for (String number : kept) {
      workbench.sendHba1c(number, "9.2");
    }
    site.awaitCandidates(before + 1 + kept.size());
    assertThat(site.count(STORED)).isEqualTo(stored + 1 + kept.size());
  }

  @Test
  @Order(6)
  void aFullVolumeIsSaidAtStartAndDegradesARunningOneWhichLosesNothing() throws Exception {
    Volume volume = site.volume(96);
    volume.fill();
    String log = site.workbench().on(volume).startInVain();
    assertThat(log.lines().filter(line -> line.startsWith("trialward.")))
        .singleElement()
        .satisfies(line ->
            assertThat(line).startsWith("trialward.data-dir: /var/lib/trialward").contains("full"));
    volume.empty();

    Workbench workbench =
        site.workbench().withMessages().on(volume).withEnv("TRIALWARD_INDEX_COMMIT", "1s");
    workbench.start();
    long before = site.count(FOUND);
    site.admit(USER, "ADMINISTRATOR", PASSWORD);
    await("well").atMost(Site.GENEROUS).until(() -> status(workbench), "UP"::equals);

    volume.fill();
    for (int i = 0; i < 5; i++) {
      workbench.sendHba1c(RECORD + "5" + i, "8." + i);
    }
    site.awaitCandidates(before + 5);
    workbench.awaitLog("No space left on device");
    await("degraded, for both reasons")
        .atMost(Site.GENEROUS)
        .untilAsserted(() ->
            assertThat(workbench.health(USER, PASSWORD).toString())
                .contains("\"DEGRADED\"", "is full, or nearly so", "Patients cannot be counted"));
    assertThat(workbench.isReady()).isTrue();

    volume.empty();
    await("well again").atMost(Site.GENEROUS).until(() -> status(workbench), "UP"::equals);
  }

  @Test
  @Order(7)
  void aClockThatIsAnHourOffAndASchemaThatIsNewerAreSaid() throws Exception {
    site.change(
        """
        insert into flyway_schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        select max(installed_rank) + 1, '9000', 'of a later day', 'SQL', 'V9000__later.sql', 'trialward', 1, true
        from flyway_schema_history
        """);
    Workbench workbench = site.workbench().withMessages();
    boolean offByAnHour = workbench.isHastened();
    long before = site.count(FOUND);
    workbench.start();
    assertThat(workbench.getLogs())
        .contains("The database's schema is version 9000", "a newer Trialward has run on it");
    workbench.sendHba1c(RECORD + "60", "9.9");
    site.awaitCandidates(before + 1);
    Assumptions.assumeTrue(
        offByAnHour, "No libfaketime here (apt-get install libfaketime): no clock was set wrong.");
    assertThat(workbench.getLogs())
        .containsPattern("clock is 3[56]\\d\\d s ahead of the database's");
  }

  private static String status(Workbench workbench) throws IOException, InterruptedException {
    return workbench.health(USER, PASSWORD).path("status").asString();
  }
}
