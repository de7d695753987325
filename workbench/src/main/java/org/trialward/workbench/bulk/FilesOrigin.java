package org.trialward.workbench.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.trialward.fhir.bulk.NdjsonFiles;
import org.trialward.workbench.settings.SiteClock;

/** Files that somebody brought: all of these patients, nothing of others. */
public final class FilesOrigin implements Origin {
  private final NdjsonFiles files;
  private final SiteClock clock;

  /**
   * These files.
   *
   * @throws IOException where there are none; says the remedy
   */
  public FilesOrigin(List<Path> paths, SiteClock clock) throws IOException {
    this.files = NdjsonFiles.of(paths);
    this.clock = clock;
  }

  @Override
  public String name() {
    return files.files().stream()
        .map(file -> file.toAbsolutePath().normalize() + ":" + file.toFile().length())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public Optional<Instant> since() {
    return Optional.empty();
  }

  @Override
  public Missing missing() {
    return Missing.KEPT;
  }

  /** Files do not say of when they are; what is read from the EMR from now on is newer. */
  @Override
  public Ready ready(String state, Consumer<String> remember) {
    Instant begun = state.isEmpty() ? clock.now() : Instant.parse(state);
    if (state.isEmpty()) {
      remember.accept(begun.toString());
    }
    return new Ready(files, begun, List.of(), true);
  }
}
