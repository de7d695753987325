package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFilesTest {
  @TempDir Path folder;

  private record Taken(String line, Place after, String where) {}

  private final List<String> problems = new ArrayList<>();

  private List<Taken> read(Place from) throws IOException {
    List<Taken> taken = new ArrayList<>();
    NdjsonFiles.of(List.of(folder))
        .read(
            from,
            (line, after, where) ->
                taken.add(new Taken(new String(line, UTF_8), after, where.words())),
            (where, what) -> problems.add(where + ": " + what));
    return taken;
  }

  private void zipped(String name, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  @Test
  void allFilesOfAFolderAreReadInAFixedOrderWhateverTheirNames() throws IOException {
    Files.writeString(folder.resolve("b.jsonl"), "3\n4");
    Files.writeString(folder.resolve("notes.txt"), "no");
    zipped("a.ndjson.gz", "1\n\n2\n");

    assertThat(read(Place.START)).extracting(Taken::line).containsExactly("1", "2", "3", "4");
    assertThat(problems).isEmpty();
  }

  @Test
  void everyPlaceLeadsToTheLinesAfterIt() throws IOException {
    Files.writeString(folder.resolve("b.ndjson"), "ü\r\n\nxy\nlast");
    zipped("c.ndjson.gz", "one\ntwo");
    List<Taken> all = read(Place.START);

    for (int i = 0; i < all.size(); i++) {
      assertThat(read(all.get(i).after()))
          .extracting(Taken::line)
          .isEqualTo(all.subList(i + 1, all.size()).stream().map(Taken::line).toList());
    }
    assertThat(all).hasSize(5);
  }

  @Test
  void aLineLongerThanTheBufferIsReadWhole() throws IOException {
    String line = "x".repeat(300_000);
    Files.writeString(folder.resolve("a.ndjson"), line + "\nshort\n");

    assertThat(read(Place.START)).extracting(Taken::line).containsExactly(line, "short");
  }

  @Test
  void aFileThatIsCutOffGivesWhatIsThereAndIsTold() throws IOException {
    zipped("a.ndjson.gz", "1\n".repeat(200_000));
    byte[] whole = Files.readAllBytes(folder.resolve("a.ndjson.gz"));
    Files.write(folder.resolve("a.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("b.ndjson"), "after");

    assertThat(read(Place.START)).last().extracting(Taken::line).isEqualTo("after");
    assertThat(problems).singleElement().asString().contains("a.ndjson.gz").contains("whole");
  }

  @Test
  void aPathWithoutFilesNamesTheRemedy() {
    assertThatThrownBy(() -> NdjsonFiles.of(List.of(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("name another path");
  }
}
