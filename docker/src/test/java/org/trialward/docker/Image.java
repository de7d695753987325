package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images of the tests: ours, built once a run from the Dockerfile, and the published ones. */
final class Image {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final String OURS = "localhost/trialward-under-test:latest";
  static final String JDK = "docker.io/library/eclipse-temurin:25-jdk";
  static final String POSTGRES = "docker.io/library/postgres:17";

  private static @Nullable String built;

  private Image() {}

  /** Skips the test, and says so, where no container engine answers. */
  static void requireEngine() {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "No container engine answers (DOCKER_HOST): nothing is known of the image. Start Docker, or `podman system service`; CONTRIBUTING tells how.");
  }

  /** Builds it the first time, unless {@code TRIALWARD_IMAGE} names one that is to be proved. */
  static synchronized String ours() {
    String known = built == null ? System.getenv("TRIALWARD_IMAGE") : built;
    if (known == null) {
      // What .dockerignore lets through.
      var image =
          new ImageFromDockerfile(OURS, false)
              .withFileFromPath("Dockerfile", ROOT.resolve("docker/Dockerfile"));
      for (String file :
          List.of(
              "docker/Training.java", "docker/rootfs.sh", "docker/java.options", "demo/trials")) {
        image.withFileFromPath(file, ROOT.resolve(file));
      }
      Path app = jar();
      image.withFileFromPath("workbench/target/" + app.getFileName(), app);
      known = image.get();
      built = known;
    }
    return known;
  }

  static boolean isHere(String name) {
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  /** Of ours, all layers. */
  static long bytes() {
    return Objects.requireNonNull(
        DockerClientFactory.lazyClient().inspectImageCmd(ours()).exec().getSize());
  }

  /** The packaged application. */
  static Path jar() {
    return ROOT.resolve("workbench/target/" + application());
  }

  /** The file name of the packaged application. */
  static String application() {
    Path target = ROOT.resolve("workbench/target");
    try (Stream<Path> files = Files.list(target)) {
      List<String> found =
          files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith("-app.jar")).toList();
      assertThat(found)
          .withFailMessage(
              "The application is not packaged: run `mvn -pl workbench -am package` first.")
          .hasSize(1);
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
