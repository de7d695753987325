package org.trialward.workbench.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code cds-validator} of npm, which knows the rules from before 1.0. */
final class CdsValidator {
  private static final Path NPM = Path.of("target", "npm-cds").toAbsolutePath();
  private static final String PACKAGE = "cds-validator@0.3.0";

  private CdsValidator() {}

  /** Fetches it where it is not there yet. */
  static boolean isThere() throws IOException, InterruptedException {
    Path validator = NPM.resolve("node_modules/cds-validator");
    if (Files.exists(validator)) {
      return true;
    }
    Files.createDirectories(NPM);
    try {
      Process npm =
          new ProcessBuilder("npm", "install", "--silent", "--prefix", NPM.toString(), PACKAGE)
              .redirectErrorStream(true)
              .redirectOutput(NPM.resolve("npm.log").toFile())
              .start();
      return npm.waitFor() == 0 && Files.exists(validator);
    } catch (IOException noNpm) {
      return false;
    }
  }

  /**
   * What it has against it.
   *
   * @param kind {@code Card} or {@code DiscoveryResponse}
   */
  static List<String> objections(String kind, String json)
      throws IOException, InterruptedException {
    Path script = NPM.resolve("validate.js");
    Files.copy(
        Path.of("src/test/resources/cds/validate.js"), script, StandardCopyOption.REPLACE_EXISTING);
    Path file = Files.writeString(Files.createTempFile(NPM, "cds", ".json"), json);
    Process node =
        new ProcessBuilder("node", script.toString(), kind, file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines = new String(node.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (node.waitFor() != 0) {
      throw new IOException("cds-validator did not run: " + lines);
    }
    return lines;
  }
}
