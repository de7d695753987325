package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The packaged application as a process of its own, so that it can be killed. */
final class WorkbenchProcess implements AutoCloseable {
  static final Path APP_JAR =
      Path.of("target", "workbench-1.0.0-SNAPSHOT-app.jar").toAbsolutePath();

  private static final Duration STOP = Duration.ofMinutes(2);
  private static final int PORT_LINE = 3;

  private final Process process;
  private final Path console;

  private WorkbenchProcess(Process process, Path console) {
    this.process = process;
    this.console = console;
  }

  /**
   * Starts it.
   *
   * @param arguments a command, or settings as {@code --name=value}
   */
  static WorkbenchProcess start(Path folder, String console, List<String> arguments)
      throws IOException {
    assertThat(APP_JAR)
        .withFailMessage("%s is not there: these tests run after `package`.", APP_JAR)
        .exists();
    Path output = folder.resolve(console + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx600m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                APP_JAR.toString()));
    command.addAll(arguments);
    return new WorkbenchProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"))
            .start(),
        output);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, a moment from now: nothing is written, closed or said any more. */
  void kill(Duration in) throws InterruptedException {
    assertThat(process.waitFor(in.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended by itself")
        .isFalse();
    process.destroyForcibly();
    assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Waits for the end of a command. */
  int exitCode(Duration atMost) throws InterruptedException {
    assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended within " + atMost + "; see " + console)
        .isTrue();
    return process.exitValue();
  }

  String console() throws IOException {
    return Files.readString(console);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /**
   * Asks the embedded database that runs on this folder, if one does. The connection is closed at
   * once: the next start waits for it otherwise.
   */
  static <T> Optional<T> ask(Path folder, Function<JdbcClient, T> question) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("postgres/postmaster.pid"));
      if (lines.size() <= PORT_LINE) {
        return Optional.empty();
      }
      String url =
          "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&connectTimeout=5"
              .formatted(lines.get(PORT_LINE).strip());
      return Optional.of(question.apply(JdbcClient.create(new DriverManagerDataSource(url))));
    } catch (IOException | RuntimeException notYet) {
      return Optional.empty();
    }
  }

  /** A killed workbench leaves its PostgreSQL running; this ends it where no restart did. */
  static void endDatabase(Path folder) throws IOException {
    Path pidFile = folder.resolve("postgres/postmaster.pid");
    if (Files.exists(pidFile)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
          .filter(handle -> handle.info().command().orElse("").contains("postgres"))
          .ifPresent(ProcessHandle::destroy);
    }
  }
}
