package org.trialward.fhir.intake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.trialward.fhir.emr.Versions;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;

/** Who a resource is about, and the short form {@code Type/id} of what it points to. */
final class References {
  private static final Pattern TYPE_AND_ID =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-_]{1,128})(?:/_history/[^/]*)?");

  /**
   * What most references are: worth a look before the pattern, which costs a hundred times that.
   */
  private static final String PATIENT = "Patient/";

  private static final int LONGEST_ID = 128;

  private References() {}

  /** Whether a logical id stands from here to the end: FHIR's form, and a little more. */
  static boolean isId(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (!mayStandInId(text.charAt(at))) {
        return false;
      }
    }
    return text.length() > from && text.length() - from <= LONGEST_ID;
  }

  private static boolean mayStandInId(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_';
  }

  static Source source(Resource resource) {
    return new Source(
        resource.fhirType(),
        Optional.ofNullable(resource.getIdElement().getIdPart()).orElse(""),
        Versions.of(resource));
  }

  /** {@code Type/id} of the resource itself. */
  static String of(Resource resource) {
    return source(resource).reference();
  }

  /** {@code Type/id} of a relative, absolute or versioned reference. */
  static Optional<String> relative(String reference) {
    if (reference.startsWith(PATIENT) && isId(reference, PATIENT.length())) {
      return Optional.of(reference);
    }
    Matcher m = TYPE_AND_ID.matcher(reference);
    return m.matches() ? Optional.of(m.group(1) + "/" + m.group(2)) : Optional.empty();
  }

  static Optional<PatientId> patient(String reference) {
    return relative(reference)
        .filter(relative -> relative.startsWith("Patient/"))
        .map(relative -> new PatientId(relative.substring("Patient/".length())));
  }

  /** The patient a resource is about. */
  static Optional<PatientId> patient(Resource resource) {
    return subject(resource).flatMap(References::patient);
  }

  /** The reference to whom it is about, as written; a patient is about itself. */
  static Optional<String> subject(Resource resource) {
    return resource instanceof Patient patient
        ? Optional.ofNullable(patient.getIdElement().getIdPart()).map(id -> "Patient/" + id)
        : subjectElement(resource).flatMap(References::text);
  }

  /** The element that says whom it is about; empty for a type that is about nobody. */
  static Optional<Reference> subjectElement(Resource resource) {
    return switch (resource) {
      case Condition condition -> Optional.of(condition.getSubject());
      case Observation observation -> Optional.of(observation.getSubject());
      case MedicationRequest request -> Optional.of(request.getSubject());
      case MedicationStatement statement -> Optional.of(statement.getSubject());
      case MedicationAdministration administration -> Optional.of(administration.getSubject());
      case MedicationDispense dispense -> Optional.of(dispense.getSubject());
      case Procedure procedure -> Optional.of(procedure.getSubject());
      case AllergyIntolerance allergy -> Optional.of(allergy.getPatient());
      case Immunization immunization -> Optional.of(immunization.getPatient());
      case Consent consent -> Optional.of(consent.getPatient());
      case ResearchSubject subject -> Optional.of(subject.getIndividual());
      case Encounter encounter -> Optional.of(encounter.getSubject());
      case DocumentReference document -> Optional.of(document.getSubject());
      default -> Optional.empty();
    };
  }

  /** {@code Type/id} of the medication or study that a fact refers to, where not contained. */
  static Optional<String> referred(Resource resource) {
    Type to =
        switch (resource) {
          case MedicationRequest request -> request.getMedication();
          case MedicationStatement statement -> statement.getMedication();
          case MedicationAdministration given -> given.getMedication();
          case MedicationDispense dispense -> dispense.getMedication();
          case ResearchSubject subject -> subject.getStudy();
          default -> null;
        };
    return to instanceof Reference reference
        ? text(reference).filter(text -> !text.startsWith("#")).flatMap(References::relative)
        : Optional.empty();
  }

  static Optional<String> text(Reference reference) {
    return Optional.ofNullable(reference.getReference()).filter(text -> !text.isBlank());
  }
}
