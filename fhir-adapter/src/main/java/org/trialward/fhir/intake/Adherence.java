package org.trialward.fhir.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/**
 * What somebody tells of whether the patient takes a medicine, beside the order: US Core's
 * extension, and R5's {@code MedicationStatement.adherence} where R4 carries it.
 *
 * @param asserted when it was told
 */
record Adherence(Said said, Optional<Interval> asserted) {
  enum Said {
    /** As directed or not. */
    TAKEN,
    /** Not, no longer, on hold, or nobody knows: the next day may differ. */
    UNCLEAR
  }

  /** End of the address of the extension. */
  private static final String ADDRESS = "adherence";

  private static final Set<String> PARTS = Set.of("medicationAdherence", "code");

  private static final String R5 = "http://hl7.org/fhir/CodeSystem/medication-statement-adherence";

  private static final Set<String> NOT_SAID =
      Set.of(
          "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
          "http://terminology.hl7.org/CodeSystem/data-absent-reason");

  /** The use as the order says it, and what is told beside it. */
  static MedicationUse of(
      DomainResource resource, MedicationUse ordered, Moments moments, Notes notes) {
    List<Adherence> told =
        resource.getExtension().stream()
            .filter(extension -> extension.hasUrl() && extension.getUrl().endsWith(ADDRESS))
            .flatMap(extension -> told(extension, moments, notes).stream())
            .toList();
    return told.isEmpty() ? ordered : latest(told).appliedTo(ordered);
  }

  private static Optional<Adherence> told(Extension extension, Moments moments, Notes notes) {
    Optional<Interval> asserted =
        extension.getExtensionsByUrl("dateAsserted").stream()
            .map(Extension::getValue)
            .filter(DateTimeType.class::isInstance)
            .flatMap(date -> moments.of((DateTimeType) date).stream())
            .findFirst();
    return extension.getExtension().stream()
        .filter(part -> PARTS.contains(part.getUrl()))
        .map(Extension::getValue)
        .filter(CodeableConcept.class::isInstance)
        .flatMap(concept -> said((CodeableConcept) concept, notes).stream())
        .findFirst()
        .map(said -> new Adherence(said, asserted));
  }

  /** Empty where it only says why nobody knows. */
  private static Optional<Said> said(CodeableConcept concept, Notes notes) {
    Set<Said> said =
        concept.getCoding().stream().flatMap(Adherence::said).collect(Collectors.toSet());
    boolean isNotSaid =
        concept.hasCoding() && concept.getCoding().stream().allMatch(Adherence::isNotSaid);
    if (isNotSaid) {
      return Optional.empty();
    }
    if (said.size() == 1) {
      return Optional.of(said.iterator().next());
    }
    notes.drop("medicationAdherence", "its code is not one that we know, taken as unclear");
    return Optional.of(Said.UNCLEAR);
  }

  private static String system(Coding coding) {
    return Codes.text(coding.getSystem()).map(SystemNames::uri).orElse("");
  }

  private static boolean isNotSaid(Coding coding) {
    return NOT_SAID.contains(system(coding));
  }

  private static Stream<Said> said(Coding coding) {
    String code = Codes.text(coding.getCode()).orElse("");
    String system = system(coding);
    if (!system.equals(CodeSystem.SNOMED.uri()) && !system.equals(R5)) {
      return Stream.empty();
    }
    return switch (code) {
      // SNOMED CT: complies; does not comply, which is US Core's "not as directed"; does not take.
      case "1156699004", "702565001" -> Stream.of(Said.TAKEN);
      case "715036001" -> Stream.of(Said.UNCLEAR);
      case "taking", "taking-as-directed", "taking-not-as-directed" -> Stream.of(Said.TAKEN);
      case "not-taking",
          "stopped",
          "stopped-as-directed",
          "stopped-not-as-directed",
          "on-hold",
          "on-hold-as-directed",
          "on-hold-not-as-directed",
          "unknown" ->
          Stream.of(Said.UNCLEAR);
      default -> Stream.empty();
    };
  }

  /** Where not all have a date, what they agree on. */
  private static Adherence latest(List<Adherence> told) {
    if (told.stream().allMatch(it -> it.asserted.isPresent())) {
      return told.stream()
          .max(Comparator.comparing(it -> it.asserted.orElseThrow().latest()))
          .orElseThrow();
    }
    return told.stream().map(Adherence::said).distinct().count() == 1
        ? new Adherence(told.getFirst().said, Optional.empty())
        : new Adherence(Said.UNCLEAR, Optional.empty());
  }

  /**
   * Who did not take it then may have taken it before and may take it today. An order that is over
   * says so itself.
   */
  private MedicationUse appliedTo(MedicationUse ordered) {
    return said == Said.UNCLEAR && ordered.status() == Status.ACTIVE
        ? new MedicationUse(
            ordered.codes(), Status.UNCLEAR, ordered.start(), ordered.end(), ordered.source())
        : ordered;
  }
}
