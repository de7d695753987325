package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.patient.PatientId;

/** Which resources say something only together, for those who read them one by one. */
public final class Together {
  private Together() {}

  /** Whether its facts need other resources: a medicine's or a study's name, a cancer's stage. */
  public static boolean dependsOnOthers(Resource resource) {
    return switch (resource) {
      case Condition condition -> Stages.dependOnOthers(condition);
      default -> References.referred(resource).isPresent();
    };
  }

  /** Whether the facts of others may need it: a stage, or a group of stages. */
  public static boolean mayStage(Observation observation) {
    return observation.hasValueCodeableConcept()
        || observation.hasHasMember()
        || stages(observation);
  }

  /** Whether what others say changes with it. */
  public static boolean stages(Observation observation) {
    return Stages.dependOnOthers(observation);
  }

  /** {@code Type/id} of the medicine or the study that it refers to. */
  public static Optional<String> referred(Resource resource) {
    return References.referred(resource);
  }

  /** That, or the medicines that are the ingredients of one. */
  public static List<String> allReferred(Resource resource) {
    return resource instanceof Medication medication
        ? medication.getIngredient().stream()
            .filter(part -> part.hasItemReference())
            .flatMap(part -> References.text(part.getItemReference()).stream())
            .flatMap(text -> References.relative(text).stream())
            .toList()
        : References.referred(resource).stream().toList();
  }

  /** The patient it is about; a patient is about itself. */
  public static Optional<PatientId> patient(Resource resource) {
    return References.patient(resource);
  }

  /** These resources, of one server. */
  public static Surroundings of(List<Resource> resources) {
    return new ReadTogether(resources);
  }

  /** {@code Type/id} of a relative, absolute or versioned reference. */
  public static Optional<String> relative(String reference) {
    return References.relative(reference);
  }
}
