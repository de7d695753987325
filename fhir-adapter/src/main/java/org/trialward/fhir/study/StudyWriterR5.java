package org.trialward.fhir.study;

import java.util.Collection;
import org.hl7.fhir.r5.model.BooleanType;
import org.hl7.fhir.r5.model.Bundle;
import org.hl7.fhir.r5.model.Bundle.BundleType;
import org.hl7.fhir.r5.model.CodeableConcept;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.model.DataType;
import org.hl7.fhir.r5.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r5.model.Enumerations.QuantityComparator;
import org.hl7.fhir.r5.model.Group;
import org.hl7.fhir.r5.model.Group.GroupCharacteristicComponent;
import org.hl7.fhir.r5.model.Group.GroupMembershipBasis;
import org.hl7.fhir.r5.model.Group.GroupType;
import org.hl7.fhir.r5.model.Library;
import org.hl7.fhir.r5.model.Quantity;
import org.hl7.fhir.r5.model.Range;
import org.hl7.fhir.r5.model.Reference;
import org.hl7.fhir.r5.model.RelatedArtifact.RelatedArtifactType;
import org.hl7.fhir.r5.model.ResearchStudy;
import org.hl7.fhir.r5.model.Resource;
import org.trialward.fhir.study.GroupEntry.Value;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;

/** A trial as FHIR R5, where the eligibility hangs on {@code recruitment}. */
public final class StudyWriterR5 {
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";
  private static final String STATES = "http://hl7.org/fhir/research-study-status";

  private StudyWriterR5() {}

  public static Bundle write(Trial trial, Attachments attachments) {
    Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
    add(bundle, study(trial, attachments));
    add(bundle, group(trial));
    add(bundle, library(trial, attachments));
    return bundle;
  }

  private static void add(Bundle bundle, Resource resource) {
    bundle
        .addEntry()
        .setFullUrl("http://trialward.invalid/fhir/" + resource.fhirType() + "/" + resource.getId())
        .setResource(resource);
  }

  private static ResearchStudy study(Trial trial, Attachments attachments) {
    ResearchStudy study =
        new ResearchStudy()
            .setVersion(trial.version())
            .setTitle(trial.title())
            .setStatus(PublicationStatus.ACTIVE);
    study.setId(trial.id().value());
    study
        .addIdentifier()
        .setSystem(CodeSystem.CLINICAL_TRIALS_GOV.uri())
        .setValue(trial.id().value());
    trial
        .dossier()
        .phase()
        .ifPresent(phase ->
            study.getPhase().addCoding().setSystem(Attachments.PHASES).setCode(phase.code()));
    study.addCondition().setText(trial.area());
    study
        .addProgressStatus()
        .setActual(true)
        .setState(new CodeableConcept(new Coding(STATES, state(trial.status()), null)));
    study.getRecruitment().setEligibility(new Reference("Group/" + StudyWriterR4.groupId(trial)));
    trial.dossier().sites().forEach(site -> study.addSite(new Reference().setDisplay(site.name())));
    study
        .addRelatedArtifact()
        .setType(RelatedArtifactType.DOCUMENTATION)
        .setDisplay(Attachments.TITLE)
        .getDocument()
        .setContentType(Attachments.YAML)
        .setTitle(Attachments.TITLE)
        .setData(StudyWriterR4.bytes(attachments.trialFile()));
    study
        .addRelatedArtifact()
        .setType(RelatedArtifactType.DEPENDSON)
        .setResource(StudyWriterR4.libraryUrl(trial) + "|" + trial.version());
    return study;
  }

  private static String state(RecruitmentStatus status) {
    return switch (status) {
      case NOT_YET_RECRUITING -> "approved";
      case RECRUITING -> "active";
      case SUSPENDED -> "temporarily-closed-to-accrual";
      case CLOSED -> "closed-to-accrual";
    };
  }

  private static Group group(Trial trial) {
    Group group =
        new Group()
            .setType(GroupType.PERSON)
            .setMembership(GroupMembershipBasis.DEFINITIONAL)
            .setName("Eligibility of " + trial.id() + ", version " + trial.version());
    group.setId(StudyWriterR4.groupId(trial));
    trial.criteria().stream()
        .map(criterion -> GroupEntry.of(trial.id().value(), criterion))
        .map(StudyWriterR5::characteristic)
        .forEach(group::addCharacteristic);
    return group;
  }

  private static GroupCharacteristicComponent characteristic(GroupEntry entry) {
    GroupCharacteristicComponent characteristic =
        new GroupCharacteristicComponent()
            .setCode(concept(entry.about()).setText(entry.criterion().text()))
            .setValue(value(entry.value()))
            .setExclude(entry.excludes());
    characteristic.setId(StudyWriterR4.elementId(entry.criterion().id()));
    return characteristic;
  }

  private static DataType value(Value value) {
    return switch (value) {
      case Value.True _ -> new BooleanType(true);
      case Value.OneOf(var codes) -> concept(codes);
      case Value.SexOf(var sex) ->
          new CodeableConcept(new Coding(GENDER, StudyWriterR4.code(sex), null));
      case Value.Between(var low, var high) -> {
        Range range = new Range();
        low.ifPresent(q -> range.setLow(quantity(q)));
        high.ifPresent(q -> range.setHigh(quantity(q)));
        yield range;
      }
      case Value.Compared(var comparator, var limit) ->
          quantity(limit).setComparator(QuantityComparator.fromCode(comparator));
    };
  }

  private static CodeableConcept concept(Collection<Code> codes) {
    CodeableConcept concept = new CodeableConcept();
    for (Code code : codes) {
      Coding coding =
          concept.addCoding().setSystem(code.system()).setCode(StudyWriterR4.plain(code));
      if (!code.display().isEmpty()) {
        coding.setDisplay(code.display());
      }
    }
    return concept;
  }

  private static Quantity quantity(org.trialward.rules.quantity.Quantity quantity) {
    return new Quantity()
        .setValue(quantity.value())
        .setUnit(quantity.unit().code())
        .setSystem(UCUM)
        .setCode(quantity.unit().code());
  }

  private static Library library(Trial trial, Attachments attachments) {
    Library library =
        new Library()
            .setUrl(StudyWriterR4.libraryUrl(trial))
            .setVersion(trial.version())
            .setName("Trial_" + trial.id().value().replaceAll("[^A-Za-z0-9]", "_"))
            .setTitle("Eligibility of " + trial.id())
            .setStatus(PublicationStatus.ACTIVE)
            .setType(
                new CodeableConcept(
                    new Coding(
                        "http://terminology.hl7.org/CodeSystem/library-type",
                        "logic-library",
                        "Logic Library")));
    library.setId(trial.id().value() + "-library");
    library
        .addContent()
        .setContentType(Attachments.CQL)
        .setData(StudyWriterR4.bytes(attachments.cql()));
    return library;
  }
}
