package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Range;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

final class ConditionMapper {
  /** Part of the extension's address; records also write the address of its value set. */
  private static final String HISTOLOGY = "/mcode-histology-morphology-behavior";

  /** End of the address of an extension of codings, of the German base profiles. */
  private static final String CERTAINTY = "/icd-10-gm-diagnosesicherheit";

  /** Part of an extension's address, of the Japanese base profiles and those made of them. */
  private static final String MODIFIER = "/JP_Condition_DiseasePostfixModifier";

  private static final String ASSERTED =
      "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";

  private final Moments moments;
  private final Stages stages;

  ConditionMapper(Moments moments) {
    this.moments = moments;
    this.stages = new Stages(moments);
  }

  List<Fact> facts(Condition condition, Surroundings around, Notes notes) {
    if (Statuses.isEnteredInError(condition.getVerificationStatus())) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    List<Code> codes = codes(condition, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Optional<Interval> onset =
        moments.choice(condition.hasOnset(), condition.getOnset(), "onset", notes);
    Optional<Interval> abatement =
        moments.choice(condition.hasAbatement(), condition.getAbatement(), "abatement", notes);
    return List.of(
        new Diagnosis(
            codes,
            status(condition, notes),
            verification(condition, notes),
            onset,
            abatement,
            recorded(condition),
            condition.hasSeverity()
                ? Codes.of(condition.getSeverity(), "severity", notes)
                : List.of(),
            stages.of(condition, around, notes),
            notes.source()));
  }

  /** A tumour is also known by its histology, which mCODE writes beside the code. */
  private static List<Code> codes(Condition condition, Notes notes) {
    List<Code> histology =
        condition.getExtension().stream()
            .filter(extension -> extension.hasUrl() && extension.getUrl().contains(HISTOLOGY))
            .map(Extension::getValue)
            .filter(CodeableConcept.class::isInstance)
            .map(CodeableConcept.class::cast)
            .flatMap(concept -> Codes.of(concept, "histology", notes).stream())
            .toList();
    Stream<Code> code =
        condition.hasCode() || histology.isEmpty()
            ? Codes.of(condition.getCode(), "code", notes).stream()
            : Stream.empty();
    return Stream.concat(code, histology.stream()).distinct().toList();
  }

  /**
   * Whether it says that it is over (con-4). Words may say the contrary ("ongoing"), and a reason
   * why there is no date says nothing.
   */
  private static boolean hasAbated(Condition condition) {
    if (!condition.hasAbatement()) {
      return false;
    }
    return switch (condition.getAbatement()) {
      case BaseDateTimeType date -> date.hasValue();
      case Period period -> period.hasStart() || period.hasEnd();
      case Age age -> age.hasValue();
      case Range range -> range.hasLow() || range.hasHigh();
      default -> false;
    };
  }

  private Optional<Interval> recorded(Condition condition) {
    return moments
        .of(condition.getRecordedDateElement())
        .or(() ->
            condition.getExtensionsByUrl(ASSERTED).stream()
                .map(Extension::getValue)
                .filter(BaseDateTimeType.class::isInstance)
                .flatMap(date -> moments.of((BaseDateTimeType) date).stream())
                .findFirst());
  }

  /**
   * What has abated, if only at an age, is over even where no status says so (con-4), as is what a
   * German code says the patient is in the state after.
   */
  private static ClinicalStatus status(Condition condition, Notes notes) {
    ClinicalStatus said = Statuses.clinical(condition.getClinicalStatus(), notes);
    return said == ClinicalStatus.NOT_SAID
            && (hasAbated(condition) || certainties(condition).contains("Z"))
        ? ClinicalStatus.INACTIVE
        : said;
  }

  /** German records say it with the code, mostly nowhere else: excluded, suspected. */
  private static Verification verification(Condition condition, Notes notes) {
    Verification said = Statuses.verification(condition.getVerificationStatus(), notes);
    Set<String> certainties = certainties(condition);
    if (said == Verification.REFUTED || certainties.contains("A")) {
      return Verification.REFUTED;
    }
    return certainties.contains("V") || isSuspectedInJapanese(condition.getCode())
        ? Verification.UNCONFIRMED
        : said;
  }

  /**
   * JP Core wants a suspected disease named so in the text; records also have a modifier for it,
   * which claims know as 8002.
   */
  private static boolean isSuspectedInJapanese(CodeableConcept code) {
    return saysSuspected(code.getText())
        || code.getExtension().stream()
            .filter(extension -> extension.hasUrl() && extension.getUrl().contains(MODIFIER))
            .map(Extension::getValue)
            .filter(CodeableConcept.class::isInstance)
            .map(CodeableConcept.class::cast)
            .anyMatch(modifier ->
                saysSuspected(modifier.getText())
                    || modifier.getCoding().stream()
                        .anyMatch(coding ->
                            saysSuspected(coding.getDisplay()) || "8002".equals(coding.getCode())));
  }

  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  private static boolean saysSuspected(String text) {
    return Codes.text(text).filter(said -> said.endsWith("疑い")).isPresent();
  }

  /** A, G, V or Z: the additional letter of ICD-10-GM in outpatient care (section 295 SGB V). */
  private static Set<String> certainties(Condition condition) {
    return condition.getCode().getCoding().stream()
        .flatMap(coding -> coding.getExtension().stream())
        .filter(extension -> extension.hasUrl() && extension.getUrl().endsWith(CERTAINTY))
        .map(Extension::getValue)
        .filter(Coding.class::isInstance)
        .flatMap(coding -> Codes.text(((Coding) coding).getCode()).stream())
        .collect(Collectors.toSet());
  }
}
