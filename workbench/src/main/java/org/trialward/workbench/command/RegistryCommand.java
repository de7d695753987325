package org.trialward.workbench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.trials.RegistryFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward registry}: the numbered sentences of a record, for authors of trial files. */
@Command(
    name = "registry",
    description = "Prints the numbered sentences of a registry record that trial files refer to.")
final class RegistryCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RECORDS",
      description = "Registry records (NDJSON, API v2; may be .gz).")
  Path file;

  @Parameters(index = "1", paramLabel = "ID", description = "The record, e.g. NCT01234567.")
  String id;

  @Override
  public Integer call() throws IOException {
    Optional<RegistryRecord> record =
        Optional.ofNullable(new RegistryFile(file, Json.mapper()).find(Set.of(id)).get(id));
    if (record.isEmpty()) {
      spec.commandLine().getErr().printf("%s: holds no record `%s`.%n", file, id);
      return 1;
    }
    record
        .get()
        .parts()
        .forEach((part, text) -> spec.commandLine().getOut().printf("%10s  %s%n", part, text));
    return 0;
  }
}
