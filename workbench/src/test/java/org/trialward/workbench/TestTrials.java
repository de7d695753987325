package org.trialward.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trial files in few words. */
public final class TestTrials {
  private TestTrials() {}

  /** Has type 2 diabetes; a heart attack excludes. */
  public static final String DIABETES_WITHOUT_HEART_ATTACK =
      """
      codes:
        diabetes:
          snomed: {44054006: Type 2 diabetes}
        heart-attack:
          snomed: {22298006: Heart attack}
      criteria:
        - {id: diabetes, kind: inclusion, text: Has type 2 diabetes., when: {diagnosis: diabetes}}
        - {id: no-heart-attack, kind: exclusion, text: Had a heart attack., when: {diagnosis: {of: heart-attack, status: ever}}}
      """;

  /** The same and an HbA1c of at least 7 % in the last 90 days, which may not be known. */
  public static final String WITH_HBA1C =
      DIABETES_WITHOUT_HEART_ATTACK.replace(
              "codes:\n", "codes:\n  hba1c:\n    loinc: {4548-4: HbA1c}\n")
          + """
            - {id: hba1c, kind: inclusion, text: HbA1c of 7 % or more., when: {measurement: {of: hba1c, value: {at-least: 7 %}, within: 90 days}}}
          """;

  public static String text(String id, String version, String status, String rules) {
    return """
    trialward: 1
    id: %s
    version: "%s"
    title: A trial
    area: diabetes
    status: %s
    """
            .formatted(id, version, status)
        + rules;
  }

  public static Path write(Path folder, String id, String version, String status, String rules) {
    return write(folder.resolve(id + ".yaml"), text(id, version, status, rules));
  }

  public static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
