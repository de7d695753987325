package org.trialward.workbench.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.json.Json;

class RegistryFileTest {
  static final String NCT1 =
      """
      {"protocolSection":{"identificationModule":{"nctId":"NCT1","briefTitle":"Größe ≥ 1"},\
      "eligibilityModule":{"eligibilityCriteria":"Inclusion Criteria:\\n\\n* Type 2 diabetes.\\n\\nExclusion Criteria:\\n\\n* No heart attack.",\
      "minimumAge":"18 Years","sex":"ALL"}}}\
      """;
  static final String NCT2 =
      """
      {"protocolSection":{"identificationModule":{"nctId":"NCT2","briefTitle":"Mentions NCT1"},\
      "eligibilityModule":{"eligibilityCriteria":"Women.","sex":"FEMALE"}}}\
      """;

  @TempDir Path folder;

  private Map<String, RegistryRecord> find(Path file, String... ids) throws IOException {
    return new RegistryFile(file, Json.mapper()).find(Set.of(ids));
  }

  private Path plain(String... lines) {
    return TestTrials.write(folder.resolve("records.ndjson"), String.join("\n", lines) + "\n");
  }

  @Test
  void recordsAreFoundByTheirOwnIdAndNotByAMention() throws IOException {
    assertThat(find(plain(NCT2, NCT1), "NCT1", "NCT3"))
        .containsOnlyKeys("NCT1")
        .hasEntrySatisfying(
            "NCT1",
            record -> {
              assertThat(record.title()).isEqualTo("Größe ≥ 1");
              assertThat(record.fields()).isEqualTo(Map.of("minimumAge", "18 Years"));
              assertThat(record.parts()).containsEntry("1", "Type 2 diabetes.");
            });
  }

  @Test
  void aGzippedFileReadsTheSame() throws IOException {
    Path file = folder.resolve("records.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((NCT1 + "\n" + NCT2 + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(find(file, "NCT1", "NCT2")).isEqualTo(find(plain(NCT1, NCT2), "NCT1", "NCT2"));
    assertThat(find(file, "NCT2").values())
        .extracting(RegistryRecord::fields)
        .containsExactly(Map.of("sex", "FEMALE"));
  }

  @Test
  void aBrokenLineIsNamedWithItsNumber() {
    Path file = plain(NCT2, "{\"NCT1\": oops");
    assertThatThrownBy(() -> find(file, "NCT1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("records.ndjson:2: not a study in JSON");
  }

  @Test
  void aMissingFileIsNamedWithItsRemedy() {
    assertThatThrownBy(() -> find(folder.resolve("nowhere.ndjson"), "NCT1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere.ndjson: no such file.");
  }

  @Test
  void aFileThatIsOnlyCalledGzIsNamedWithItsRemedy() {
    Path file = TestTrials.write(folder.resolve("records.gz"), NCT1);
    assertThatThrownBy(() -> find(file, "NCT1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("records.gz: cannot be read as gzip.");
  }
}
