package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures, on demand ({@code ./trialward bench container}): the image beside the same jar neither
 * extracted nor with an AOT cache, on the same run-time in containers with the same limits, turn by
 * turn. Both must end with the same candidates. The kernel that counts must be this machine's.
 */
class StartAndMemory {
  private static final int PATIENTS = 54;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Path FIGURES = Path.of("target", "container-figures.json");
  private static final String FOUND =
      "select trial || ' ' || patient || ' ' || state || ' ' || outcome from candidate order by 1";

  @Test
  void theImageBesideThePlainJar() throws Exception {
    int rounds = Integer.parseInt(System.getenv().getOrDefault("TRIALWARD_ROUNDS", "3"));
    Comparison measured = new Comparison();
    List<String> expected = List.of();
    try (Site site = Site.open("measured")) {
      site.emr().admitAll(Image.ROOT.resolve("demo/patients/patients.zip"));
      for (int i = 0; i < rounds; i++) {
        for (boolean plain : new boolean[] {false, true}) {
          site.change("drop schema public cascade; create schema public");
          (plain ? measured.plainJar() : measured.image()).add(round(site, plain));
          List<String> found = site.ask(FOUND);
          assertThat(found).isNotEmpty();
          expected = expected.isEmpty() ? found : expected;
          assertThat(found).as("the same candidates, whatever the form").isEqualTo(expected);
          site.stopWorkbenches();
        }
      }
      System.out.printf(
          "%n%s%n%d candidates in each of %d rounds, the same in both.%n%s%n",
          measured, expected.size(), rounds, weights(site));
    }
    Files.writeString(FIGURES, new JsonMapper().writeValueAsString(measured));
  }

  private static Comparison.Round round(Site site, boolean plain) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Workbench workbench = site.workbench().withDemo();
    if (plain) {
      workbench.asPlainJar();
    }
    workbench.starting();
    Instant started =
        Instant.parse(
            String.valueOf(workbench.getCurrentContainerInfo().getState().getStartedAt()));
    await("ready").pollInterval(LOOK).atMost(Site.GENEROUS).until(workbench::isReady);
    Duration toReady = Duration.between(started, Instant.now());
    Consumption ready = workbench.consumption();
    await("matched").pollInterval(LOOK).atMost(Site.GENEROUS).until(() -> isMatched(site));
    return new Comparison.Round(
        load, toReady, ready, Duration.between(started, Instant.now()), workbench.consumption());
  }

  private static boolean isMatched(Site site) {
    return site.count("select count(*) from chart") == PATIENTS
        && site.count("select count(*) from inbox where state <> 'DONE'") == 0;
  }

  /** What is in the image, seen through a process that runs in it. */
  private static String weights(Site site) {
    Workbench workbench = site.workbench().starting();
    Path root = Path.of("/proc/%d/root".formatted(workbench.pid()));
    var lines = new StringBuilder("%n%-46s %12s%n".formatted("in the image", "MB"));
    weigh(lines, "Java run-time", root.resolve("opt/jre"), "");
    weigh(lines, "application and its libraries (jars)", root.resolve("app"), ".jar");
    weigh(lines, "AOT cache", root.resolve("app"), ".aot");
    weigh(lines, "shared libraries of the system", root.resolve("lib"), "");
    lines.append(
        String.format(Locale.ROOT, "%-46s %12.0f%n", "the image", Image.bytes() / 1_000_000.0));
    return lines.toString();
  }

  private static void weigh(StringBuilder lines, String what, Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().endsWith(ending))
              .mapToLong(StartAndMemory::size)
              .sum();
      lines.append(String.format(Locale.ROOT, "%-46s %12.0f%n", what, bytes / 1_000_000.0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
