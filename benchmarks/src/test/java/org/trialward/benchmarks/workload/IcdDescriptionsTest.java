package org.trialward.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.rules.quantity.Code;

class IcdDescriptionsTest {
  private final IcdDescriptions icd;

  IcdDescriptionsTest() throws IOException {
    icd = IcdDescriptions.read(SmallRegistry.ICD);
  }

  @Test
  void aCategoryWhoseCodesAreAllFoundIsWrittenAsOne() {
    assertThat(found("Type 2 diabetes mellitus")).containsExactly("E11*", "O24.111");
  }

  @Test
  void aPartOfACategoryIsWrittenAsItsCodes() {
    assertThat(found("Diabetes mellitus with kidney disease")).containsExactly("E11.22");
  }

  @Test
  void aCodeThatIsACategoryIsWrittenAsItIs() {
    assertThat(found("Hypertension")).containsExactly("I10");
  }

  @Test
  void aDescriptionNeedsAllWords() {
    assertThat(found("Asthma")).containsExactly("J45*");
    assertThat(found("Asthma of the femur")).isEmpty();
    assertThat(found("Disease")).isEmpty();
  }

  @Test
  void theHistoryOfRelativesIsNoDiagnosis() {
    assertThat(icd.byCategory().keySet()).doesNotContain("Z83").contains("E11", "S72");
  }

  @Test
  void aLineWithoutADescriptionIsNamed(@TempDir Path folder) throws IOException {
    Path table = Files.writeString(folder.resolve("icd.tsv"), "I10\tHypertension\nE119\n");
    assertThatThrownBy(() -> IcdDescriptions.read(table))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("icd.tsv:2")
        .hasMessageContaining("Give the table");
  }

  private List<String> found(String term) {
    return icd.withAll(TermWords.of(term)).stream().map(Code::value).toList();
  }
}
