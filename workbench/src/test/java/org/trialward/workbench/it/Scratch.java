package org.trialward.workbench.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of this run, emptied at its beginning. */
final class Scratch {
  private static final Path ROOT = begin();

  private Scratch() {}

  private static Path begin() {
    Path root = Path.of("target", "it").toAbsolutePath();
    try {
      if (Files.exists(root)) {
        for (Path old : everythingBelow(root).sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(old);
        }
      }
      return Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> everythingBelow(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.toList().stream();
    }
  }

  static Path folder(String name) {
    try {
      return Files.createDirectories(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs, consoles and screening logs of every run so far; the EMR's own are not ours. */
  static List<Path> traces() throws IOException {
    return everythingBelow(ROOT)
        .filter(Files::isRegularFile)
        .filter(file -> !file.toString().contains("/postgres/"))
        .filter(file -> !file.getFileName().toString().startsWith("emr-sim"))
        .filter(file -> file.toString().endsWith(".log") || file.toString().endsWith(".csv"))
        .sorted()
        .toList();
  }
}
