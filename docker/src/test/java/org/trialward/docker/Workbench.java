package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Our image, restricted as the compose file restricts it. */
final class Workbench extends GenericContainer<Workbench> {
  static final int HTTP = 8080;
  static final int MLLP = 2575;
  private static final long MEMORY = 1L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(5);

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

  /** With an MLLP listener that takes what it is sent as facts. */
  Workbench withMessages() {
    return withEnv("TRIALWARD_HL7_LISTENERS_0_NAME", "laboratory")
        .withEnv("TRIALWARD_HL7_LISTENERS_0_PORT", String.valueOf(MLLP));
  }

  Workbench withEmr() {
    return withEnv("TRIALWARD_EMR_URL", "http://emr:8080/fhir")
        .withEnv("TRIALWARD_EMR_POLL_INTERVAL", "1s");
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
    Map<ExposedPort, Ports.Binding[]> bindings =
        client()
            .inspectContainerCmd(getContainerId())
            .exec()
            .getNetworkSettings()
            .getPorts()
            .getBindings();
    return Integer.parseInt(
        Objects.requireNonNull(bindings.get(ExposedPort.tcp(inside)))[0].getHostPortSpec());
  }

  URI page(String path) {
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
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      return http.send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://%s:%d/actuator/health/readiness"
                                  .formatted(getHost(), port(HTTP))))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException | RuntimeException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a message by MLLP and returns the acknowledgement. */
  String send(String message) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(getHost(), port(MLLP)), (int) CONNECT.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
      var answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int sign = in.read(); sign >= 0 && sign != 0x1c; sign = in.read()) {
        answer.append((char) sign);
      }
      return answer.toString();
    }
  }

  /** A woman born in 1960 and her HbA1c of December 2024. */
  void sendHba1c(String number, String percent) throws IOException {
    String answer =
        send(
            "MSH|^~\\&|LAB|HOSP|TW|HOSP|20241211080000||ORU^R01^ORU_R01|%1$s|P|2.5.1\r"
                    .formatted("M" + number)
                + "PID|1||%s^^^HOSP^MR||Nobody^Nora||19600101|F\r".formatted(number)
                + "OBR|1||F%s|4548-4^HbA1c^LN|||20241210\r".formatted(number)
                + "OBX|1|NM|4548-4^HbA1c^LN||%s|%%|||||F|||20241210\r".formatted(percent));
    assertThat(answer).contains("MSA|AA|M" + number);
  }
}
