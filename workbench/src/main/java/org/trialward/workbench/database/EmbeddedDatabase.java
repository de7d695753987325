package org.trialward.workbench.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL from packaged binaries, for a first run and for tests. Its data stay in the
 * folder. It listens on the loopback address only and trusts whoever reaches it there: a site with
 * other users on the machine sets {@code trialward.database.url}.
 *
 * <p>The process that holds the folder's lock runs the server; another one, such as a command,
 * joins it.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final int PORT_LINE = 3;

  private final String jdbcUrl;
  private final Optional<Running> running;

  private record Running(EmbeddedPostgres postgres, FileChannel channel) {}

  private EmbeddedDatabase(String jdbcUrl, Optional<Running> running) {
    this.jdbcUrl = jdbcUrl;
    this.running = running;
  }

  /** Starts the server on the folder, or joins the one that another process runs on it. */
  public static EmbeddedDatabase open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolveSibling(folder.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return start(folder, channel);
        }
      } catch (IOException | RuntimeException e) {
        channel.close(); // Gives the lock back.
        throw e;
      }
      channel.close();
      return new EmbeddedDatabase(
          url(Integer.parseInt(pidFile(folder).get(PORT_LINE).strip())), Optional.empty());
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "The embedded PostgreSQL does not start in %s. Check that the folder is writable, or set trialward.database.url."
              .formatted(folder),
          e);
    }
  }

  private static EmbeddedDatabase start(Path folder, FileChannel channel) throws IOException {
    stopLeftOver(folder);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            // The library's defaults answer before the disk has it: what is acknowledged must stay.
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .setPGStartupWait(START)
            .start();
    return new EmbeddedDatabase(
        url(postgres.getPort()), Optional.of(new Running(postgres, channel)));
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port);
  }

  private static List<String> pidFile(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("postmaster.pid"));
  }

  /** A workbench that was killed leaves its PostgreSQL running on the folder. */
  private static void stopLeftOver(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("postmaster.pid"))) {
      return;
    }
    List<String> lines = pidFile(folder);
    Optional<ProcessHandle> leftOver =
        lines.isEmpty()
            ? Optional.empty()
            : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    if (leftOver.isEmpty()) {
      return; // PostgreSQL itself recognizes a stale file.
    }
    if (!isPostgres(leftOver.get())) {
      // Process ids are used again, in containers soon. PostgreSQL would believe the file.
      Files.delete(folder.resolve("postmaster.pid"));
      return;
    }
    LOG.info("Stopping the PostgreSQL that a killed workbench left behind");
    leftOver.get().destroy();
    try {
      leftOver.get().onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the old PostgreSQL stopped.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "The PostgreSQL with process id %d still runs on %s. Stop it, then start again."
              .formatted(leftOver.get().pid(), folder),
          e);
    }
  }

  /** Whether it may be ours; one that we may not look at is not. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("postgres")).orElse(false);
  }

  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public void close() throws IOException {
    if (running.isPresent()) {
      running.get().postgres().close();
      running.get().channel().close();
    }
  }
}
