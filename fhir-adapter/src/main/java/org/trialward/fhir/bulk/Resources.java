package org.trialward.fhir.bulk;

import static org.trialward.fhir.bulk.Datatypes.BOOLEAN;
import static org.trialward.fhir.bulk.Datatypes.CODING;
import static org.trialward.fhir.bulk.Datatypes.CONCEPT;
import static org.trialward.fhir.bulk.Datatypes.DATE;
import static org.trialward.fhir.bulk.Datatypes.DATE_TIME;
import static org.trialward.fhir.bulk.Datatypes.IDENTIFIER;
import static org.trialward.fhir.bulk.Datatypes.INSTANT;
import static org.trialward.fhir.bulk.Datatypes.INTEGER;
import static org.trialward.fhir.bulk.Datatypes.PERIOD;
import static org.trialward.fhir.bulk.Datatypes.PLAIN_CONCEPT;
import static org.trialward.fhir.bulk.Datatypes.QUANTITY;
import static org.trialward.fhir.bulk.Datatypes.REFERENCE;
import static org.trialward.fhir.bulk.Datatypes.STRING;
import static org.trialward.fhir.bulk.Datatypes.TEXT;
import static org.trialward.fhir.bulk.Datatypes.WHEN;
import static org.trialward.fhir.bulk.Datatypes.WORD;
import static org.trialward.fhir.bulk.Datatypes.YES_OR_NO;
import static org.trialward.fhir.bulk.Datatypes.codes;

import com.fasterxml.jackson.core.JsonToken;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceReactionComponent;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Condition.ConditionStageComponent;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Medication.MedicationIngredientComponent;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestDispenseRequestComponent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Type;

/**
 * The resource types that intake reads, as far as its mappers look at them. What makes a resource
 * look like STU3 ({@code assertedDate}, {@code comment} ...) is not plain.
 */
final class Resources {
  private static final int LONGEST_ID = 128;

  private static final Value<Meta> META =
      Shape.of(Meta::new)
          .one("versionId", WORD, Meta::setVersionId)
          .one("lastUpdated", INSTANT, Meta::setLastUpdatedElement)
          .many("profile", WORD, Meta::addProfile)
          // Nobody looks at these, but HAPI refuses a resource where they are no codings.
          .many("security", CODING, Meta::addSecurity)
          .many("tag", CODING, Meta::addTag)
          .mayBeHollow();

