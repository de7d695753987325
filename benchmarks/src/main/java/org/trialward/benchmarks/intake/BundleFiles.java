package org.trialward.benchmarks.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Bundles of one patient each to read.
 *
 * @param source where they come from, for the report
 */
public record BundleFiles(String source, List<Path> files) {
  private static final String SYNTHEA = "shared/data/synthea-us-core.tar.xz";
  private static final String DEMO = "demo/patients/patients.zip";

  public BundleFiles {
    files = List.copyOf(files);
  }

  /**
   * Synthea's patients beside the checkout, where they are there; else those of the demo.
   *
   * @param root of the checkout
   * @param into an empty folder
   */
  public static BundleFiles unpacked(Path root, Path into)
      throws IOException, InterruptedException {
    Path archive = root.resolve("..").resolve(SYNTHEA);
    if (Files.exists(archive)) {
      untar(archive, into);
      return new BundleFiles(SYNTHEA, patients(into));
    }
    unzip(root.resolve(DEMO), into);
    return new BundleFiles(DEMO, patients(into));
  }

  public long bytes() throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static void untar(Path archive, Path into) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", into.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(
          "`tar -xJf %s` ended with %d: install tar and xz.".formatted(archive, exit));
    }
  }

  private static void unzip(Path archive, Path into) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().map(e -> (ZipEntry) e).toList()) {
        Path name = Path.of(entry.getName()).getFileName();
        if (name != null && !entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, into.resolve(name));
          }
        }
      }
    }
  }

  private static List<Path> patients(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(f -> f.toString().endsWith(".json")).sorted().toList();
      List<Path> ofPatients = new ArrayList<>();
      for (Path file : files) {
        // Synthea also writes one file of hospitals and one of practitioners.
        if (!file.toString().contains("Information")) {
          ofPatients.add(file);
        }
      }
      return ofPatients;
    }
  }
}
