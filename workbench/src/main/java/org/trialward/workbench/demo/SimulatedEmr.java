package org.trialward.workbench.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The emr-sim module as a child process that ends with this one. */
public final class SimulatedEmr implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final URI fhir;
  private final HttpClient http = HttpClient.newHttpClient();

  private SimulatedEmr(Process process, URI fhir) {
    this.process = process;
    this.fhir = fhir;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param jar of the emr-sim module
   * @param folder where its records stay, and its log
   */
  public static SimulatedEmr start(Path jar, Path folder) throws IOException, InterruptedException {
    if (!Files.exists(jar)) {
      throw new IOException(
          "%s is not built. Run `./trialward demo`, or `mvn -pl emr-sim -am package`."
              .formatted(jar));
    }
    Files.createDirectories(folder);
    Path portFile = folder.resolve("port");
    Files.deleteIfExists(portFile);
    Path log = folder.resolve("emr-sim.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx1500m",
                    "-jar",
                    jar.toString(),
                    "--server.port=0",
                    "--emr-sim.port-file=" + portFile.toAbsolutePath(),
                    "--emr-sim.data=" + folder.toAbsolutePath(),
                    "--emr-sim.end-with-parent=true"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    Instant giveUp = Instant.now().plus(START);
    while (!Files.exists(portFile)) {
      if (process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          || Instant.now().isAfter(giveUp)) {
        process.destroyForcibly();
        throw new IOException("The simulated EMR did not start; see " + log + ".");
      }
    }
    String port = Files.readString(portFile).strip();
    return new SimulatedEmr(process, URI.create("http://127.0.0.1:" + port + "/fhir"));
  }

  public URI fhir() {
    return fhir;
  }

  /** Sends FHIR JSON; the path is relative to the FHIR base, empty for a transaction. */
  public HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fhir + (path.isEmpty() ? "" : "/" + path)))
            .timeout(ANSWER)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
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
}
