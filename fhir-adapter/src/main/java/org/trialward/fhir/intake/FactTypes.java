package org.trialward.fhir.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The FHIR resource types that hold facts. */
final class FactTypes {
  /** Read of an EMR where the site wants it, from files always. */
  static final String DISPENSE = "MedicationDispense";

  static final List<String> ALL =
      List.of(
          "Condition",
          "Observation",
          "MedicationRequest",
          "MedicationStatement",
          "MedicationAdministration",
          DISPENSE,
          "Procedure",
          "AllergyIntolerance",
          "Immunization",
          "ResearchSubject");

  /** Without these a chart is not a chart: what they hold would seem absent. */
  static final Set<String> EXPECTED =
      Set.of(
          "Condition",
          "Observation",
          "MedicationRequest",
          "Procedure",
          "AllergyIntolerance",
          "Immunization",
          "ResearchSubject");

  /** What the patient allows: no facts, but read with every chart and watched like them. */
  static final String CONSENT = "Consent";

  /** Refused, these leave the rest of a chart as it is; their silence is listed with it. */
  static final Set<String> MAY_BE_REFUSED =
      Set.of(DISPENSE, "Immunization", "ResearchSubject", "ResearchStudy", CONSENT);

  /** What facts refer to: read for their sake, by the element that refers to it. */
  static final Map<String, String> REFERRED =
      Map.of(
          "MedicationRequest",
          "medication",
          "MedicationStatement",
          "medication",
          "MedicationAdministration",
          "medication",
          DISPENSE,
          "medication",
          "ResearchSubject",
          "study");

  private FactTypes() {}

  /** Those of the types that are always read whose changes concern a chart. */
  static Stream<String> watched() {
    return Stream.of(Stream.of("Patient"), ALL.stream(), Stream.of(CONSENT))
        .flatMap(types -> types);
  }

  /** Whether it belongs to a chart, or a fact may refer to it. */
  static boolean isRead(String type) {
    return concernsChart(type) || type.equals("Medication") || type.equals("ResearchStudy");
  }

  /** Whether a change of this type concerns a chart, whatever the site reads besides. */
  static boolean concernsChart(String type) {
    return type.equals("Patient") || type.equals(CONSENT) || ALL.contains(type);
  }

  /**
   * The element that says whom it is about; also the name of the search parameter that every one
   * has.
   */
  static String subjectElement(String type) {
    return switch (type) {
      case "AllergyIntolerance", "Immunization", CONSENT -> "patient";
      case "ResearchSubject" -> "individual";
      default -> "subject";
    };
  }
}
