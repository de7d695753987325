package org.trialward.ctms.redcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  private static final List<String> OURS = List.of("tm_status", "tm_open");

  @Test
  void aValidationLineKeepsFieldAndKindButNotRecordAndValue() {
    assertThat(
            ErrorText.harmless(
                "\"TM-17\",\"tm_status\",\"Mustermann, 1961\",\"The value is not a valid category for tm_status\"",
                OURS))
        .contains("tm_status", "not a valid category")
        .doesNotContain("TM-17", "Mustermann", "1961");
  }

  @Test
  void severalValidationLinesAreAllCut() {
    assertThat(
            ErrorText.harmless(
                "\"TM-1\",\"tm_status\",\"abc\",\"invalid value\"\n\"TM-2\",\"tm_open\",\"def\",\"invalid value\"",
                OURS))
        .doesNotContain("TM-1", "abc", "TM-2", "def")
        .contains("tm_status", "tm_open");
  }

  @Test
  void aSentenceKeepsItsWordsAndOurNames() {
    assertThat(
            ErrorText.harmless(
                "The following fields were not found in the project as real data fields: tm_open, mustermann_born_1961",
                OURS))
        .contains("fields were not found in the project", "tm_open")
        .doesNotContain("mustermann");
  }

  @Test
  void aValueWithQuotesInItIsCut() {
    assertThat(ErrorText.harmless("\"1\",\"tm_open\",\"say \"\"Hans\"\" K.\",\"invalid\"", OURS))
        .doesNotContain("Hans");
  }

  @Test
  void markupAndLengthAreCut() {
    assertThat(ErrorText.harmless("<b title='Hans'>invalid</b> ".repeat(200), OURS))
        .doesNotContain("Hans", "<")
        .hasSizeLessThan(250);
  }
}
