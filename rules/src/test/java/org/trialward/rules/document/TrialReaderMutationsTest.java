package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Valid files, damaged at random: the reader never throws, and always says trial or mistakes. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
class TrialReaderMutationsTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final List<byte[]> FILES = files();
  private static final String SIGNS = "\t\n\r :-?[]{},&*!|>'\"%@`#0a\\\0\u00e9\ufeff\u2028";

  private static List<byte[]> files() {
    try (var folder = Files.list(Path.of("../demo/trials"))) {
      List<byte[]> files = new ArrayList<>();
      for (Path file : folder.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(seed = SEED, tries = 700)
  void flippedBytes(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int times) {
    byte[] content = any(random);
    for (int i = 0; i < times; i++) {
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
    }
    check(content);
  }

  @Property(seed = SEED, tries = 700)
  void insertedSigns(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int times) {
    var text = new StringBuilder(new String(any(random), StandardCharsets.UTF_8));
    for (int i = 0; i < times; i++) {
      text.insert(random.nextInt(text.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    check(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(seed = SEED, tries = 700)
  void deletedDoubledAndSwappedLines(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int times) {
    List<String> lines =
        new ArrayList<>(new String(any(random), StandardCharsets.UTF_8).lines().toList());
    for (int i = 0; i < times; i++) {
      int line = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.remove(line);
        case 1 -> lines.add(line, lines.get(random.nextInt(lines.size())));
        case 2 -> lines.set(line, lines.get(line).stripLeading());
        default -> lines.set(line, "  " + lines.get(line));
      }
    }
    check(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] any(Random random) {
    return FILES.get(random.nextInt(FILES.size())).clone();
  }

  private static void check(byte[] content) {
    long start = System.nanoTime();
    TrialReading reading = TrialReader.read("trial.yaml", content);
    assertThat(reading.trial().isPresent()).isEqualTo(reading.mistakes().isEmpty());
    assertThat(reading.mistakes())
        .allMatch(m -> m.line() >= 1 && !m.what().isBlank() && !m.remedy().isBlank());
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(5_000_000_000L);
  }
}
