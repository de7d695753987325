package org.trialward.workbench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Handling;
import org.trialward.rules.document.Mistake;
import org.trialward.rules.document.RegistryCheck;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialReading;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.trials.RegistryFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code trialward check}: every mistake of every trial file at once. Exit 0: none; 1: some; 2:
 * nothing to check.
 */
@Command(
    name = "check",
    description = "Reads trial files and prints every mistake with file, line and remedy.")
final class CheckCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "A trial file or a folder of them.")
  Path path;

  @Option(
      names = "--registry",
      paramLabel = "FILE",
      description =
          "Registry records (NDJSON, API v2): proves that each sentence of the record is accounted for.")
  Optional<Path> registry = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.exists(path)) {
      spec.commandLine().getErr().printf("%s: no such file or folder.%n", path);
      return 2;
    }
    List<TrialReading> readings = TrialReader.readAll(path);
    if (readings.isEmpty()) {
      spec.commandLine().getErr().printf("%s: holds no .yaml file.%n", path);
      return 2;
    }
    List<Mistake> mistakes = new ArrayList<>();
    readings.forEach(reading -> mistakes.addAll(reading.mistakes()));
    if (registry.isPresent()) {
      mistakes.addAll(checkRegistry(readings, registry.get()));
    }
    readings.stream()
        .flatMap(reading -> reading.trial().stream())
        .forEach(
            trial -> out.printf("%s version %s: %s%n", trial.id(), trial.version(), share(trial)));
    mistakes.forEach(out::println);
    out.printf("%d files, %d mistakes%n", readings.size(), mistakes.size());
    return mistakes.isEmpty() ? 0 : 1;
  }

  private List<Mistake> checkRegistry(List<TrialReading> readings, Path registry)
      throws IOException {
    Set<String> ids =
        readings.stream()
            .flatMap(reading -> reading.trial().stream())
            .flatMap(trial -> trial.registry().stream())
            .map(RegistryReference::record)
            .collect(Collectors.toSet());
    Map<String, RegistryRecord> records = new RegistryFile(registry, Json.mapper()).find(ids);
    List<Mistake> mistakes = new ArrayList<>();
    for (TrialReading reading : readings) {
      if (reading.trial().isEmpty()) {
        continue;
      }
      Trial trial = reading.trial().get();
      Optional<RegistryRecord> record =
          trial.registry().map(RegistryReference::record).map(records::get);
      if (record.isPresent()) {
        mistakes.addAll(RegistryCheck.of(reading.file(), trial, record.get()));
      } else {
        mistakes.add(
            new Mistake(
                reading.file(),
                1,
                trial
                    .registry()
                    .map(r -> "the record `%s` is not in %s".formatted(r.record(), registry))
                    .orElse("no registry record is named"),
                "Name the record under `registry`, and give a file that holds it"));
      }
    }
    return mistakes;
  }

  private static String share(Trial trial) {
    Map<Handling, Long> counts = new EnumMap<>(Handling.class);
    trial.criteria().stream()
        .map(EligibilityCriterion::handling)
        .forEach(handling -> counts.merge(handling, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }
}
