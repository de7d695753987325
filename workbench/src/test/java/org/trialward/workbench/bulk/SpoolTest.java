package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final int COMPARTMENTS = 3;

  @TempDir Path folder;

  private Spool open(long length) {
    return Spool.open(folder.resolve("s.spool"), COMPARTMENTS, length).orElseThrow();
  }

  private static void add(Spool spool, int compartment, String entry) {
    byte[] bytes = entry.getBytes(UTF_8);
    spool.add(compartment, bytes, 0, bytes.length);
  }

  private static String all(Spool spool, int compartment) {
    List<String> blocks = new ArrayList<>();
    spool.read(compartment, (block, length) -> blocks.add(new String(block, 0, length, UTF_8)));
    return String.join("|", blocks);
  }

  @Test
  void entriesComeBackByCompartmentInTheirOrderHoweverLargeTheyAre() {
    String large = "x".repeat(100_000);
    try (Spool spool = open(0)) {
      add(spool, 0, "a");
      add(spool, 2, "b");
      add(spool, 0, large);
      add(spool, 0, "c");
      spool.checkpoint();

      assertThat(all(spool, 0)).isEqualTo("a|" + large + "|c");
      assertThat(all(spool, 1)).isEmpty();
      assertThat(all(spool, 2)).isEqualTo("b");
      assertThat(spool.size(0)).isEqualTo(100_002);
    }
  }

  @Test
  void whatCameAfterTheCheckpointIsGoneAfterACrashAndMayBeTornOff() throws IOException {
    long reached;
    try (Spool spool = open(0)) {
      add(spool, 1, "kept");
      reached = spool.checkpoint();
      add(spool, 1, "lost");
      spool.checkpoint();
    }
    Files.write(folder.resolve("s.spool"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

    try (Spool again = open(reached)) {
      add(again, 1, "new");
      again.checkpoint();
      assertThat(all(again, 1)).isEqualTo("kept|new");
    }
  }

  @Test
  void aFileThatLostItsEndIsNoSpool() throws IOException {
    long reached;
    try (Spool spool = open(0)) {
      add(spool, 1, "kept");
      reached = spool.checkpoint();
    }
    Files.write(folder.resolve("s.spool"), new byte[] {1});

    assertThat(Spool.open(folder.resolve("s.spool"), COMPARTMENTS, reached)).isEmpty();
  }

  @Test
  void aSpoolWhoseWorkIsDoneLeavesNoFile() {
    Spool spool = open(0);
    spool.remove();

    assertThat(folder.resolve("s.spool")).doesNotExist();
  }
}
