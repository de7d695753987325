package org.trialward.fhir.intake;

import java.util.List;
import java.util.Set;

/** The FHIR resource types that hold facts. */
final class FactTypes {
  static final List<String> ALL =
      List.of(
          "Condition",
          "Observation",
          "MedicationRequest",
          "MedicationStatement",
          "MedicationAdministration",
          "Procedure",
          "AllergyIntolerance");

  /** Without these a chart is not a chart: what they hold would seem absent. */
  static final Set<String> EXPECTED =
      Set.of("Condition", "Observation", "MedicationRequest", "Procedure", "AllergyIntolerance");

  private FactTypes() {}

  /** Whether a change of this type concerns a chart. */
  static boolean concernsChart(String type) {
    return type.equals("Patient") || ALL.contains(type);
  }

  /**
   * The element that says whom it is about; also the name of the search parameter that every one
   * has.
   */
  static String subjectElement(String type) {
    return type.equals("AllergyIntolerance") ? "patient" : "subject";
  }
}
