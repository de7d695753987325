package org.trialward.rules.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.trialward.rules.trial.Trial;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads trial files strictly and reports every mistake at once. The format is docs/trial-file.md.
 *
 * <p>Bounded: a file larger than 1 MB, nested deeper than 50 levels or with YAML aliases is refused
 * before it is built; only what this program printed itself may be larger.
 */
public final class TrialReader {
  private static final String EMPTY_REMEDY = "Write a trial, see docs/trial-file.md";

  private TrialReader() {}

  /**
   * Every trial file at or below the path, in path order, and every shared file that they may refer
   * to; ids must differ between files. The shared files of a single trial file are those beside it.
   */
  public static TrialFolder readFolder(Path path) throws IOException {
    List<Path> files = filesBelow(path);
    VocabularyReading shared = new VocabularyReader().read(sharedFiles(path, files));
    List<TrialReading> readings = new ArrayList<>();
    shared.files().stream()
        .filter(file ->
            Files.isDirectory(path)
                || file.file().equals(path.toString())
                || !file.mistakes().isEmpty())
        .forEach(readings::add);
    Map<String, String> seen = new HashMap<>();
    for (Path file : files) {
      if (file.equals(path) ? !isShared(file) && !CaseReader.isCaseFile(file) : isTrialFile(file)) {
        readings.add(withUniqueId(read(file, shared.vocabulary()), seen));
      }
    }
    return new TrialFolder(shared.vocabulary(), readings);
  }

  /** What {@link #readFolder} read, without the vocabulary. */
  public static List<TrialReading> readAll(Path path) throws IOException {
    return readFolder(path).readings();
  }

  private static List<Path> filesBelow(Path path) throws IOException {
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !isBehindLinks(path.relativize(file)))
          .sorted()
          .toList();
    }
  }

  /** Kubernetes links what it mounts to a folder named {@code ..} and the time: read the links. */
  private static boolean isBehindLinks(Path within) {
    return StreamSupport.stream(within.spliterator(), false)
        .anyMatch(name -> name.toString().startsWith(".."));
  }

  private static List<Path> sharedFiles(Path path, List<Path> files) throws IOException {
    if (Files.isDirectory(path)) {
      return files.stream().filter(TrialReader::isShared).toList();
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> beside = Files.list(folder)) {
      return beside
          .filter(Files::isRegularFile)
          .filter(TrialReader::isShared)
          .map(file -> file.equals(path.toAbsolutePath()) ? path : file)
          .sorted()
          .toList();
    }
  }

  /** A trial over the names that come with the program. */
  public static TrialReading read(Path file) throws IOException {
    return read(file, Vocabulary.standard());
  }

  public static TrialReading read(Path file, Vocabulary vocabulary) throws IOException {
    return Files.size(file) > YamlText.LARGEST_FILE_BYTES
        ? tooLarge(file.toString())
        : read(file.toString(), Files.readAllBytes(file), vocabulary);
  }

  /**
   * Reads one file's content over the names that come with the program.
   *
   * @param name what the mistakes call the file
   */
  public static TrialReading read(String name, byte[] content) {
    return read(name, content, Vocabulary.standard());
  }

  /**
   * Reads one file's content.
   *
   * @param name what the mistakes call the file
   */
  public static TrialReading read(String name, byte[] content, Vocabulary vocabulary) {
    if (content.length > YamlText.LARGEST_FILE_BYTES) {
      return tooLarge(name);
    }
    Mistakes mistakes = new Mistakes(name);
    return reading(name, YamlText.read(content, EMPTY_REMEDY, mistakes), vocabulary, mistakes);
  }

  /**
   * Reads what {@link TrialWriter} printed, however large: a set may hold every code of an imported
   * value set. All names stand in the file, so that none outside of it can change what it says.
   *
   * @param name what the mistakes call it
   */
  public static TrialReading readPrinted(String name, byte[] content) {
    Mistakes mistakes = new Mistakes(name);
    return reading(
        name, YamlText.readPrinted(content, EMPTY_REMEDY, mistakes), Vocabulary.EMPTY, mistakes);
  }

  private static TrialReading reading(
      String name, Optional<Node> root, Vocabulary vocabulary, Mistakes mistakes) {
    Optional<Trial> trial = root.flatMap(new TrialGrammar(vocabulary, mistakes)::trial);
    return new TrialReading(name, mistakes.isEmpty() ? trial : Optional.empty(), mistakes.sorted());
  }

  private static TrialReading withUniqueId(TrialReading reading, Map<String, String> seen) {
    if (reading.trial().isEmpty()) {
      return reading;
    }
    String id = reading.trial().get().id().value();
    String earlier = seen.putIfAbsent(id, reading.file());
    if (earlier == null) {
      return reading;
    }
    Mistake twice =
        new Mistake(
            reading.file(),
            1,
            "the trial `%s` is already in %s".formatted(id, earlier),
            "Keep one file for each trial");
    return new TrialReading(reading.file(), Optional.empty(), List.of(twice));
  }

  private static TrialReading tooLarge(String name) {
    return new TrialReading(
        name,
        Optional.empty(),
        List.of(
            new Mistake(
                name,
                1,
                "the file is larger than 1 MB",
                "Keep one trial in one file, and value sets to the codes that matter")));
  }

  /** {@code *.cases.yaml} holds test patients. */
  private static boolean isTrialFile(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !CaseReader.isCaseFile(file)
        && !isShared(file);
  }

  private static boolean isShared(Path file) {
    return SharedFile.named(file.getFileName().toString()).isPresent();
  }
}
