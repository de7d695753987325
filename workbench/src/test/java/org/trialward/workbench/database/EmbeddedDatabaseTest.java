package org.trialward.workbench.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.trialward.workbench.TestDatabase;

@Timeout(180)
class EmbeddedDatabaseTest {

  private static JdbcClient jdbc(String url) {
    return JdbcClient.create(new DriverManagerDataSource(url));
  }

  @Test
  void anotherProcessJoinsTheServerThatRunsOnTheFolderAndLeavesItRunning() throws Exception {
    try (TestDatabase shared = TestDatabase.fresh()) {
      Process other =
          OtherProcess.start(TestDatabase.folder(), "create table joined as select 7 as n");
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
      String ours = shared.url().replaceFirst("/test\\d+\\?", "/postgres?");
      assertThat(jdbc(ours).sql("select n from joined").query(Integer.class).single()).isEqualTo(7);
      jdbc(ours).sql("drop table joined").update();
    }
  }

  @Test
  void whatIsCommittedIsOnTheDisk(@TempDir Path home) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(home.resolve("postgres"))) {
      JdbcClient asked = jdbc(database.jdbcUrl());
      assertThat(asked.sql("show fsync").query(String.class).single()).isEqualTo("on");
      assertThat(asked.sql("show synchronous_commit").query(String.class).single()).isEqualTo("on");
    }
  }

  @Test
  void afterTheOwnerWasKilledTheFolderOpensAgainWithItsData(@TempDir Path home) throws Exception {
    Path folder = home.resolve("postgres");
    Process owner = OtherProcess.start(folder, "create table kept as select 7 as n", "wait");
    owner.destroyForcibly();
    assertThat(owner.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (EmbeddedDatabase again = EmbeddedDatabase.open(folder)) {
      assertThat(jdbc(again.jdbcUrl()).sql("select n from kept").query(Integer.class).single())
          .isEqualTo(7);
    }
    assertThat(folder.resolve("postmaster.pid")).doesNotExist();
    Process stranger = new ProcessBuilder("sleep", "120").start();
    leaveProcessId(stranger, folder);
    try (EmbeddedDatabase again = EmbeddedDatabase.open(folder)) {
      assertThat(jdbc(again.jdbcUrl()).sql("select n from kept").query(Integer.class).single())
          .isEqualTo(7);
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroy();
    }
  }

  /** As after a container was killed and started again: its process ids began anew. */
  private static void leaveProcessId(Process now, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(now.pid()));
    lines.add(folder.toString());
    lines.addAll(List.of("1", "5432", "", "127.0.0.1", "1 1", "ready"));
    Files.write(folder.resolve("postmaster.pid"), lines);
  }

  @Test
  void aStartThatFailedLeavesTheFolderFreeForTheNextTry(@TempDir Path home) throws Exception {
    Path folder = Files.createDirectories(home.resolve("postgres"));
    Path stranger = Files.writeString(folder.resolve("PG_VERSION"), "no such version");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> EmbeddedDatabase.open(folder))
          .hasMessageContaining("does not start in " + folder)
          .hasNoSuppressedExceptions()
          .rootCause()
          .isNotInstanceOf(java.nio.channels.OverlappingFileLockException.class);
    }
    Files.delete(stranger);
  }
}
