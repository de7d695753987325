package org.trialward.fhir.intake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;

/**
 * Resources that name their patient by a record number instead of a reference (athenahealth does):
 * asks the EMR whose number it is. Each number once.
 */
final class LogicalSubjects {
  private final Emr emr;
  private final Map<String, Optional<String>> asked = new HashMap<>();

  LogicalSubjects(Emr emr) {
    this.emr = emr;
  }

  /**
   * Fills in the missing reference.
   *
   * @return whether it is known now whom the resource is about, or was before, or it is about
   *     nobody
   */
  boolean resolve(Resource resource) {
    Optional<Reference> subject = References.subjectElement(resource);
    if (subject.isEmpty() || References.text(subject.get()).isPresent()) {
      return true;
    }
    Optional<String> patient = token(subject.get().getIdentifier()).flatMap(this::patientOf);
    patient.ifPresent(subject.get()::setReference);
    return patient.isPresent();
  }

  private static Optional<String> token(Identifier identifier) {
    String value = Objects.toString(identifier.getValue(), "");
    String system = Objects.toString(identifier.getSystem(), "");
    return value.isBlank() || system.isBlank()
        ? Optional.empty()
        : Optional.of(encoded(system) + "%7C" + encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Optional<String> patientOf(String token) {
    Optional<String> known = asked.get(token);
    if (known == null) {
      known = ask(token);
      asked.put(token, known);
    }
    return known;
  }

  /** Of two patients with one number neither is taken. */
  private Optional<String> ask(String token) {
    try {
      List<String> patients =
          emr.search("Patient?identifier=" + token + "&_elements=id").stream()
              .filter(found -> found.fhirType().equals("Patient"))
              .map(References::of)
              .toList();
      return patients.size() == 1 ? Optional.of(patients.getFirst()) : Optional.empty();
    } catch (EmrException e) {
      if (e.isRetryable() || e.isStatus(401)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
