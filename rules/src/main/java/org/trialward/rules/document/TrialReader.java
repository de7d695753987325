package org.trialward.rules.document;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.trial.Trial;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads trial files strictly and reports every mistake at once. The format is docs/trial-file.md.
 *
 * <p>Bounded: a file larger than 1 MB, nested deeper than 50 levels or with YAML aliases is refused
 * before it is built.
 */
public final class TrialReader {
  private static final int LARGEST_FILE_BYTES = 1 << 20;
  private static final int DEEPEST_NESTING = 50;

  private TrialReader() {}

  /**
   * Every {@code .yaml} or {@code .yml} file at or below the path, in path order; ids must differ
   * between files.
   */
  public static List<TrialReading> readAll(Path path) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> file.equals(path) || isTrialFile(file))
              .sorted()
              .toList();
    }
    List<TrialReading> readings = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (Path file : files) {
      readings.add(withUniqueId(read(file), seen));
    }
    return readings;
  }

  public static TrialReading read(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE_BYTES) {
      return tooLarge(file.toString());
    }
    return read(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Reads one file's content.
   *
   * @param name what the mistakes call the file
   */
  public static TrialReading read(String name, byte[] content) {
    if (content.length > LARGEST_FILE_BYTES) {
      return tooLarge(name);
    }
    Mistakes mistakes = new Mistakes(name);
    Optional<Trial> trial =
        parse(content, mistakes).flatMap(root -> new TrialGrammar(mistakes).trial(root));
    return new TrialReading(name, mistakes.isEmpty() ? trial : Optional.empty(), mistakes.sorted());
  }

  private static Optional<Node> parse(byte[] content, Mistakes mistakes) {
    Optional<String> text = decode(content, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEEPEST_NESTING);
    options.setCodePointLimit(LARGEST_FILE_BYTES);
    try {
      Optional<Node> root =
          Optional.ofNullable(new Yaml(options).compose(new StringReader(text.get())));
      if (root.isEmpty()) {
        mistakes.add(1, "the file is empty", "Write a trial, see docs/trial-file.md");
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      mistakes.add(
          line,
          "not readable as YAML: " + Mistakes.shortened(String.valueOf(e.getProblem())),
          "Check indentation, quotes and colons near this line");
    } catch (YAMLException | NumberFormatException e) {
      // SnakeYAML answers an escape such as "\\UFFFFFFFF" with a NumberFormatException.
      mistakes.add(
          1,
          "not readable as YAML: " + Mistakes.shortened(String.valueOf(e.getMessage())),
          "Write it without aliases (`*name`), at most %d levels deep and in printable characters"
              .formatted(DEEPEST_NESTING));
    }
    return Optional.empty();
  }

  private static Optional<String> decode(byte[] content, Mistakes mistakes) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < bytes.position() && i < content.length; i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      mistakes.add(line, "not UTF-8", "Save the file as UTF-8");
      return Optional.empty();
    }
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

  private static boolean isTrialFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }
}
