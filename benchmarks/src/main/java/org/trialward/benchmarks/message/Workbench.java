package org.trialward.benchmarks.message;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import org.trialward.workbench.database.EmbeddedDatabase;

/**
 * The packaged application in a process of its own, with the trials of the demo, an empty embedded
 * PostgreSQL and a listener for each feed.
 */
public final class Workbench implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final String HEAP = "-Xmx1g";

  private final Path folder = Files.createTempDirectory("trialward-day");
  private final Map<Feed, Integer> ports = new EnumMap<>(Feed.class);
  private final int http = Listening.freePort();
  private final Process process;
  private final JdbcClient jdbc;

  /**
   * Starts it and waits for its listeners.
   *
   * @param home where the checkout is
   */
  Workbench(Path home) throws IOException, InterruptedException {
    this(home, List.of());
  }

  /**
   * Starts it and waits for its listeners.
   *
   * @param home where the checkout is
   * @param settings more of them, as {@code --name=value}
   */
  public Workbench(Path home, List<String> settings) throws IOException, InterruptedException {
    Path jar = home.resolve("workbench/target/workbench-1.0.0-SNAPSHOT-app.jar");
    if (!Files.exists(jar)) {
      throw new IOException("%s is not there: start this with ./trialward.".formatted(jar));
    }
    for (Feed feed : Feed.values()) {
      ports.put(feed, Listening.freePort());
    }
    process =
        new ProcessBuilder(command(home, jar, settings))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(console().toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      for (int port : ports.values()) {
        awaitListener(port);
      }
      awaitListener(http);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    try (EmbeddedDatabase joined = EmbeddedDatabase.open(folder.resolve("postgres"))) {
      jdbc = JdbcClient.create(new DriverManagerDataSource(joined.jdbcUrl()));
    }
  }

  private Path console() {
    return folder.resolve("console.log");
  }

  private List<String> command(Path home, Path jar, List<String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString(),
                "--server.port=" + http,
                "--server.address=127.0.0.1",
                "--trialward.data-dir=" + folder,
                "--trialward.trials.path=" + home.resolve("demo/trials")));
    command.addAll(settings);
    List<Feed> feeds = List.copyOf(ports.keySet());
    ports.forEach((feed, port) -> {
      String listener = "--trialward.hl7.listeners[%d].".formatted(feeds.indexOf(feed));
      command.add(listener + "name=" + feed.name().toLowerCase(Locale.ROOT));
      command.add(listener + "host=127.0.0.1");
      command.add(listener + "port=" + port);
    });
    return command;
  }

  private void awaitListener(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!isOpen(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("The workbench did not start:\n" + Files.readString(console()));
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port(Feed feed) {
    return Objects.requireNonNull(ports.get(feed), "Every feed has a port.");
  }

  /** Where its pages and endpoints are. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + http);
  }

  /** Its database; every question is a connection of its own. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    FileSystemUtils.deleteRecursively(folder);
  }
}
