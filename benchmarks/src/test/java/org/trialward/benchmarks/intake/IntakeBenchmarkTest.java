package org.trialward.benchmarks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeBenchmarkTest {
  @TempDir Path folder;

  @Test
  void everyMethodReadsTheSameBundles() throws IOException, InterruptedException {
    BundleFiles all = BundleFiles.unpacked(Path.of(".."), folder);
    BundleFiles some = new BundleFiles(all.source(), all.files().subList(0, 3));

    List<IntakeBenchmark.Timing> timings = IntakeBenchmark.measure(some, 0, 1);

    assertThat(all.files()).hasSizeGreaterThan(40);
    assertThat(some.bytes()).isPositive();
    assertThat(timings).hasSize(3);
    assertThat(timings)
        .allSatisfy(timing -> {
          assertThat(timing.found()).as(timing.name()).isPositive();
          assertThat(timing.millisABundle()).as(timing.name()).isPositive();
          assertThat(timing.megabytesASecond()).as(timing.name()).isPositive();
        });
    // A bundle has fewer entries than tokens.
    assertThat(timings.get(1).found()).isLessThan(timings.get(2).found());
  }

  @Test
  void aFileWithoutAPatientIsNoMeasurement() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("empty.json"), "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}");

    assertThatThrownBy(() -> IntakeBenchmark.measure(new BundleFiles("empty", List.of(file)), 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty.json")
        .hasMessageContaining("one patient each");
  }
}
