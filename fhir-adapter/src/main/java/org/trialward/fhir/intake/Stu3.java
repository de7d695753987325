package org.trialward.fhir.intake;

import com.fasterxml.jackson.databind.JsonNode;

/** Resources of FHIR STU3, which an R4 parser would read half of in silence. */
final class Stu3 {
  private Stu3() {}

  /** By elements that R4 renamed or gave another type. */
  static boolean looksLike(JsonNode resource) {
    return switch (resource.path("resourceType").asText()) {
      case "Condition", "AllergyIntolerance" ->
          resource.path("clinicalStatus").isTextual()
              || resource.path("verificationStatus").isTextual()
              || resource.has("assertedDate");
      case "MedicationStatement" -> resource.path("taken").isTextual();
      case "MedicationRequest", "MedicationAdministration" ->
          resource.path("context").isObject()
              && resource.has("requester")
              && resource.path("requester").has("agent");
      case "MedicationDispense" -> resource.path("notDone").isBoolean();
      case "Procedure" -> resource.path("notDone").isBoolean();
      case "Immunization" -> resource.path("notGiven").isBoolean();
      case "Observation" -> resource.path("comment").isTextual();
      case "Patient" -> resource.has("animal");
      default -> false;
    };
  }
}
