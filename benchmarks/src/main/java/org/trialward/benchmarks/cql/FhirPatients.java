package org.trialward.benchmarks.cql;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * Patients of the synthetic workload as FHIR R4 bundles, from which intake reads the same facts.
 */
public final class FhirPatients {
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final String VERIFICATION =
      "http://terminology.hl7.org/CodeSystem/condition-ver-status";
  private static final String UCUM = "http://unitsofmeasure.org";

  private FhirPatients() {}

  public static Bundle bundle(PatientChart chart) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    bundle.addEntry().setResource(patient(chart.id().value(), chart.demographics()));
    for (Fact fact : chart.facts()) {
      Resource resource = resource(fact, new Reference("Patient/" + chart.id().value()));
      resource.setId(fact.source().id());
      bundle.addEntry().setResource(resource);
    }
    return bundle;
  }

  private static Patient patient(String id, Demographics who) {
    Patient patient = new Patient();
    patient.setId(id);
    who.born().ifPresent(born -> patient.setBirthDateElement(new DateType(day(born))));
    who.sex().ifPresent(sex -> patient.setGender(gender(sex)));
    return patient;
  }

  private static AdministrativeGender gender(Sex sex) {
    return switch (sex) {
      case FEMALE -> AdministrativeGender.FEMALE;
      case MALE -> AdministrativeGender.MALE;
      case OTHER -> AdministrativeGender.OTHER;
    };
  }

  private static Resource resource(Fact fact, Reference patient) {
    return switch (fact) {
      case Diagnosis diagnosis -> condition(diagnosis).setSubject(patient);
      case MedicationUse use -> request(use).setSubject(patient);
      case PerformedProcedure done -> procedure(done).setSubject(patient);
      case Measurement measurement -> observation(measurement).setSubject(patient);
      default ->
          throw new IllegalArgumentException(
              "`%s` is no fact of the synthetic workload.".formatted(fact.source()));
    };
  }

  private static Condition condition(Diagnosis diagnosis) {
    Condition condition = new Condition().setCode(concept(diagnosis.codes()));
    condition.setClinicalStatus(concept(List.of(Code.of(CLINICAL, "active"))));
    condition.setVerificationStatus(concept(List.of(Code.of(VERIFICATION, "confirmed"))));
    diagnosis.onset().ifPresent(onset -> condition.setOnset(time(onset)));
    diagnosis.recorded().ifPresent(recorded -> condition.setRecordedDateElement(time(recorded)));
    return condition;
  }

  private static MedicationRequest request(MedicationUse use) {
    MedicationRequest request =
        new MedicationRequest()
            .setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE)
            .setIntent(MedicationRequest.MedicationRequestIntent.ORDER);
    request.setMedication(concept(use.codes()));
    use.start().ifPresent(start -> request.setAuthoredOnElement(time(start)));
    return request;
  }

  private static Procedure procedure(PerformedProcedure done) {
    Procedure procedure =
        new Procedure()
            .setStatus(Procedure.ProcedureStatus.COMPLETED)
            .setCode(concept(done.codes()));
    done.performed().ifPresent(performed -> procedure.setPerformed(time(performed)));
    return procedure;
  }

  private static Observation observation(Measurement measurement) {
    Observation observation =
        new Observation()
            .setStatus(Observation.ObservationStatus.FINAL)
            .setCode(concept(measurement.codes()));
    measurement.taken().ifPresent(taken -> observation.setEffective(time(taken)));
    if (measurement.result() instanceof Result.Numeric(_, var quantity)) {
      String unit = quantity.unit().code();
      observation.setValue(
          new Quantity().setValue(quantity.value()).setUnit(unit).setCode(unit).setSystem(UCUM));
    }
    return observation;
  }

  private static CodeableConcept concept(List<Code> codes) {
    CodeableConcept concept = new CodeableConcept();
    codes.forEach(code -> concept.addCoding().setSystem(code.system()).setCode(code.value()));
    return concept;
  }

  private static DateTimeType time(Interval when) {
    return new DateTimeType(day(when));
  }

  private static String day(Interval when) {
    return when.firstDay().toString();
  }
}
