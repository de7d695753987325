package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** A document with commands: its fenced blocks, each under the heading that it stands below. */
record Handbook(List<Block> blocks) {
  private static final String FENCE = "```";

  /**
   * @param kind the fence's language, e.g. {@code sh}
   */
  record Block(String heading, String kind, String text) {}

  static Handbook read(String file) {
    try {
      return of(Files.readAllLines(Image.ROOT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Handbook of(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        blocks.add(new Block(heading, line.substring(FENCE.length()), text));
        i = end;
      } else if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ ", "");
      }
    }
    return new Handbook(List.copyOf(blocks));
  }

  /** What is to be typed under this heading. */
  String commands(String heading) {
    return only(heading, "sh");
  }

  String yaml(String heading) {
    return only(heading, "yaml");
  }

  /** Headings with something to type. */
  List<String> headings() {
    return blocks.stream().filter(block -> block.kind().equals("sh")).map(Block::heading).toList();
  }

  private String only(String heading, String kind) {
    List<String> found =
        blocks.stream()
            .filter(block -> block.heading().equals(heading) && block.kind().equals(kind))
            .map(Block::text)
            .toList();
    assertThat(found).as("blocks of %s under `%s`", kind, heading).hasSize(1);
    return found.getFirst();
  }
}
