package org.trialward.workbench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.trialward.fhir.intake.PatientFiles;
import org.trialward.matcher.Amendment;
import org.trialward.rules.document.TrialFolder;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.settings.SiteClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code trialward compare}: what other versions of trials, or of the files that they share, change
 * for patients in files. Exit 0: compared; 1: something could not be read; 2: nothing to read.
 */
@Command(
    name = "compare",
    description =
        "Compares two versions of trial files over patients in files: who appears, who disappears,"
            + " whose reason changes.")
final class CompareCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "A trial file or a folder of them, as it is.")
  Path old;

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "A trial file or a folder of them, as it is to be.")
  Path young;

  @Option(
      names = "--patients",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "FHIR R4 bundles, NDJSON, .gz, .zip, or folders of them.")
  List<Path> patients;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The reference date, e.g. 2025-01-01 (default: today).")
  Optional<LocalDate> asOf = Optional.empty();

  @Option(
      names = "--zone",
      defaultValue = "UTC",
      paramLabel = "ZONE",
      description = "The site's time zone, e.g. America/New_York (default: ${DEFAULT-VALUE}).")
  ZoneId zone;

  @Override
  public Integer call() throws IOException {
    List<Path> missing =
        Stream.concat(Stream.of(old, young), patients.stream())
            .filter(path -> !Files.exists(path))
            .toList();
    missing.forEach(
        path -> spec.commandLine().getErr().printf("%s: no such file or folder.%n", path));
    if (!missing.isEmpty()) {
      return 2;
    }
    TrialFolder before = TrialReader.readFolder(old);
    TrialFolder after = TrialReader.readFolder(young);
    List<String> mistakes = new ArrayList<>(mistakes(old, before));
    mistakes.addAll(mistakes(young, after));
    if (!mistakes.isEmpty()) {
      mistakes.forEach(spec.commandLine().getErr()::println);
      spec.commandLine()
          .getErr()
          .println(
              "Correct this first: a trial that cannot be read would look as if it were gone.");
      return 1;
    }
    PatientFiles.Contents contents = new PatientFiles(zone).read(patients);
    compare(before, after, contents);
    contents.problems().forEach(spec.commandLine().getErr()::println);
    return contents.problems().isEmpty() ? 0 : 1;
  }

  private static List<String> mistakes(Path path, TrialFolder folder) {
    return folder.readings().isEmpty()
        ? List.of("%s: holds no .yaml file: name another path.".formatted(path))
        : folder.readings().stream()
            .flatMap(reading -> reading.mistakes().stream())
            .map(Object::toString)
            .toList();
  }

  private void compare(TrialFolder before, TrialFolder after, PatientFiles.Contents contents)
      throws IOException {
    LocalDate day = asOf.orElseGet(() -> SiteClock.today(zone));
    List<Trial> was = trials(before);
    List<Trial> is = trials(after);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d patients, as of %s%n", contents.charts().size(), day);
    var printer = new AmendmentPrinter(was, is, day, out);
    var translations = before.vocabulary().translations();
    try (var people = new ComparedPatients(contents.charts(), translations, day)) {
      List<Amendment> amendments = people.ask(view -> Amendment.of(view, was, is, day));
      amendments.forEach(printer::print);
      out.printf("%d trials ask otherwise%n", amendments.size());
      if (!translations.equals(after.vocabulary().translations())) {
        out.println("The site's codes are translated otherwise. With the new trials:");
        people
            .ask(view ->
                Amendment.retranslated(
                    view, is, people.translatedBy(after.vocabulary().translations()), day))
            .forEach(printer::printRetranslated);
      }
    }
  }

  private static List<Trial> trials(TrialFolder folder) {
    return folder.readings().stream().flatMap(reading -> reading.trial().stream()).toList();
  }
}
