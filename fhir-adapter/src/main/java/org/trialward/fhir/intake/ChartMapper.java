package org.trialward.fhir.intake;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.patient.Fact;

/** FHIR R4 resources to facts. Pure, and total: odd data are listed, never thrown. */
public final class ChartMapper {
  private final PatientMapper patients;
  private final ConditionMapper conditions;
  private final MedicationMapper medications;
  private final ProcedureMapper procedures;
  private final AllergyMapper allergies;
  private final ObservationMapper observations;

  public ChartMapper(ZoneId zone) {
    var moments = new Moments(zone);
    this.patients = new PatientMapper(moments);
    this.conditions = new ConditionMapper(moments);
    this.medications = new MedicationMapper(moments);
    this.procedures = new ProcedureMapper(moments);
    this.allergies = new AllergyMapper(moments);
    this.observations = new ObservationMapper(moments);
  }

  /**
   * The facts of one resource; none for a type that holds none.
   *
   * @param referenced finds a medication that is not contained, by the reference as written
   */
  public Mapped map(Resource resource, Function<String, Optional<Medication>> referenced) {
    var notes = new Notes(References.source(resource));
    try {
      List<Fact> facts = facts(resource, referenced, notes);
      return new Mapped(facts, notes.unusable());
    } catch (RuntimeException odd) {
      // HAPI's getters throw where an element is of a type that FHIR R4 does not allow there.
      notes.drop("the resource", "it is not shaped as FHIR R4 says");
      return new Mapped(List.of(), notes.unusable());
    }
  }

  private List<Fact> facts(
      Resource resource, Function<String, Optional<Medication>> referenced, Notes notes) {
    if (resource instanceof DomainResource domain && domain.hasModifierExtension()) {
      notes.drop("the resource", "it carries a modifier extension that we do not understand");
      return List.of();
    }
    return switch (resource) {
      case Condition condition -> conditions.facts(condition, notes);
      case MedicationRequest request -> medications.facts(request, referenced, notes);
      case MedicationStatement statement -> medications.facts(statement, referenced, notes);
      case MedicationAdministration given -> medications.facts(given, referenced, notes);
      case Procedure procedure -> procedures.facts(procedure, notes);
      case AllergyIntolerance allergy -> allergies.facts(allergy, notes);
      case Observation observation -> observations.facts(observation, notes);
      default -> List.of();
    };
  }

  /** Who the patient is, for the rules and for staff. */
  public MappedPatient map(Patient patient) {
    return patients.map(patient);
  }
}
