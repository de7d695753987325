package org.trialward.workbench.population;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.rules.document.Translations;
import org.trialward.rules.quantity.Code;

/**
 * What all documents of the index were made by, beside the charts.
 *
 * @param translations fingerprint of what the site's own codes mean
 * @param rules fingerprint of the trials that said when a verdict may change by itself
 */
record IndexBasis(String translations, String rules) {
  static final IndexBasis NONE = new IndexBasis("", "");

  static IndexBasis of(Translations translations, String rules) {
    Stream<String> lines =
        Stream.concat(
            translations.same().entrySet().stream().map(e -> "same " + line(e)),
            translations.broader().entrySet().stream().map(e -> "broader " + line(e)));
    return new IndexBasis(fingerprint(lines.sorted().toList()), fingerprint(List.of(rules)));
  }

  private static String line(Map.Entry<Code, Set<Code>> entry) {
    return name(entry.getKey()) + entry.getValue().stream().map(IndexBasis::name).sorted().toList();
  }

  private static String name(Code code) {
    return code.system() + "|" + code.value();
  }

  private static String fingerprint(List<String> lines) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  IndexBasis withRules(String other) {
    return new IndexBasis(translations, other);
  }

  /** What cannot be read is nothing: then all is made again. */
  static IndexBasis read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 2 ? new IndexBasis(lines.getFirst(), lines.getLast()) : NONE;
    } catch (NoSuchFileException | CharacterCodingException nothingToGoBy) {
      return NONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole or not at all. */
  void write(Path file) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.write(draft, List.of(translations, rules));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
