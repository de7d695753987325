package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A newcomer's shell in a fresh copy of the project. What the documents say is typed as it stands
 * there, but for the names that would meet those of somebody else on this machine: project, image,
 * ports, the folder of trials; and the compose tool is the one that is there.
 */
final class Terminal implements Pages {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final List<String> COPIED =
      List.of(
          ".dockerignore",
          "demo/trials",
          "docker/Dockerfile",
          "docker/Training.java",
          "docker/compose.yaml",
          "docker/java.options",
          "docker/rootfs.sh");

  /**
   * podman-compose 1.0 ends with 0 whatever a command in a container ended with, and only prints
   * that. The test must not pass over it.
   */
  private static final String STRICT =
      """
      #!/bin/sh
      out=$(mktemp)
      podman-compose "$@" > "$out" 2>&1 && status=0 || status=$?
      cat "$out"
      last=$(sed -n 's/^exit code: //p' "$out" | tail -n 1)
      rm -f "$out"
      case "$status $*" in
        "0 "*" exec "*|"0 "*" run "*|"0 "*" build "*) exit "${last:-0}" ;;
        *) exit "$status" ;;
      esac
      """;

  private final Path folder;
  private final String project;
  private final String tool;
  private final int http = freePort();
  private final int mllp = freePort();

  private Terminal(Path folder, String project, String tool) {
    this.folder = folder;
    this.project = project;
    this.tool = tool;
  }

  /** Opens it, or skips the test and says so. */
  static Terminal open(String project) throws IOException, InterruptedException {
    Image.requireEngine();
    Path folder = Path.of("target", project).toAbsolutePath();
    Files.createDirectories(folder);
    boolean docker = answers("docker", "compose", "version");
    Assumptions.assumeTrue(
        docker || answers("podman-compose", "--version"),
        "Neither `docker compose` nor `podman-compose` is here: nothing is known of the compose file and of docs/operations.md. Install one (apt-get install podman-compose).");
    Path strict = Files.writeString(folder.resolve("podman-compose-strict"), STRICT);
    assertThat(strict.toFile().setExecutable(true)).isTrue();
    Terminal terminal =
        new Terminal(folder, project, docker ? "docker compose" : strict.toString());
    terminal.copyProject();
    return terminal;
  }

  private void copyProject() throws IOException {
    for (String name : COPIED) {
      copy(name);
    }
    copy("workbench/target/" + Image.application());
    Files.writeString(
        folder.resolve("docker/.env"),
        "TRIALWARD_LISTEN=127.0.0.1:%d\nTRIALWARD_IMAGE=localhost/%s\n".formatted(http, project));
  }

  /** With its permissions: the engine's cache of layers compares them too. */
  private void copy(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Image.ROOT.resolve(name), FileVisitOption.FOLLOW_LINKS)) {
      for (Path from : files.toList()) {
        Path to = folder.resolve(Image.ROOT.relativize(from).toString());
        Files.createDirectories(to.getParent());
        if (!Files.isDirectory(from)) {
          Files.copy(
              from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Types commands as a document has them; returns what was printed. */
  String follow(String commands) {
    return run(ours(commands));
  }

  /** Writes a file as a document has it. */
  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), ours(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ours(String text) {
    return text.replace("docker compose -p", tool + " -p")
        .replace("-p trialward", "-p " + project)
        .replace("-p rehearsal", "-p " + project + "-rehearsal")
        .replace("127.0.0.1:8080", "127.0.0.1:" + http)
        .replace("\"2575:2575\"", "\"127.0.0.1:%d:2575\"".formatted(mllp))
        .replace("localhost/trialward", "localhost/" + project)
        .replace("/srv/trials", Image.ROOT.resolve("docker/src/test/resources/trials").toString());
  }

  private String run(String script) {
    try {
      Path log = folder.resolve("last.log");
      Process shell =
          new ProcessBuilder("sh", "-e", "-c", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = shell.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES);
      if (!ended) {
        shell.descendants().forEach(ProcessHandle::destroy);
        shell.destroyForcibly();
      }
      String printed = Files.readString(log);
      assertThat(ended && shell.exitValue() == 0)
          .withFailMessage(
              () -> "%s%n…%s:%n%s".formatted(script, ended ? "failed" : "did not end", printed))
          .isTrue();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI page(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(http, path));
  }

  Laboratory laboratory() {
    return new Laboratory("127.0.0.1", mllp);
  }

  Path folder() {
    return folder;
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
