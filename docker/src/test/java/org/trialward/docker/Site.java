package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A hospital in containers: a private network with PostgreSQL, on demand its EMR, and any number of
 * workbenches. The secret is a file, as in production.
 */
final class Site implements AutoCloseable {
  static final Duration GENEROUS = Duration.ofMinutes(10);
  private static final int POSTGRES = 5432;
  private static final int HTTP = 8080;
  private static final String PASSWORD = "pw of this run only";

  private final Network network = Network.newNetwork();
  private final Path secrets;
  private final GenericContainer<?> database;
  private final List<Workbench> workbenches = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private @Nullable GenericContainer<?> emr;

  private Site(String name) {
    secrets = secrets(name, PASSWORD);
    database =
        new GenericContainer<>(DockerImageName.parse(Image.POSTGRES))
            .withNetwork(network)
            .withNetworkAliases("database")
            .withEnv("POSTGRES_USER", "trialward")
            .withEnv("POSTGRES_DB", "trialward")
            .withEnv("POSTGRES_PASSWORD", PASSWORD)
            .withExposedPorts(POSTGRES)
            .waitingFor(
                // The first start makes the cluster, the second one stays.
                Wait.forLogMessage(".*database system is ready to accept connections.*", 2)
                    .withStartupTimeout(GENEROUS));
    database.start();
  }

  static Site open(String name) {
    Image.requireEngine();
    return new Site(name);
  }

  /** A folder of secrets, as it is mounted. */
  private static Path secrets(String name, String password) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "secrets", name).toAbsolutePath());
      Files.writeString(folder.resolve("trialward.database.password"), password);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A workbench with this configuration, not started yet. */
  Workbench workbench() {
    return workbench(secrets);
  }

  /** One that was told a wrong password. */
  Workbench strangersWorkbench() {
    return workbench(secrets("stranger", "not the password"));
  }

  private Workbench workbench(Path secrets) {
    Workbench workbench =
        new Workbench()
            .withNetwork(network)
            .withEnv("TRIALWARD_DATABASE_URL", "jdbc:postgresql://database:5432/trialward")
            .withEnv("TRIALWARD_SITE_AS_OF", "2025-01-01")
            .withFileSystemBind(secrets.toString(), "/run/secrets/trialward", BindMode.READ_ONLY)
            .withFileSystemBind(
                Path.of("src", "test", "resources", "trials").toAbsolutePath().toString(),
                "/trials",
                BindMode.READ_ONLY);
    workbenches.add(workbench);
    return workbench;
  }

  /**
   * The simulated EMR of this project, a real HAPI FHIR server, as {@code http://emr:8080/fhir}.
   */
  Emr emr() {
    Path jar = Image.ROOT.resolve("emr-sim/target/emr-sim-1.0.0-SNAPSHOT.jar");
    assertThat(jar)
        .withFailMessage(
            "The simulated EMR is not built: run `mvn -pl emr-sim -am package -DskipTests` first.")
        .exists();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(Image.JDK))
            .withNetwork(network)
            .withNetworkAliases("emr")
            .withFileSystemBind(jar.toString(), "/emr-sim.jar", BindMode.READ_ONLY)
            .withCommand(
                "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1500m",
                "-jar",
                "/emr-sim.jar",
                "--server.port=" + HTTP,
                "--server.address=0.0.0.0")
            .withExposedPorts(HTTP)
            .waitingFor(Wait.forHttp("/fhir/metadata").forPort(HTTP).withStartupTimeout(GENEROUS));
    container.start();
    emr = container;
    return new Emr(
        "http://%s:%d/fhir".formatted(container.getHost(), container.getMappedPort(HTTP)));
  }

  GenericContainer<?> database() {
    return database;
  }

  /** As somebody stops it who then starts it again; the data stay. */
  void stopDatabase() {
    DockerClientFactory.lazyClient().stopContainerCmd(database.getContainerId()).exec();
  }

  void startDatabase() {
    DockerClientFactory.lazyClient().startContainerCmd(database.getContainerId()).exec();
  }

  Volume volume(int megabytes) {
    Volume volume = new Volume(megabytes);
    volumes.add(volume);
    return volume;
  }

  /** What all that runs here has logged so far. */
  String logs() {
    return Stream.concat(Stream.of(database), workbenches.stream().filter(Workbench::exists))
        .map(GenericContainer::getLogs)
        .collect(Collectors.joining());
  }

  void stopWorkbenches() {
    workbenches.forEach(GenericContainer::stop);
    workbenches.clear();
  }

  /** Lets somebody log in with this password. */
  void admit(String name, String role, String password) {
    change(
        "insert into app_user (name, password, role, created_at) values ('%s', '{noop}%s', '%s', now())"
            .formatted(name, password, role));
  }

  /** Rows of a query, each as its first column's text. */
  List<String> ask(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Several statements that answer nothing. */
  void change(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/trialward?connectTimeout=10"
            .formatted(database.getHost(), Workbench.port(database, POSTGRES)),
        "trialward",
        PASSWORD);
  }

  long count(String sql) {
    return Long.parseLong(ask(sql).getFirst());
  }

  /** Waits until so many patients are candidates. */
  void awaitCandidates(long expected) {
    await("candidates")
        .atMost(GENEROUS)
        .until(() -> count("select count(*) from candidate"), found -> found == expected);
  }

  @Override
  public void close() {
    stopWorkbenches();
    volumes.forEach(Volume::close);
    GenericContainer<?> known = emr;
    if (known != null) {
      known.stop();
    }
    database.stop();
    network.close();
  }
}
