package org.trialward.fhir.intake;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Verification;

/** FHIR's clinical and verification status of conditions and allergies, in our groups. */
final class Statuses {
  static final String DATA_ABSENT_REASON =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private static final String ENTERED_IN_ERROR = "entered-in-error";

  private Statuses() {}

  static boolean isEnteredInError(CodeableConcept verification) {
    return Stream.concat(
            Codes.values(verification).stream(), Codes.text(verification.getText()).stream())
        .anyMatch(said -> plain(said).replace(' ', '-').equals(ENTERED_IN_ERROR));
  }

  /**
   * What FHIR's own codings say, beside which registries write theirs; where there are none, the
   * others, else the text.
   */
  private static List<String> said(CodeableConcept status) {
    List<String> own =
        status.getCoding().stream()
            .filter(coding -> Codes.text(coding.getSystem()).filter(Statuses::isOwn).isPresent())
            .flatMap(coding -> Codes.text(coding.getCode()).stream())
            .toList();
    List<String> coded = own.isEmpty() ? Codes.values(status) : own;
    List<String> any = coded.isEmpty() ? Codes.text(status.getText()).stream().toList() : coded;
    return any.stream().map(Statuses::plain).toList();
  }

  /** Some write FHIR's codes with capitals. */
  private static String plain(String said) {
    return said.toLowerCase(Locale.ROOT);
  }

  private static boolean isOwn(String system) {
    return system.startsWith("http://terminology.hl7.org/")
        || system.startsWith("http://hl7.org/fhir/");
  }

  /** Codings that contradict each other say nothing. */
  static ClinicalStatus clinical(CodeableConcept status, Notes notes) {
    Set<ClinicalStatus> said =
        said(status).stream().map(Statuses::clinical).collect(Collectors.toSet());
    if (said.isEmpty()) {
      return ClinicalStatus.NOT_SAID;
    }
    if (said.size() == 1 && !said.contains(ClinicalStatus.NOT_SAID)) {
      return said.iterator().next();
    }
    notes.drop("clinicalStatus", "it is not one of FHIR's codes");
    return ClinicalStatus.NOT_SAID;
  }

  private static ClinicalStatus clinical(String code) {
    return switch (code) {
      case "active", "recurrence", "relapse" -> ClinicalStatus.ACTIVE;
      case "inactive", "remission", "resolved" -> ClinicalStatus.INACTIVE;
      default -> ClinicalStatus.NOT_SAID;
    };
  }

  /** The weakest of what the codings say; a code that FHIR does not have makes it unconfirmed. */
  static Verification verification(CodeableConcept status, Notes notes) {
    List<String> said = said(status);
    if (said.isEmpty() && status.hasExtension(DATA_ABSENT_REASON)) {
      notes.drop("verificationStatus", "it says why it is absent, taken as unconfirmed");
      return Verification.UNCONFIRMED;
    }
    if (said.contains("refuted")) {
      return Verification.REFUTED;
    }
    if (said.stream().allMatch("confirmed"::equals)) {
      return Verification.CONFIRMED;
    }
    if (said.stream().noneMatch(Set.of("unconfirmed", "provisional", "differential")::contains)) {
      notes.drop("verificationStatus", "it is not one of FHIR's codes, taken as unconfirmed");
    }
    return Verification.UNCONFIRMED;
  }
}
