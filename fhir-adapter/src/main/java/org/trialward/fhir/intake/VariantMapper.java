package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.GeneVariant.Finding;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/**
 * mCODE's Genomic Variant, of STU 1 the Cancer Genetic Variant, and the variant of HL7's Genomics
 * Reporting: an Observation with LOINC 69548-6.
 */
final class VariantMapper {
  private static final String LOINC = CodeSystem.LOINC.uri();
  private static final String SNOMED = CodeSystem.SNOMED.uri();

  /** Genetic variant assessment. */
  private static final String ASSESSMENT = "69548-6";

  private static final Set<String> ASSESSMENTS = Set.of(ASSESSMENT);

  /** Gene studied. */
  private static final Set<String> GENES = Set.of("48018-6");

  /**
   * Amino acid, transcript and genomic change; discrete variant, dbSNP id, variation id; the type
   * of the DNA and of the amino acid change; HL7 Genomics Reporting's consequence, e.g. a Sequence
   * Ontology term for copy number gain.
   */
  private static final Set<String> CHANGES =
      Set.of(
          "48005-3",
          "48004-6",
          "81290-9",
          "81252-9",
          "81255-2",
          "48003-8",
          "48019-4",
          "48006-1",
          "molecular-consequence");

  /** Clinical significance. */
  private static final Set<String> SIGNIFICANCE = Set.of("53037-8", ASSESSMENT);

  /** LOINC list LL1971-2, and what laboratories answer in its place. */
  private static final Set<Code> PRESENT =
      Set.of(
          Code.of(LOINC, "LA9633-4"),
          Code.of(LOINC, "LA11883-8"),
          Code.of(LOINC, "LA6576-8"),
          Code.of(SNOMED, "52101004"),
          Code.of(SNOMED, "260373001"),
          Code.of(SNOMED, "10828004"));

  private static final Set<Code> ABSENT =
      Set.of(
          Code.of(LOINC, "LA9634-2"),
          Code.of(LOINC, "LA11882-0"),
          Code.of(LOINC, "LA6577-6"),
          Code.of(SNOMED, "2667000"),
          Code.of(SNOMED, "260415000"),
          Code.of(SNOMED, "260385009"));

  /** No call and indeterminate. */
  private static final Set<Code> UNCLEAR =
      Set.of(Code.of(LOINC, "LA18198-4"), Code.of(LOINC, "LA11884-6"));

  private static final Set<String> SYSTEMS_OF_VARIANTS =
      Set.of(CodeSystem.CLINVAR.uri(), CodeSystem.HGVS.uri());

  private VariantMapper() {}

  static boolean isVariant(Observation observation) {
    return Codes.hasAny(observation.getCode(), ASSESSMENTS);
  }

  /** Whether the variant itself holds this component, so that it is no measurement of its own. */
  static boolean holds(ObservationComponentComponent component) {
    return Stream.of(GENES, CHANGES, SIGNIFICANCE).anyMatch(codes -> asks(component, codes));
  }

  private static boolean asks(ObservationComponentComponent component, Set<String> codes) {
    return Codes.hasAny(component.getCode(), codes);
  }

  static Optional<Fact> fact(
      Observation observation, Status status, Optional<Interval> taken, Notes notes) {
    List<Code> value = value(observation, notes);
    List<Code> significance = new ArrayList<>(coded(observation, SIGNIFICANCE, notes));
    List<Code> changes = new ArrayList<>(changes(observation, notes));
    value.stream().filter(c -> SYSTEMS_OF_VARIANTS.contains(c.system())).forEach(changes::add);
    Finding finding = finding(value, status, notes);
    if (finding == Finding.PRESENT) {
      interpretations(observation, significance, changes);
    }
    List<Code> genes = coded(observation, GENES, notes);
    if (genes.isEmpty() && changes.isEmpty()) {
      notes.drop("component", "it names neither a gene nor a change by a code");
      return Optional.empty();
    }
    return Optional.of(
        new GeneVariant(
            genes,
            changes.stream().flatMap(Hgvs::asAsked).distinct().toList(),
            finding,
            significance.stream().distinct().toList(),
            taken,
            notes.source()));
  }

