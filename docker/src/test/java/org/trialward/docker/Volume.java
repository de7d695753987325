package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A volume of a certain size, and a neighbour that fills it: our image has no shell to do it. */
final class Volume implements AutoCloseable {
  /** In a megabyte, of 4 KiB. */
  private static final int PAGES = 256;

  private final String name = "trialward-" + UUID.randomUUID();
  private final GenericContainer<?> neighbour;

  Volume(int megabytes) {
    client()
        .createVolumeCmd()
        .withName(name)
        .withDriver("local")
        .withDriverOpts(
            Map.of(
                "type",
                "tmpfs",
                "device",
                "tmpfs",
                "o",
                // Podman takes `size` for itself, as a quota.
                "nr_blocks=%d,mode=1777".formatted(megabytes * PAGES)))
        .exec();
    neighbour =
        new GenericContainer<>(DockerImageName.parse(Image.JDK))
            .withCreateContainerCmdModifier(command ->
                Objects.requireNonNull(command.getHostConfig())
                    .withBinds(Bind.parse(name + ":/volume")))
            .withCommand("sleep", "infinity");
    neighbour.start();
  }

  private static DockerClient client() {
    return DockerClientFactory.lazyClient();
  }

  /** To the last byte. */
  void fill() throws IOException, InterruptedException {
    ExecResult result =
        neighbour.execInContainer("dd", "if=/dev/zero", "of=/volume/filling", "bs=4k");
    assertThat(result.getStderr()).contains("No space left on device");
  }

  void empty() throws IOException, InterruptedException {
    assertThat(neighbour.execInContainer("rm", "/volume/filling").getExitCode()).isZero();
  }

  /** As the data folder of a workbench. */
  Bind asData() {
    return Bind.parse(name + ":/var/lib/trialward");
  }

  @Override
  public void close() {
    neighbour.stop();
    client().removeVolumeCmd(name).exec();
  }
}
