package org.trialward.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.trialward.benchmarks.report.Rounds;
import org.trialward.benchmarks.workload.RegistryWorkload;
import org.trialward.benchmarks.workload.SyntheticWorkload;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all commands share. */
final class Setting {
  private static final String HOME = "trialward.home";

  enum Kind {
    synthetic,
    registry
  }

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--trials",
      defaultValue = "65000",
      paramLabel = "N",
      description = "Trials in the index (default: ${DEFAULT-VALUE}).")
  int trials;

  @Option(
      names = "--patients",
      defaultValue = "200000",
      paramLabel = "M",
      description = "Patients in the index (default: ${DEFAULT-VALUE}).")
  int patients;

  @Option(
      names = "--asked",
      paramLabel = "K",
      description =
          "Of how many patients the trials are asked, or of how many trials the patients. Each command has its own default.")
  Optional<Integer> asked = Optional.empty();

  @Option(
      names = "--workload",
      defaultValue = "synthetic",
      paramLabel = "KIND",
      description =
          "synthetic, or registry: trials of ClinicalTrials.gov from ../shared/data; peers that do not know"
              + " their shapes are left out (default: ${DEFAULT-VALUE}).")
  Kind workload;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "R",
      description = "Rounds that count, after two to warm up (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description =
          "Of the synthetic workload; the same gives the same (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes all figures into this file, too.")
  Optional<Path> json = Optional.empty();

  @Option(
      names = "--floors",
      description = "Ends with 1 and names the ratio where one misses its floor.")
  boolean floors;

  /** Where the checkout is. */
  static Path home() {
    return Path.of(System.getProperty(HOME, "..")).toAbsolutePath().normalize();
  }

  /** What is measured on, or an exit with a line that says what to do. */
  Workload workload() throws IOException {
    demand(trials > 0 && patients > 0, "--trials and --patients: at least 1.");
    demand(rounds > 0, "--rounds: at least 1.");
    demand(asked.orElse(1) > 0, "--asked: at least 1.");
    Path parent =
        Optional.ofNullable(json.orElse(Path.of("")).toAbsolutePath().getParent())
            .orElse(Path.of("/"));
    demand(Files.isDirectory(parent), "--json: `%s` is no folder; make it.".formatted(parent));
    return switch (workload) {
      case synthetic -> new SyntheticWorkload(seed);
      case registry ->
          RegistryWorkload.in(
                  home().resolve("../shared/data"), RegistryWorkload.Status.ALL_RECRUITING, trials)
              .orElseThrow(
                  () -> new ParameterException(spec.commandLine(), RegistryWorkload.ABSENT));
    };
  }

  private void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  Rounds inRounds() {
    return Rounds.of(rounds);
  }

  int asked(int otherwise) {
    return asked.orElse(otherwise);
  }

  /** What goes on, for someone who waits. */
  void say(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** The command line, without what does not change a figure. */
  String typed(String command) {
    return "./trialward bench %s --trials %d --patients %d%s --workload %s --rounds %d --seed %d"
        .formatted(
            command,
            trials,
            patients,
            asked.map(" --asked %d"::formatted).orElse(""),
            workload,
            rounds,
            seed);
  }

  static List<Trial> trials(Workload workload, int count) {
    return IntStream.range(0, count).parallel().mapToObj(workload::trial).toList();
  }

  static List<PatientSnapshot> patients(Workload workload, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(number -> workload.patient(number).asOf(workload.asOf()))
        .toList();
  }
}