  private static List<Code> value(Observation observation, Notes notes) {
    return observation.getValue() instanceof CodeableConcept concept
        ? Codes.of(concept, "value", notes)
        : List.of();
  }

  private static Finding finding(List<Code> value, Status status, Notes notes) {
    return switch (status) {
      case RETRACTED -> Finding.RETRACTED;
      case PRELIMINARY -> Finding.UNCLEAR;
      case FINAL -> finding(value, notes);
    };
  }

  /** STU 1 also took the variant itself for the answer: then it was found. */
  private static Finding finding(List<Code> value, Notes notes) {
    boolean present =
        value.stream()
            .anyMatch(c -> PRESENT.contains(c) || SYSTEMS_OF_VARIANTS.contains(c.system()));
    boolean absent = value.stream().anyMatch(ABSENT::contains);
    if (present != absent) {
      return present ? Finding.PRESENT : Finding.ABSENT;
    }
    if (value.stream().noneMatch(UNCLEAR::contains)) {
      notes.drop("value", "it does not say whether the variant was found");
    }
    return Finding.UNCLEAR;
  }

  /**
   * Records of STU 1 say here what kind of change it is, e.g. SNOMED CT's gene amplification, or in
   * LOINC's answers what it means. HL7's own codes, such as POS, say nothing more than the value.
   */
  private static void interpretations(
      Observation observation, List<Code> significance, List<Code> changes) {
    for (CodeableConcept concept : observation.getInterpretation()) {
      for (Coding coding : concept.getCoding()) {
        Optional<String> value = Codes.text(coding.getCode());
        Optional<Code> code =
            value.map(v ->
                new Code(
                    Codes.text(coding.getSystem()).orElse("-"),
                    v,
                    Codes.text(coding.getDisplay()).orElse("")));
        code.filter(c -> c.system().equals(LOINC)).ifPresent(significance::add);
        code.filter(c -> c.system().equals(SNOMED) && !PRESENT.contains(c) && !ABSENT.contains(c))
            .ifPresent(changes::add);
      }
    }
  }

  private static List<Code> coded(Observation observation, Set<String> asked, Notes notes) {
    return values(observation, asked)
        .flatMap(value ->
            value instanceof CodeableConcept concept
                ? Codes.of(concept, "component.value", notes).stream()
                : unread(value, notes))
        .distinct()
        .toList();
  }

  private static List<Code> changes(Observation observation, Notes notes) {
    return values(observation, CHANGES)
        .flatMap(value ->
            switch (value) {
              case CodeableConcept concept -> change(concept, notes);
              case StringType text when hgvs(text.getValue()).isPresent() ->
                  hgvs(text.getValue()).stream();
              default -> unread(value, notes);
            })
        .distinct()
        .toList();
  }

  /** Its codes, or else an HGVS expression that stands where a text or a code without system is. */
  private static Stream<Code> change(CodeableConcept concept, Notes notes) {
    List<Code> written =
        Stream.concat(
                Stream.of(Codes.text(concept.getText())),
                concept.getCoding().stream()
                    .filter(coding -> !coding.hasSystem())
                    .map(coding -> Codes.text(coding.getCode())))
            .flatMap(text -> text.flatMap(Hgvs::read).stream())
            .toList();
    return written.isEmpty() || concept.getCoding().stream().anyMatch(Coding::hasSystem)
        ? Stream.concat(Codes.of(concept, "component.value", notes).stream(), written.stream())
        : written.stream();
  }

  private static Optional<Code> hgvs(String text) {
    return Codes.text(text).flatMap(Hgvs::read);
  }

  private static Stream<Code> unread(Type value, Notes notes) {
    notes.drop("component.value", "it is a %s without a code".formatted(value.fhirType()));
    return Stream.empty();
  }

  private static Stream<Type> values(Observation observation, Set<String> asked) {
    return observation.getComponent().stream()
        .filter(component -> !component.hasModifierExtension())
        .filter(component -> asks(component, asked) && component.hasValue())
        .map(ObservationComponentComponent::getValue);
  }
}
