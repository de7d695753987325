package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.trialward.rules.quantity.Code;

/** Codings to codes. */
final class Codes {

  /** HL7's OIDs of systems that also have a URI; HL7 terminology.hl7.org, "using code systems". */
  private static final Map<String, String> URI_OF_OID =
      Map.of(
          "urn:oid:2.16.840.1.113883.6.96", "http://snomed.info/sct",
          "urn:oid:2.16.840.1.113883.6.1", "http://loinc.org",
          "urn:oid:2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm",
          "urn:oid:2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm",
          "urn:oid:2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc",
          "urn:oid:2.16.840.1.113883.12.292", "http://hl7.org/fhir/sid/cvx");

  private Codes() {}

  /** Every coding that has a system and a code; the others are listed. */
  static List<Code> of(CodeableConcept concept, String what, Notes notes) {
    List<Code> codes = new ArrayList<>();
    for (Coding coding : concept.getCoding()) {
      Optional<String> system = text(coding.getSystem());
      Optional<String> value = text(coding.getCode());
      if (system.isPresent() && value.isPresent()) {
        codes.add(
            new Code(
                URI_OF_OID.getOrDefault(system.get(), system.get()),
                value.get(),
                text(coding.getDisplay()).orElse("")));
      } else if (value.isPresent()) {
        notes.drop(what, "a code without its code system");
      }
    }
    if (codes.isEmpty()) {
      notes.drop(what, "it has no code with a code system");
    }
    return codes;
  }

  /** The bare codes, for FHIR's own small vocabularies. */
  static List<String> values(CodeableConcept concept) {
    return concept.getCoding().stream()
        .flatMap(coding -> text(coding.getCode()).stream())
        .distinct()
        .toList();
  }

  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  private static Optional<String> text(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
