package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecimensTest {
  private static final String NOT_THE_PATIENTS =
      "SPM-11: the specimen is a control, a pool or a donor's, not the patient's";

  private static final String ORDER = "OBR|1||F1^LAB|718-7^Hemoglobin^LN|||202611210800";
  private static final String OTHER_ORDER = "OBR|2||F2^LAB|4548-4^HbA1c^LN|||202611210800";
  private static final String RESULT = "OBX|1|NM|718-7^Hemoglobin^LN||13.2|g/dL|||||F";
  private static final String OTHER_RESULT = "OBX|1|NM|4548-4^HbA1c^LN||7.2|%|||||F";

  private static List<String> codes(String type, String... segments) {
    return Messages.facts(type, all(segments)).stream()
        .map(fact -> fact.codes().getFirst().value())
        .toList();
  }

  private static String[] all(String... segments) {
    return Stream.concat(Stream.of(Messages.PID), Stream.of(segments)).toArray(String[]::new);
  }

  private static String specimen(String type, String role) {
    return "SPM|1|S1^LAB||%s|||||||%s".formatted(type, role);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B^Blind sample^HL70369",
        "C^Calibrator^HL70369",
        "E",
        "F",
        "L^Pool^HL70369",
        "O",
        "Q^Control specimen^HL70369",
        "V",
        "D^Donor^L",
        "^living donor",
        "P^Patient^HL70369~Q^Control specimen^HL70369",
      })
  void aResultOfAControlAPoolOrADonorIsNotThePatientsAndListed(String role) {
    String[] message = {ORDER, RESULT, specimen("BLD^Whole blood^HL70487", role)};
    assertThat(codes("ORU^R01", message)).isEmpty();
    assertThat(Messages.notes(Messages.read("ORU^R01", all(message))))
        .containsExactly(NOT_THE_PATIENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P^Patient^HL70369",
        "G^Group^HL70369",
        "H^Historical^HL70369",
        "R^Replicate of patient sample^HL70369",
        "C^Clinical^99LAB",
      })
  void aResultOfThePatientsSpecimenIsThePatients(String role) {
    String[] message = {ORDER, RESULT, specimen("BLD^Whole blood^HL70487", role)};
    assertThat(codes("ORU^R01", message)).containsExactly("718-7");
    assertThat(Messages.notes(Messages.read("ORU^R01", all(message)))).isEmpty();
  }

  @Test
  void aDonorMayStandInTheTypeOfTheSpecimenOrInTheSourceOfOldVersions() {
    assertThat(codes("ORU^R01", ORDER, RESULT, specimen("DBLD^Blood, donor^L", ""))).isEmpty();
    assertThat(codes("ORU^R01", ORDER + "||||||||Q&Control&HL70369", RESULT))
        .as("OBR-15 begins with the material")
        .containsExactly("718-7");
    assertThat(codes("ORU^R01", ORDER + "||||||||BLD^^^^^^Q&Control&HL70369", RESULT)).isEmpty();
    assertThat(codes("ORU^R01", ORDER + "||||||||BLD&Donor blood", RESULT)).isEmpty();
  }

  @Test
  void itSaysNothingOfTheOtherOrders() {
    assertThat(
            codes(
                "ORU^R01",
                "ORC|RE",
                ORDER,
                RESULT,
                specimen("BLD", "Q"),
                "ORC|RE",
                OTHER_ORDER,
                OTHER_RESULT,
                specimen("BLD", "P")))
        .containsExactly("4548-4");
    assertThat(codes("ORU^R01", ORDER, RESULT, OTHER_ORDER, OTHER_RESULT, specimen("BLD", "Q")))
        .containsExactly("718-7");
    assertThat(codes("ORU^R01", ORDER + "||||||||BLD^^^^^^Q", OTHER_ORDER, OTHER_RESULT))
        .containsExactly("4548-4");
    assertThat(codes("ORU^R01", OTHER_RESULT, ORDER, RESULT, specimen("BLD", "Q")))
        .as("an observation of the patient before any order")
        .containsExactly("4548-4");
  }

  @Test
  void whereTheSpecimenComesFirstItIsThatOfTheOrdersBehindIt() {
    assertThat(
            codes(
                "OUL^R22",
                specimen("BLD", "Q"),
                ORDER,
                "ORC|SC",
                RESULT,
                ORDER.replace("F1", "F3"),
                RESULT,
                specimen("BLD", "P"),
                OTHER_ORDER,
                "ORC|SC",
                OTHER_RESULT))
        .containsExactly("4548-4");
    assertThat(
            codes(
                "OUL^R24",
                ORDER,
                "ORC|SC",
                RESULT,
                specimen("BLD", "P"),
                OTHER_ORDER,
                "ORC|SC",
                OTHER_RESULT,
                specimen("BLD", "Q")))
        .containsExactly("718-7");
  }

  @Test
  void anotherPatientInTheMessageHasSpecimensOfTheirOwn() {
    assertThat(
            codes(
                "ORU^R01",
                ORDER,
                RESULT,
                Messages.PID.replace("4711", "4712"),
                OTHER_ORDER,
                OTHER_RESULT,
                specimen("BLD", "Q")))
        .containsExactly("718-7");
  }

  @Test
  void theSourceCountsAlsoWhereTheOrdersControlStandsBehindIt() {
    assertThat(codes("OUL^R24", ORDER + "||||||||Blood&donor", "ORC|RE|P1|F1", RESULT)).isEmpty();
    assertThat(codes("ORU^R01", "ORC|RE|P1|F1", ORDER, RESULT)).containsExactly("718-7");
  }
}
