package org.trialward.workbench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Looks, before anything is opened, whether the configuration is complete. In a container ({@code
 * trialward.container}) nothing may be left to a default that only suits a first run on a desk.
 */
public final class StartCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final String URL = "trialward.database.url";
  private static final String PASSWORD = "trialward.database.password";

  private final InstantSource clock;

  public StartCheck(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Environment settings = context.getEnvironment();
    List<String> missing = missing(settings);
    if (!missing.isEmpty()) {
      throw new Incomplete(missing);
    }
    String url = settings.getProperty(URL, "");
    if (!url.isBlank()) {
      new DatabaseCheck(
              url,
              settings.getProperty("trialward.database.user", "trialward"),
              settings.getProperty(PASSWORD, ""),
              clock)
          .awaitAnswer();
    }
  }

  static List<String> missing(Environment settings) {
    List<String> missing = new ArrayList<>();
    boolean container = settings.getProperty("trialward.container", Boolean.class, false);
    if (container && settings.getProperty(URL, "").isBlank()) {
      missing.add(
          URL
              + " is not set: name the PostgreSQL, e.g. TRIALWARD_DATABASE_URL=jdbc:postgresql://database:5432/trialward.");
    }
    if (container && settings.getProperty(PASSWORD, "").isBlank()) {
      missing.add(
          PASSWORD
              + " is not set: mount the secret as the file /run/secrets/trialward/trialward.database.password. There is no default.");
    }
    Path trials = Path.of(settings.getProperty("trialward.trials.path", "trials"));
    if (container && !hasTrials(trials)) {
      missing.add(
          "trialward.trials.path: there is no trial file (*.yaml) in %s. Mount the folder of trial files there, read-only."
              .formatted(trials));
    }
    Path data = Path.of(settings.getProperty("trialward.data-dir", "var"));
    if (!isWritable(data)) {
      missing.add(
          "trialward.data-dir: %s cannot be written to or is full. Mount a volume there that user 10001 may write to and that has space."
              .formatted(data));
    }
    return missing;
  }

  private static boolean hasTrials(Path path) {
    if (Files.isRegularFile(path)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.anyMatch(file -> file.toString().endsWith(".yaml"));
    } catch (IOException e) {
      return false; // Not there, or not ours to read: said with the remedy.
    }
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "probe", ".tmp");
      try {
        Files.write(probe, new byte[4096]);
      } finally {
        Files.delete(probe);
      }
      return true;
    } catch (IOException e) {
      return false; // Said with the remedy.
    }
  }
}
