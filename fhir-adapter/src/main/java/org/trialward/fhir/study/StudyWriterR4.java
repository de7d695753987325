package org.trialward.fhir.study;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupCharacteristicComponent;
import org.hl7.fhir.r4.model.Group.GroupType;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchStudy.ResearchStudyStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.trialward.fhir.study.GroupEntry.Value;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;

/** A trial as FHIR R4: a bundle of ResearchStudy, Group and Library. */
public final class StudyWriterR4 {
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

  private StudyWriterR4() {}

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

  /** What the trial is, without its criteria. */
  static ResearchStudy summary(Trial trial) {
    ResearchStudy study =
        new ResearchStudy().setTitle(trial.title()).setStatus(status(trial.status()));
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
    trial.dossier().sites().forEach(site -> study.addSite(new Reference().setDisplay(site.name())));
    trial.dossier().sites().stream()
        .flatMap(site -> site.contact().stream())
        .forEach(contact -> study.addContact().setName(contact));
    return study;
  }

  private static ResearchStudy study(Trial trial, Attachments attachments) {
    ResearchStudy study = summary(trial);
    study.addEnrollment(new Reference("Group/" + groupId(trial)));
    study
        .addRelatedArtifact()
        .setType(RelatedArtifactType.DOCUMENTATION)
        .setDisplay(Attachments.TITLE)
        .getDocument()
        .setContentType(Attachments.YAML)
        .setTitle(Attachments.TITLE)
        .setData(bytes(attachments.trialFile()));
    study
        .addRelatedArtifact()
        .setType(RelatedArtifactType.DEPENDSON)
        .setResource(libraryUrl(trial) + "|" + trial.version());
    return study;
  }

  private static ResearchStudyStatus status(RecruitmentStatus status) {
    return switch (status) {
      case NOT_YET_RECRUITING -> ResearchStudyStatus.APPROVED;
      case RECRUITING -> ResearchStudyStatus.ACTIVE;
      case SUSPENDED -> ResearchStudyStatus.TEMPORARILYCLOSEDTOACCRUAL;
      case CLOSED -> ResearchStudyStatus.CLOSEDTOACCRUAL;
    };
  }

  static String groupId(Trial trial) {
    return trial.id().value() + "-eligibility";
  }

  static String libraryUrl(Trial trial) {
    return "urn:trialward:library:" + trial.id();
  }

  private static Group group(Trial trial) {
    Group group =
        new Group()
            .setType(GroupType.PERSON)
            .setActual(false)
            .setName("Eligibility of " + trial.id() + ", version " + trial.version());
    group.setId(groupId(trial));
    trial.criteria().stream()
        .map(criterion -> GroupEntry.of(trial.id().value(), criterion))
        .map(StudyWriterR4::characteristic)
        .forEach(group::addCharacteristic);
    return group;
  }

  private static GroupCharacteristicComponent characteristic(GroupEntry entry) {
    GroupCharacteristicComponent characteristic =
        new GroupCharacteristicComponent()
            .setCode(concept(entry.about()).setText(entry.criterion().text()))
            .setValue(value(entry.value()))
            .setExclude(entry.excludes());
    characteristic.setId(elementId(entry.criterion().id()));
    return characteristic;
  }

  /** FHIR's id has at most 64 letters, digits, hyphens and dots. */
  static String elementId(String id) {
    String plain = id.replaceAll("[^A-Za-z0-9.-]", "-");
    return plain.length() <= 64 ? plain : plain.substring(0, 64);
  }

  private static Type value(Value value) {
    return switch (value) {
      case Value.True _ -> new org.hl7.fhir.r4.model.BooleanType(true);
      case Value.OneOf(var codes) -> concept(codes);
      case Value.SexOf(var sex) -> new CodeableConcept(new Coding(GENDER, code(sex), null));
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

  static String code(Sex sex) {
    return sex.name().toLowerCase(Locale.ROOT);
  }

  private static CodeableConcept concept(Collection<Code> codes) {
    CodeableConcept concept = new CodeableConcept();
    for (Code code : codes) {
      Coding coding = concept.addCoding().setSystem(code.system()).setCode(plain(code));
      if (!code.display().isEmpty()) {
        coding.setDisplay(code.display());
      }
    }
    return concept;
  }

  /** A subtree is written as its root: FHIR has no star. */
  static String plain(Code code) {
    return code.isSubtree() ? code.value().replace("*", "") : code.value();
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
            .setUrl(libraryUrl(trial))
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
    library.addContent().setContentType(Attachments.CQL).setData(bytes(attachments.cql()));
    return library;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