  /** Passed over, but HAPI refuses a resource whose narrative is no text. */
  private static final Value<Boolean> NARRATIVE_TEXT =
      json -> {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
          throw new NotPlain();
        }
        return true;
      };

  private static final Value<Narrative> NARRATIVE =
      Shape.of(Narrative::new).one("div", NARRATIVE_TEXT, (narrative, nothing) -> {}).mayBeHollow();

  private static final Map<String, Value<? extends Type>> MEDICATION =
      Map.of("CodeableConcept", CONCEPT, "Reference", REFERENCE);

  private static final Map<String, Value<? extends Type>> RESULT =
      Map.of(
          "Quantity",
          QUANTITY,
          "CodeableConcept",
          CONCEPT,
          "String",
          STRING,
          "Boolean",
          BOOLEAN,
          "Integer",
          INTEGER,
          "DateTime",
          DATE_TIME);

  private Resources() {}

  /** By type. */
  static Map<String, Value<? extends Resource>> shapes() {
    Map<String, Value<? extends Resource>> shapes = new HashMap<>();
    shapes.put("Patient", patient());
    shapes.put("Condition", condition());
    shapes.put("Observation", observation());
    shapes.put("MedicationRequest", request());
    shapes.put("MedicationStatement", statement());
    shapes.put("MedicationAdministration", administration());
    shapes.put("MedicationDispense", dispense());
    shapes.put("Procedure", procedure());
    shapes.put("AllergyIntolerance", allergy());
    shapes.put("Immunization", immunization());
    shapes.put("ResearchSubject", subject());
    shapes.put("Medication", medication());
    shapes.put("ResearchStudy", study());
    return Map.copyOf(shapes);
  }

  private static <R extends Resource> Shape<R> resource(Supplier<R> empty) {
    return Shape.of(empty)
        .one("resourceType", WORD, (resource, type) -> {})
        .one(
            "id",
            json -> {
              String id = WORD.read(json);
              if (!isId(id)) {
                throw new NotPlain();
              }
              return id;
            },
            (resource, id) -> resource.setId(id))
        .one("meta", META, Resource::setMeta)
        .one("text", NARRATIVE, (resource, nothing) -> {})
        .notPlainWith("contained");
  }

  private static boolean isId(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '-' && c <= '9' && c != '/')
              || c == '_';
      if (!allowed) {
        return false;
      }
    }
    return text.length() <= LONGEST_ID;
  }

  private static Value<Patient> patient() {
    return resource(Patient::new)
        .notPlainWith("animal")
        .one("active", YES_OR_NO, Patient::setActive)
        .many("identifier", IDENTIFIER, Patient::addIdentifier)
        .many("name", name(), Patient::addName)
        .one(
            "gender",
            codes(AdministrativeGender.class, AdministrativeGender::toCode),
            Patient::setGender)
        .one("birthDate", DATE, Patient::setBirthDateElement)
        .choice(
            "deceased",
            Map.<String, Value<? extends Type>>of("Boolean", BOOLEAN, "DateTime", DATE_TIME),
            Patient::setDeceased)
        .many("address", address(), Patient::addAddress)
        .many(
            "communication",
            Shape.of(PatientCommunicationComponent::new)
                .one("language", CONCEPT, PatientCommunicationComponent::setLanguage)
                .one("preferred", YES_OR_NO, PatientCommunicationComponent::setPreferred)
                .mayBeHollow(),
            Patient::addCommunication)
        .many(
            "link",
            Shape.of(PatientLinkComponent::new)
                .one("type", codes(LinkType.class, LinkType::toCode), PatientLinkComponent::setType)
                .one("other", REFERENCE, PatientLinkComponent::setOther),
            Patient::addLink);
  }

  private static Value<HumanName> name() {
    return Shape.of(HumanName::new)
        .one("use", codes(NameUse.class, NameUse::toCode), HumanName::setUse)
        .one("text", TEXT, HumanName::setText)
        .one("family", TEXT, HumanName::setFamily)
        .many("given", TEXT, HumanName::addGiven)
        .mayBeHollow();
  }

  private static Value<Address> address() {
    return Shape.of(Address::new)
        .one("use", codes(AddressUse.class, AddressUse::toCode), Address::setUse)
        .one("type", codes(AddressType.class, AddressType::toCode), Address::setType)
        .one("period", PERIOD, Address::setPeriod)
        .one("country", TEXT, Address::setCountry)
        .one("postalCode", TEXT, Address::setPostalCode)
        .mayBeHollow();
  }

  private static Value<Condition> condition() {
    return resource(Condition::new)
        .notPlainWith("assertedDate")
        .many("extension", Datatypes.EXTENSION, Condition::addExtension)
        .one("clinicalStatus", CONCEPT, Condition::setClinicalStatus)
        .one("verificationStatus", PLAIN_CONCEPT, Condition::setVerificationStatus)
        .one("severity", CONCEPT, Condition::setSeverity)
        .one("code", PLAIN_CONCEPT, Condition::setCode)
        .one("subject", REFERENCE, Condition::setSubject)
        .choice("onset", WHEN, Condition::setOnset)
        .choice("abatement", WHEN, Condition::setAbatement)
        .one("recordedDate", DATE_TIME, Condition::setRecordedDateElement)
        .many(
            "stage",
            Shape.of(ConditionStageComponent::new)
                .one("summary", CONCEPT, ConditionStageComponent::setSummary)
                .many("assessment", REFERENCE, ConditionStageComponent::addAssessment),
            Condition::addStage);
  }

  private static Value<Observation> observation() {
    return resource(Observation::new)
        .notPlainWith("comment")
        .many("extension", Datatypes.PASSED_OVER, (observation, extension) -> {})
        .one(
            "status",
            codes(ObservationStatus.class, ObservationStatus::toCode),
            Observation::setStatus)
        .one("code", CONCEPT, Observation::setCode)
        .one("subject", REFERENCE, Observation::setSubject)
        .many("focus", REFERENCE, Observation::addFocus)
        .choice("effective", WHEN, Observation::setEffective)
        .choice("value", RESULT, Observation::setValue)
        .one("dataAbsentReason", CONCEPT, Observation::setDataAbsentReason)
        .many("interpretation", CONCEPT, Observation::addInterpretation)
        .many("referenceRange", range(), Observation::addReferenceRange)
        .many("hasMember", REFERENCE, Observation::addHasMember)
        .many(
            "component",
            Shape.of(ObservationComponentComponent::new)
                .one("code", CONCEPT, ObservationComponentComponent::setCode)
                .choice("value", RESULT, ObservationComponentComponent::setValue)
                .one(
                    "dataAbsentReason", CONCEPT, ObservationComponentComponent::setDataAbsentReason)
                .many("referenceRange", range(), ObservationComponentComponent::addReferenceRange),
            Observation::addComponent);
  }

  private static Value<ObservationReferenceRangeComponent> range() {
    return Shape.of(ObservationReferenceRangeComponent::new)
        .one("low", QUANTITY, ObservationReferenceRangeComponent::setLow)
        .one("high", QUANTITY, ObservationReferenceRangeComponent::setHigh)
        .one("type", CONCEPT, ObservationReferenceRangeComponent::setType)
        .one("text", TEXT, ObservationReferenceRangeComponent::setText)
        .mayBeHollow();
  }

  private static Value<MedicationRequest> request() {
    return resource(MedicationRequest::new)
        .notPlainWith("context")
        .many("extension", Datatypes.EXTENSION, MedicationRequest::addExtension)
        .one(
            "status",
            codes(MedicationRequestStatus.class, MedicationRequestStatus::toCode),
            MedicationRequest::setStatus)
        .one(
            "intent",
            codes(MedicationRequestIntent.class, MedicationRequestIntent::toCode),
            MedicationRequest::setIntent)
        .one("doNotPerform", YES_OR_NO, MedicationRequest::setDoNotPerform)
        .choice("medication", MEDICATION, MedicationRequest::setMedication)
        .one("subject", REFERENCE, MedicationRequest::setSubject)
        .choice(
            "reported",
            Map.<String, Value<? extends Type>>of("Boolean", BOOLEAN, "Reference", REFERENCE),
            MedicationRequest::setReported)
        .one("requester", REFERENCE, MedicationRequest::setRequester)
        .one("authoredOn", DATE_TIME, MedicationRequest::setAuthoredOnElement)
        .many("dosageInstruction", dosage(), MedicationRequest::addDosageInstruction)
        .one(
            "dispenseRequest",
            Shape.of(MedicationRequestDispenseRequestComponent::new)
                .one(
                    "validityPeriod",
                    PERIOD,
                    MedicationRequestDispenseRequestComponent::setValidityPeriod)
                .mayBeHollow(),
            MedicationRequest::setDispenseRequest);
  }

  private static Value<Dosage> dosage() {
    Value<TimingRepeatComponent> repeat =
        Shape.of(TimingRepeatComponent::new)
            .choice(
                "bounds",
                Map.<String, Value<? extends Type>>of("Period", PERIOD),
                TimingRepeatComponent::setBounds)
            .mayBeHollow();
    Value<Timing> timing =
        Shape.of(Timing::new).one("repeat", repeat, Timing::setRepeat).mayBeHollow();
    return Shape.of(Dosage::new).one("timing", timing, Dosage::setTiming).mayBeHollow();
  }

  private static Value<MedicationStatement> statement() {
    return resource(MedicationStatement::new)
        .notPlainWith("taken")
        .many("extension", Datatypes.PASSED_OVER, (statement, extension) -> {})
        .one(
            "status",
            codes(MedicationStatementStatus.class, MedicationStatementStatus::toCode),
            MedicationStatement::setStatus)
        .choice("medication", MEDICATION, MedicationStatement::setMedication)
        .one("subject", REFERENCE, MedicationStatement::setSubject)
        .choice("effective", WHEN, MedicationStatement::setEffective)
        .many("dosage", dosage(), MedicationStatement::addDosage);
  }

  private static Value<MedicationAdministration> administration() {
    return resource(MedicationAdministration::new)
        .notPlainWith("requester")
        .one(
            "status",
            codes(MedicationAdministrationStatus.class, MedicationAdministrationStatus::toCode),
            MedicationAdministration::setStatus)
        .choice("medication", MEDICATION, MedicationAdministration::setMedication)
        .one("subject", REFERENCE, MedicationAdministration::setSubject)
        .choice("effective", WHEN, MedicationAdministration::setEffective);
  }

  private static Value<MedicationDispense> dispense() {
    return resource(MedicationDispense::new)
        .notPlainWith("notDone")
        .one(
            "status",
            codes(MedicationDispenseStatus.class, MedicationDispenseStatus::toCode),
            MedicationDispense::setStatus)
        .choice("medication", MEDICATION, MedicationDispense::setMedication)
        .one("subject", REFERENCE, MedicationDispense::setSubject)
        .many("authorizingPrescription", REFERENCE, MedicationDispense::addAuthorizingPrescription)
        .one("daysSupply", QUANTITY, MedicationDispense::setDaysSupply)
        .one("whenPrepared", DATE_TIME, MedicationDispense::setWhenPreparedElement)
        .one("whenHandedOver", DATE_TIME, MedicationDispense::setWhenHandedOverElement);
  }

  private static Value<Procedure> procedure() {
    return resource(Procedure::new)
        .notPlainWith("notDone")
        .one("status", codes(ProcedureStatus.class, ProcedureStatus::toCode), Procedure::setStatus)
        .one("code", CONCEPT, Procedure::setCode)
        .one("subject", REFERENCE, Procedure::setSubject)
        .choice("performed", WHEN, Procedure::setPerformed);
  }

  private static Value<AllergyIntolerance> allergy() {
    return resource(AllergyIntolerance::new)
        .notPlainWith("assertedDate")
        .one("clinicalStatus", CONCEPT, AllergyIntolerance::setClinicalStatus)
        .one("verificationStatus", PLAIN_CONCEPT, AllergyIntolerance::setVerificationStatus)
        .one("code", CONCEPT, AllergyIntolerance::setCode)
        .one("patient", REFERENCE, AllergyIntolerance::setPatient)
        .one("recordedDate", DATE_TIME, AllergyIntolerance::setRecordedDateElement)
        .many(
            "reaction",
            Shape.of(AllergyIntoleranceReactionComponent::new)
                .one("substance", CONCEPT, AllergyIntoleranceReactionComponent::setSubstance)
                .mayBeHollow(),
            AllergyIntolerance::addReaction);
  }

  private static Value<Immunization> immunization() {
    return resource(Immunization::new)
        .notPlainWith("notGiven")
        .one(
            "status",
            codes(ImmunizationStatus.class, ImmunizationStatus::toCode),
            Immunization::setStatus)
        .one("vaccineCode", CONCEPT, Immunization::setVaccineCode)
        .one("patient", REFERENCE, Immunization::setPatient)
        .choice(
            "occurrence",
            Map.<String, Value<? extends Type>>of("DateTime", DATE_TIME),
            Immunization::setOccurrence);
  }

  private static Value<ResearchSubject> subject() {
    return resource(ResearchSubject::new)
        .one(
            "status",
            codes(ResearchSubjectStatus.class, ResearchSubjectStatus::toCode),
            ResearchSubject::setStatus)
        .one("individual", REFERENCE, ResearchSubject::setIndividual)
        .one("study", REFERENCE, ResearchSubject::setStudy)
        .one("period", PERIOD, ResearchSubject::setPeriod);
  }

  private static Value<Medication> medication() {
    return resource(Medication::new)
        .one("code", CONCEPT, Medication::setCode)
        .many(
            "ingredient",
            Shape.of(MedicationIngredientComponent::new)
                .choice(
                    "item",
                    Map.<String, Value<? extends Type>>of(
                        "CodeableConcept", CONCEPT, "Reference", REFERENCE),
                    MedicationIngredientComponent::setItem)
                .one("isActive", YES_OR_NO, MedicationIngredientComponent::setIsActive)
                .mayBeHollow(),
            Medication::addIngredient);
  }

  private static Value<ResearchStudy> study() {
    return resource(ResearchStudy::new)
        .many("identifier", IDENTIFIER, ResearchStudy::addIdentifier)
        .one("title", TEXT, ResearchStudy::setTitle);
  }
}
