package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Condition.ConditionStageComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * The stage of a condition: what it says itself, and the answers of the Observations that stage it,
 * whether it points to them ({@code stage.assessment}) or they to it ({@code focus}, as mCODE
 * writes it), with the categories that make up a stage group.
 */
final class Stages {

  /**
   * What stage Observations ask, by mCODE STU 1 to 4: stage group and T, N and M category,
   * clinical, pathologic or either; LOINC and SNOMED CT.
   */
  private static final Set<String> QUESTIONS =
      Set.of(
          "21908-9",
          "21902-2",
          "21914-7",
          "21905-5",
          "21906-3",
          "21907-1",
          "21899-0",
          "21900-6",
          "21901-4",
          "399537006",
          "399588009",
          "399390009",
          "399504009",
          "384625004",
          "78873005",
          "399534004",
          "371494008",
          "277206009",
          "399387003",
          "371497001",
          "277208005");

  private static final Set<ObservationStatus> FINAL =
      Set.of(ObservationStatus.FINAL, ObservationStatus.AMENDED, ObservationStatus.CORRECTED);

  private final Moments moments;

  Stages(Moments moments) {
    this.moments = moments;
  }

  /** Whether the fact depends on other resources, so that reading it alone would lose something. */
  static boolean dependOnOthers(Resource resource) {
    return switch (resource) {
      case Condition condition -> mayBeStagedElsewhere(condition);
      case Observation observation -> isStaging(observation);
      default -> false;
    };
  }

  private static boolean mayBeStagedElsewhere(Condition condition) {
    return condition.hasStage()
        || declares(condition, "/mcode-")
        || declares(condition, "/mii-pr-onko-");
  }

  private static boolean isStaging(Observation observation) {
    return Codes.hasAny(observation.getCode(), QUESTIONS)
        || declares(observation, "/mcode-tnm-")
        || (declares(observation, "/mcode-") && declares(observation, "-stage"));
  }

  private static boolean declares(Resource resource, String part) {
    for (CanonicalType profile : resource.getMeta().getProfile()) {
      String url = profile.getValue();
      if (url != null && url.contains(part)) {
        return true;
      }
    }
    return false;
  }

  List<Code> of(Condition condition, Surroundings around, Notes notes) {
    Set<Code> stage = new LinkedHashSet<>();
    Set<Observation> assessments = new LinkedHashSet<>();
    for (ConditionStageComponent said : condition.getStage()) {
      if (said.hasModifierExtension()) {
        notes.drop("stage", "it carries a modifier extension that we do not understand");
        continue;
      }
      if (said.hasSummary()) {
        stage.addAll(Codes.of(said.getSummary(), "stage.summary", notes));
      }
      said.getAssessment().stream()
          .flatMap(to -> Targets.of(condition, to, around, Observation.class).stream())
          .forEach(assessments::add);
    }
    if (mayBeStagedElsewhere(condition)) {
      around.focusedOn(condition).stream().filter(Stages::isStaging).forEach(assessments::add);
    }
    List.copyOf(assessments).forEach(group -> assessments.addAll(members(group, around)));
    latest(assessments)
        .flatMap(o -> Codes.of((CodeableConcept) o.getValue(), "stage.assessment", notes).stream())
        .forEach(stage::add);
    return List.copyOf(stage);
  }

  private static List<Observation> members(Observation group, Surroundings around) {
    return group.getHasMember().stream()
        .flatMap((Reference to) -> Targets.of(group, to, around, Observation.class).stream())
        .toList();
  }

  /** Of several answers to the same question those of the latest date; then undated ones. */
  private Stream<Observation> latest(Set<Observation> assessments) {
    Map<List<String>, List<Observation>> byQuestion = new LinkedHashMap<>();
    assessments.stream()
        .filter(o -> isFinal(o) && !o.hasModifierExtension())
        .filter(Observation::hasValueCodeableConcept)
        .forEach(o ->
            byQuestion.computeIfAbsent(Codes.values(o.getCode()), q -> new ArrayList<>()).add(o));
    return byQuestion.values().stream()
        .flatMap(answers -> {
          Optional<Interval> latest =
              answers.stream()
                  .flatMap(o -> taken(o).stream())
                  .max(Comparator.comparing(Interval::latest));
          return answers.stream().filter(o -> taken(o).equals(latest));
        });
  }

  private static boolean isFinal(Observation observation) {
    return Optional.ofNullable(observation.getStatus()).filter(FINAL::contains).isPresent();
  }

  private Optional<Interval> taken(Observation observation) {
    return moments.of(observation.hasEffective(), observation.getEffective());
  }
}
