package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kubernetes mounts a ConfigMap as links into a folder {@code ..data}, itself a link to a folder of
 * one moment, so that all files change at once.
 */
class MountedTrialsTest {
  private static final String TRIAL =
      """
      trialward: 1
      id: NCT00000000
      version: "1"
      title: Adults
      area: diabetes
      status: recruiting
      criteria:
        - id: adult
          kind: inclusion
          text: At least 18 years old.
          when:
            age: {at-least: 18 years}
      """;

  @TempDir private Path trials;

  @Test
  void aTrialFromAConfigMapIsReadOnce() throws IOException {
    Path moment = Files.createDirectory(trials.resolve("..2026_11_22_09_00_00.123456789"));
    Files.writeString(moment.resolve("NCT00000000.yaml"), TRIAL);
    Files.createSymbolicLink(trials.resolve("..data"), moment.getFileName());
    Files.createSymbolicLink(
        trials.resolve("NCT00000000.yaml"), Path.of("..data", "NCT00000000.yaml"));

    assertThat(TrialReader.readAll(trials))
        .singleElement()
        .satisfies(reading -> {
          assertThat(reading.mistakes()).isEmpty();
          assertThat(reading.file()).isEqualTo(trials.resolve("NCT00000000.yaml").toString());
        });
  }
}
