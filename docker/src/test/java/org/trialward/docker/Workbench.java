package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.DockerStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our image, restricted as the compose file restricts it. */
final class Workbench extends GenericContainer<Workbench> implements Pages {
  static final int HTTP = 8080;
  static final int MLLP = 2575;
  private static final long MEMORY = 1L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final LocalDate DECEMBER = LocalDate.of(2024, 12, 10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final WaitStrategy AT_ONCE =
      new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {
          // There is nothing to wait for.
        }
      };

  Workbench() {
    super(DockerImageName.parse(Image.ours()));
    withExposedPorts(HTTP, MLLP);
    withCreateContainerCmdModifier(command ->
        Objects.requireNonNull(command.getHostConfig())
            .withReadonlyRootfs(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withMemory(MEMORY));
    waitingFor(
        Wait.forHttp("/actuator/health/readiness").forPort(HTTP).withStartupTimeout(Site.GENEROUS));
  }

  Workbench withinHalfTheMemory() {
    withCreateContainerCmdModifier(
        command -> Objects.requireNonNull(command.getHostConfig()).withMemory(MEMORY / 2));
    return this;
  }

  /** With an MLLP listener that takes what it is sent as facts. */
  Workbench withMessages() {
    return withEnv("TRIALWARD_HL7_LISTENERS_0_NAME", "laboratory")
        .withEnv("TRIALWARD_HL7_LISTENERS_0_PORT", String.valueOf(MLLP));
  }

  Workbench withEmr() {
    return withEnv("TRIALWARD_EMR_URL", "http://emr:8080/fhir")
        .withEnv("TRIALWARD_EMR_POLL_INTERVAL", "1s");
  }

  /** The demo's trials, and its patients from the EMR. */
  Workbench withDemo() {
    return withEmr()
        .withEnv("TRIALWARD_TRIALS_PATH", "/demo")
        .withFileSystemBind(
            Image.ROOT.resolve("demo/trials").toString(), "/demo", BindMode.READ_ONLY);
  }

  /** The jar as the build leaves it, on the image's own run-time and with its options. */
  void asPlainJar() {
    withFileSystemBind(Image.jar().toString(), "/plain.jar", BindMode.READ_ONLY);
    withCreateContainerCmdModifier(command ->
        command.withEntrypoint("/opt/jre/bin/java", "@/app/java.options", "-jar", "/plain.jar"));
  }

  /** What it has used so far. */
  Consumption consumption() {
    return Consumption.of(pid());
  }

  /** Of its one process, as this machine sees it. */
  long pid() {
    return Objects.requireNonNull(
        client().inspectContainerCmd(getContainerId()).exec().getState().getPidLong());
  }

  /** Its data in this volume. */
  Workbench on(Volume volume) {
    return withCreateContainerCmdModifier(command -> {
      HostConfig host = Objects.requireNonNull(command.getHostConfig());
      List<Bind> binds = new ArrayList<>(Arrays.asList(host.getBinds()));
      binds.add(volume.asData());
      host.withBinds(binds);
    });
  }

  /**
   * With a clock that is an hour ahead of everybody else's.
   *
   * @return whether that can be had here
   */
  boolean isHastened() {
    Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    if (!Files.exists(library)) {
      return false;
    }
    withFileSystemBind(library.toString(), "/faketime.so", BindMode.READ_ONLY)
        .withEnv("LD_PRELOAD", "/faketime.so")
        .withEnv("FAKETIME", "+1h")
        .withEnv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // The AOT cache knows its files by their times.
        .withEnv("NO_FAKE_STAT", "1");
    return true;
  }

  /** Starts it and does not wait. */
  Workbench starting() {
    waitingFor(AT_ONCE).start();
    return this;
  }

  /**
   * Starts it and waits until it gives up.
   *
   * @return what it said
   */
  String startInVain() {
    setExposedPorts(List.of());
    withStartupCheckStrategy(new Ended().withTimeout(Site.GENEROUS)).waitingFor(AT_ONCE).start();
    assertThat(getCurrentContainerInfo().getState().getExitCodeLong()).as("exit code").isOne();
    return getLogs();
  }

  private static final class Ended extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String container) {
      return DockerStatus.isContainerStopped(getCurrentState(client, container))
          ? StartupStatus.SUCCESSFUL
          : StartupStatus.NOT_YET_KNOWN;
    }
  }

  boolean exists() {
    return getContainerId() != null;
  }

  void awaitLog(String words) {
    await(words).atMost(Site.GENEROUS).until(() -> getLogs().contains(words));
  }

  void awaitReady() {
    await("ready").atMost(Site.GENEROUS).until(this::isReady);
  }

  /** SIGKILL; nothing is removed. */
  void kill() {
    client().killContainerCmd(getContainerId()).exec();
  }

  /** Starts what was killed or stopped, with the volume it had. */
  void startAgain() {
    client().startContainerCmd(getContainerId()).exec();
  }

  /** The port of the host; asked each time, because a start may give another one. */
  int port(int inside) {
    return port(this, inside);
  }

  static int port(GenericContainer<?> container, int inside) {
    Map<ExposedPort, Ports.Binding[]> bindings =
        client()
            .inspectContainerCmd(container.getContainerId())
            .exec()
            .getNetworkSettings()
            .getPorts()
            .getBindings();
    return Integer.parseInt(
        Objects.requireNonNull(bindings.get(ExposedPort.tcp(inside)))[0].getHostPortSpec());
  }

  @Override
  public URI page(String path) {
    return URI.create("http://%s:%d%s".formatted(getHost(), port(HTTP), path));
  }

  /** Its address on the private network. */
  String address() {
    return client()
        .inspectContainerCmd(getContainerId())
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .stream()
        .map(network -> String.valueOf(network.getIpAddress()))
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** Lets a user in, by the command in the container; returns the password. */
  String admit(String name, String role) throws IOException, InterruptedException {
    ExecResult result =
        execInContainer(
            "/opt/jre/bin/java",
            "@/app/java.options",
            "-jar",
            "/app/workbench.jar",
            "user",
            name,
            "--role",
            role);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    return result.getStdout().strip().replaceFirst(".*: ", "");
  }

  private static DockerClient client() {
    return org.testcontainers.DockerClientFactory.lazyClient();
  }

  /** Whether it would be sent requests now. */
  boolean isReady() {
    return answersWell("/actuator/health/readiness");
  }

  /** Whether it would be left running. */
  boolean isAlive() {
    return answersWell("/actuator/health/liveness");
  }

  private boolean answersWell(String path) {
    try {
      return ask(request(path)).statusCode() == 200;
    } catch (IOException | RuntimeException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What an administrator is told of its health. */
  JsonNode health(String user, String password) throws IOException, InterruptedException {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return JSON.readTree(
        ask(request("/actuator/health")
                .header(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)))
            .body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(page(path)).timeout(PATIENCE);
  }

  private static HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  /** Sends a message by MLLP and returns the acknowledgement. */
  String send(String message) throws IOException {
    return laboratory().send(message);
  }

  /** A woman born in 1960 and her HbA1c of December 2024. */
  void sendHba1c(String number, String percent) throws IOException {
    laboratory().sendHba1c(number, percent, DECEMBER);
  }

  /** The same, whatever the answer is. */
  String offerHba1c(String number, String percent) throws IOException {
    return laboratory().offerHba1c(number, percent, DECEMBER);
  }

  private Laboratory laboratory() {
    return new Laboratory(getHost(), port(MLLP));
  }
}
