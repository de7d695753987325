package org.trialward.rules.ctml;

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
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialWriter;

/** Valid files, damaged at random: the reader never throws, and gives trials or mistakes. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
class CtmlReaderMutationsTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final List<byte[]> FILES = files();
  private static final String SIGNS = "\t\n :-?[]{},&*!|>'\"%@`#0<>=\\\0\u00e9";

  private static final String PLAIN_SIGNS = "\t :-?[]{},&*!|>'%@`#0<=\u00e9";
  private static final List<String> FIELDS =
      List.of(
          "age_numerical",
          "gender",
          "oncotree_primary_diagnosis",
          "tmb_numerical",
          "er_status",
          "hugo_symbol",
          "protein_change",
          "wildcard_protein_change",
          "variant_classification",
          "exon",
          "cnv_call",
          "variant_category",
          "fusion_partner_hugo_symbol",
          "wildtype",
          "mmr_status",
          "apobec_signature",
          "display_name",
          "''");
  private static final List<String> VALUES =
      List.of("", "ALK", "any_gene", "CNV", "Yes", "MSS", "p.R213*", "11", ">=18", "==150", "<0.5");
  private static final List<String> FRAMES =
      List.of("%s", "%s", "%s", "%s", "%s", "[%s, A]", "{%s: A}", "{%s}", "{'': %s}");

  private static List<byte[]> files() {
    try (var folder = Files.list(Path.of("src/test/resources/ctml"))) {
      List<byte[]> files = new ArrayList<>();
      for (Path file : folder.sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(seed = SEED, tries = 1000)
  void flippedBytes(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int times) {
    byte[] content = any(random);
    for (int i = 0; i < times; i++) {
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
    }
    check(content);
  }

  @Property(seed = SEED, tries = 1000)
  void insertedSigns(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int times) {
    var text = new StringBuilder(new String(any(random), StandardCharsets.UTF_8));
    for (int i = 0; i < times; i++) {
      text.insert(random.nextInt(text.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    check(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(seed = SEED, tries = 1000)
  void anyValueOfAField(@ForAll Random random, @ForAll @IntRange(min = 1, max = 3) int times) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      fields.add(FIELDS.get(random.nextInt(FIELDS.size())) + ": " + value(random));
    }
    String leaf = random.nextBoolean() ? "genomic" : "clinical";
    String text = "match: [{%s: {%s}}]".formatted(leaf, String.join(", ", fields));
    check(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String value(Random random) {
    var value = new StringBuilder(VALUES.get(random.nextInt(VALUES.size())));
    for (int i = random.nextInt(3); i > 0; i--) {
      value.insert(
          random.nextInt(value.length() + 1),
          PLAIN_SIGNS.charAt(random.nextInt(PLAIN_SIGNS.length())));
    }
    return FRAMES.get(random.nextInt(FRAMES.size())).formatted("\"" + value + "\"");
  }

  @Property(seed = SEED, tries = 1000)
  void cutOutPieces(@ForAll Random random, @ForAll @IntRange(min = 1, max = 3) int times) {
    var text = new StringBuilder(new String(any(random), StandardCharsets.UTF_8));
    for (int i = 0; i < times; i++) {
      int from = random.nextInt(text.length());
      text.delete(from, Math.min(text.length(), from + random.nextInt(20)));
    }
    check(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] any(Random random) {
    return FILES.get(random.nextInt(FILES.size())).clone();
  }

  private static void check(byte[] content) {
    CtmlImport read = CtmlReader.read("trial.yaml", content, CtmlTerms.NONE);
    assertThat(read.trials().isEmpty()).isEqualTo(!read.mistakes().isEmpty());
    assertThat(read.mistakes())
        .allMatch(m -> m.line() >= 1 && !m.what().isBlank() && !m.remedy().isBlank());
    assertThat(read.trials())
        .allSatisfy(one -> {
          byte[] printed = TrialWriter.print(one.trial()).getBytes(StandardCharsets.UTF_8);
          assertThat(TrialReader.read("printed.yaml", printed).mistakes())
              .as(new String(printed, StandardCharsets.UTF_8))
              .isEmpty();
        });
  }
}
