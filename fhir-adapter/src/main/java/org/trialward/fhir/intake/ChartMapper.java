package org.trialward.fhir.intake;

import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.patient.Fact;

/** FHIR R4 resources to facts. Pure, and total: odd data are listed, never thrown. */
public final class ChartMapper {
  private final OwnSystems systems;
  private final PatientMapper patients;
  private final ConditionMapper conditions;
  private final MedicationMapper medications;
  private final ProcedureMapper procedures;
  private final AllergyMapper allergies;
  private final ObservationMapper observations;
  private final ImmunizationMapper immunizations;
  private final ParticipationMapper participations;

  /** A mapper for a site whose code systems have no names of its own. */
  public ChartMapper(ZoneId zone) {
    this(zone, OwnSystems.NONE);
  }

  /**
   * A mapper for one site.
   *
   * @param zone of its wall clocks
   */
  public ChartMapper(ZoneId zone, OwnSystems systems) {
    this.systems = systems;
    var moments = new Moments(zone);
    this.patients = new PatientMapper(moments);
    this.conditions = new ConditionMapper(moments);
    this.medications = new MedicationMapper(moments);
    this.procedures = new ProcedureMapper(moments);
    this.allergies = new AllergyMapper(moments);
    this.observations = new ObservationMapper(moments);
    this.immunizations = new ImmunizationMapper(moments);
    this.participations = new ParticipationMapper(moments);
  }

  /** Whether facts are read from this FHIR resource type. */
  public static boolean reads(String type) {
    return FactTypes.ALL.contains(type);
  }

  /**
   * The facts of one resource; none for a type that holds none.
   *
   * @param around what was read with it: medicines, studies, stages
   */
  public Mapped map(Resource resource, Surroundings around) {
    var notes = new Notes(References.source(resource), systems);
    try {
      List<Fact> facts = facts(resource, around, notes);
      return new Mapped(facts, notes.unusable());
    } catch (RuntimeException odd) {
      // HAPI's getters throw where an element is of a type that FHIR R4 does not allow there.
      notes.drop("the resource", "it is not shaped as FHIR R4 says");
      return new Mapped(List.of(), notes.unusable());
    }
  }

  private List<Fact> facts(Resource resource, Surroundings around, Notes notes) {
    if (resource instanceof DomainResource domain && domain.hasModifierExtension()) {
      notes.drop("the resource", "it carries a modifier extension that we do not understand");
      return List.of();
    }
    return switch (resource) {
      case Condition condition -> conditions.facts(condition, around, notes);
      case MedicationRequest request -> medications.facts(request, around, notes);
      case MedicationStatement statement -> medications.facts(statement, around, notes);
      case MedicationAdministration given -> medications.facts(given, around, notes);
      case MedicationDispense dispense -> medications.facts(dispense, around, notes);
      case Procedure procedure -> procedures.facts(procedure, notes);
      case AllergyIntolerance allergy -> allergies.facts(allergy, notes);
      case Observation observation -> observations.facts(observation, notes);
      case Immunization immunization -> immunizations.facts(immunization, notes);
      case ResearchSubject subject -> participations.facts(subject, around, notes);
      default -> List.of();
    };
  }

  /** Who the patient is, for the rules and for staff. */
  public MappedPatient map(Patient patient) {
    return patients.map(patient);
  }
}
