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
import org.trialward.fhir.intake.VariantReport.Part;
import org.trialward.rules.patient.Fact;
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

  private static final Set<String> ASSESSMENTS = Set.of(VariantReport.ASSESSMENT);

  private VariantMapper() {}

  static boolean isVariant(Observation observation) {
    return Codes.hasAny(observation.getCode(), ASSESSMENTS);
  }

  /** Whether the variant itself holds this component, so that it is no measurement of its own. */
  static boolean holds(ObservationComponentComponent component) {
    return asks(component, Part.GENE, Part.CHANGE, Part.SIGNIFICANCE, Part.ASSESSMENT);
  }

  private static boolean asks(ObservationComponentComponent component, Part... parts) {
    return Codes.values(component.getCode()).stream()
        .flatMap(code -> Part.of(code).stream())
        .anyMatch(List.of(parts)::contains);
  }

  static Optional<Fact> fact(
      Observation observation, Status status, Optional<Interval> taken, Notes notes) {
    List<Code> answer = value(observation, notes);
    List<Code> significance =
        new ArrayList<>(coded(observation, notes, Part.SIGNIFICANCE, Part.ASSESSMENT));
    List<Code> changes = new ArrayList<>(changes(observation, notes));
    List<Code> interpretations = interpretations(observation);
    boolean isPresent = VariantReport.isPresent(answer);
    if (status == Status.FINAL && isPresent) {
      interpretations.forEach(
          code -> (code.system().equals(LOINC) ? significance : changes).add(code));
    }
    // It stays a measurement, too, which tells what cannot be read of it.
    var elsewhere = new Notes(notes.source(), notes.systems());
    var report =
        new VariantReport(
            answer,
            coded(observation, notes, Part.GENE),
            changes,
            significance,
            coded(observation, elsewhere, Part.SOURCE),
            namesMore(observation, elsewhere) || (!isPresent && !interpretations.isEmpty()));
    return report.fact(status, taken, "value", notes);
  }

  private static List<Code> value(Observation observation, Notes notes) {
    return observation.getValue() instanceof CodeableConcept concept
        ? Codes.of(concept, "value", notes)
        : List.of();
  }

  /**
   * Records of STU 1 say here what kind of change it is, e.g. SNOMED CT's gene amplification, or in
   * LOINC's answers what it means. HL7's own codes, such as POS, say nothing more than the value.
   */
  private static List<Code> interpretations(Observation observation) {
    return observation.getInterpretation().stream()
        .flatMap(concept -> concept.getCoding().stream())
        .filter(coding -> LOINC.equals(coding.getSystem()) || SNOMED.equals(coding.getSystem()))
        .flatMap(coding ->
            Codes.text(coding.getCode()).stream()
                .map(value ->
                    new Code(
                        coding.getSystem(), value, Codes.text(coding.getDisplay()).orElse(""))))
        .filter(code -> !VariantReport.isAnswer(code))
        .toList();
  }

  /** Whether a component says what is not read of it, or there are two genes. */
  private static boolean namesMore(Observation observation, Notes elsewhere) {
    List<ObservationComponentComponent> components = observation.getComponent();
    return components.stream().anyMatch(it -> !isRead(it, elsewhere))
        || components.stream().filter(it -> asks(it, Part.GENE)).count() > 1;
  }

  private static boolean isRead(ObservationComponentComponent component, Notes elsewhere) {
    if (Codes.values(component.getCode()).stream().anyMatch(VariantReport::isAside)) {
      return true;
    }
    if (component.hasModifierExtension() || !component.hasValue()) {
      return false;
    }
    Type value = component.getValue();
    Stream<Code> codes =
        asks(component, Part.CHANGE)
            ? change(value, elsewhere)
            : asks(component, Part.GENE) ? codes(value, elsewhere) : Stream.empty();
    return codes.findAny().isPresent();
  }

  private static List<Code> coded(Observation observation, Notes notes, Part... asked) {
    return values(observation, asked).flatMap(value -> codes(value, notes)).distinct().toList();
  }

  private static Stream<Code> codes(Type value, Notes notes) {
    return value instanceof CodeableConcept concept
        ? Codes.of(concept, "component.value", notes).stream()
        : unread(value, notes);
  }

  private static List<Code> changes(Observation observation, Notes notes) {
    return values(observation, Part.CHANGE)
        .flatMap(value -> change(value, notes))
        .distinct()
        .toList();
  }

  private static Stream<Code> change(Type value, Notes notes) {
    return switch (value) {
      case CodeableConcept concept -> change(concept, notes);
      case StringType text when hgvs(text.getValue()).isPresent() -> hgvs(text.getValue()).stream();
      default -> unread(value, notes);
    };
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

  private static Stream<Type> values(Observation observation, Part... asked) {
    return observation.getComponent().stream()
        .filter(component -> !component.hasModifierExtension())
        .filter(component -> asks(component, asked) && component.hasValue())
        .map(ObservationComponentComponent::getValue);
  }
}
