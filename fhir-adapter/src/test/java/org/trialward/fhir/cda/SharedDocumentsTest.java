package org.trialward.fhir.cda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.SharedData;
import org.trialward.fhir.cda.DocumentReading.Read;
import org.trialward.fhir.cda.DocumentReading.Refused;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.rules.patient.Fact;

/** Published C-CDA samples: what each gives, counted by kind. */
class SharedDocumentsTest {
  private static String line(Path file, String authority) {
    var profile =
        new FeedProfile(
            "ccda",
            ZoneId.of("America/New_York"),
            StandardCharsets.UTF_8,
            authority,
            "MR",
            OwnSystems.NONE,
            Map.of(),
            Set.of());
    return file.getFileName().toString().replaceFirst("(-C-CDAR2\\.1)?\\.ccda$", "")
        + ": "
        + switch (new DocumentReader(profile).read(bytes(file))) {
          case Refused _ -> "refused";
          case Read(var contents, _) ->
              "%s, %d not used"
                  .formatted(
                      contents.facts().stream()
                          .collect(
                              Collectors.groupingBy(
                                  (Fact fact) -> fact.getClass().getSimpleName(),
                                  TreeMap::new,
                                  Collectors.counting())),
                      contents.unusable().size());
        };
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path folder, String authority) throws IOException {
    Path there = SharedData.unpacked("ccda-dev.tar.xz", folder).resolve("ccda-dev");
    try (var files = Files.list(there)) {
      List<String> lines = files.sorted().map(file -> line(file, authority)).toList();
      lines.forEach(System.out::println);
      return lines;
    }
  }

  @Test
  void whereTheSocialSecurityNumberIsTheRecordNumberAllAreRead(@TempDir Path folder)
      throws IOException {
    assertThat(lines(folder, RecordTarget.SOCIAL_SECURITY))
        .containsExactly(
            "170.314B2_Amb_CCD: {Allergy=2, Diagnosis=3, Immunization=1, Measurement=10, MedicationUse=1}, 2 not used",
            "CCD-Parent-Document-Replace: {Allergy=1, Diagnosis=1, Immunization=1, Measurement=2, MedicationUse=2, PerformedProcedure=1}, 1 not used",
            "CDA_with_Embedded_PDF: {}, 1 not used",
            "Consult-Document-Closing-Referral: {}, 0 not used",
            "Diagnostic_Imaging_Report: {}, 4 not used",
            "History_and_Physical: {Allergy=3, Diagnosis=2, Immunization=4, Measurement=12, MedicationUse=1, PerformedProcedure=3}, 5 not used",
            "PROBLEMS_in_Empty_C-CDA_2.1: {Allergy=1, Diagnosis=2, Immunization=1, Measurement=2, MedicationUse=2, PerformedProcedure=1}, 1 not used",
            "Patient-and-Provider-Organization-Direct-Address: {}, 0 not used",
            "Progress_Note: {Allergy=2, Diagnosis=3, Measurement=14, MedicationUse=2}, 2 not used",
            "Transfer_Summary: {Allergy=2, Diagnosis=5, Immunization=5, Measurement=24, MedicationUse=2, PerformedProcedure=4}, 15 not used",
            "Unstructured_Document_reference: {}, 1 not used");
  }

  @Test
  void elseThoseThatHaveNoOtherAreRefused(@TempDir Path folder) throws IOException {
    assertThat(lines(folder, ""))
        .filteredOn(line -> line.endsWith("refused"))
        .containsExactly(
            "CCD-Parent-Document-Replace: refused",
            "Consult-Document-Closing-Referral: refused",
            "PROBLEMS_in_Empty_C-CDA_2.1: refused",
            "Transfer_Summary: refused",
            "Unstructured_Document_reference: refused");
  }
}
