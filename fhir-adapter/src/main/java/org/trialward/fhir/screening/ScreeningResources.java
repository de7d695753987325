package org.trialward.fhir.screening;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.UUID;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.ListResource.ListMode;
import org.hl7.fhir.r4.model.ListResource.ListStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchStudy.ResearchStudyStatus;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.trialward.fhir.screening.ScreenedCandidate.Step;
import org.trialward.fhir.subject.SubjectStatus;
import org.trialward.rules.quantity.CodeSystem;

/** The resources of one study's screening list; the ids are the bundle's own. */
final class ScreeningResources {
  private static final String NUMBER = "urn:trialward:candidate-number";
  private static final String TRIAL = "urn:trialward:trial";
  private static final String RULES = "urn:trialward:rules";
  private static final String STATE = "urn:trialward:candidate-state";
  private static final String USER = "urn:trialward:user";
  private static final String AGENT =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

  private final String trial;
  private final String title;
  private final Instant takenAt;
  private final ListResource list = new ListResource();

  ScreeningResources(String trial, String title, Instant takenAt) {
    this.trial = trial;
    this.title = title;
    this.takenAt = takenAt;
    list.setId(id("List"));
    list.setStatus(ListStatus.CURRENT).setMode(ListMode.SNAPSHOT);
    list.setTitle("Screening list of " + trial);
    list.setDateElement(new DateTimeType(Date.from(takenAt)));
    list.addIdentifier().setSystem(TRIAL).setValue(trial);
  }

  ResearchStudy study() {
    ResearchStudy study = new ResearchStudy().setTitle(title);
    study.setId(id("ResearchStudy"));
    study.setStatus(ResearchStudyStatus.ACTIVE);
    study.addIdentifier().setSystem(TRIAL).setValue(trial);
    if (trial.startsWith("NCT")) {
      study.addIdentifier().setSystem(CodeSystem.CLINICAL_TRIALS_GOV.uri()).setValue(trial);
    }
    return study;
  }

  /** Also notes the candidate for the list. */
  ResearchSubject subject(ScreenedCandidate candidate) {
    String number = Long.toString(candidate.number());
    ResearchSubject subject = new ResearchSubject();
    subject.setId(subjectId(candidate));
    subject.addIdentifier().setSystem(NUMBER).setValue(number);
    subject.setStatus(SubjectStatus.of(candidate.state()));
    subject.setPeriod(
        new Period().setStartElement(new DateTimeType(Integer.toString(candidate.foundYear()))));
    subject.setStudy(reference("ResearchStudy"));
    subject.setIndividual(named("Patient", NUMBER, number));
    list.addEntry().setItem(to(subjectId(candidate)));
    return subject;
  }

  /** One for each step: who, by which rules, to which state. */
  Iterable<Provenance> history(ScreenedCandidate candidate) {
    var history = new ArrayList<Provenance>();
    for (Step step : candidate.steps()) {
      history.add(provenance(candidate, step, history.size() + 1));
    }
    return history;
  }

  private Provenance provenance(ScreenedCandidate candidate, Step step, int count) {
    Provenance provenance = new Provenance();
    provenance.setId(id("Provenance|" + candidate.number() + "|" + count));
    provenance.addTarget(to(subjectId(candidate)));
    provenance.setRecorded(Date.from(step.at().orElse(takenAt)));
    provenance
        .getActivity()
        .setText(step.state().name())
        .addCoding()
        .setSystem(STATE)
        .setCode(step.state().name());
    var device = provenance.addAgent();
    device.getType().addCoding().setSystem(AGENT).setCode("assembler");
    device.setWho(named("Device", "urn:trialward:origin", "trialward").setDisplay("Trialward"));
    step.person()
        .ifPresent(person -> {
          var author = provenance.addAgent();
          author.getType().addCoding().setSystem(AGENT).setCode("author");
          author.setWho(named("Practitioner", USER, person));
        });
    provenance
        .addEntity()
        .setRole(ProvenanceEntityRole.SOURCE)
        .setWhat(
            new Reference()
                .setIdentifier(identifier(RULES, trial + "|" + candidate.trialVersion()))
                .setDisplay("Rules of " + trial + ", version " + candidate.trialVersion()));
    return provenance;
  }

  ListResource list() {
    if (!list.hasEntry()) {
      list.getEmptyReason()
          .addCoding()
          .setSystem("http://terminology.hl7.org/CodeSystem/list-empty-reason")
          .setCode("nilknown");
    }
    return list;
  }

  private String subjectId(ScreenedCandidate candidate) {
    return id("ResearchSubject|" + candidate.number());
  }

  private Reference reference(String what) {
    return to(id(what));
  }

  private static Reference to(String id) {
    return new Reference("urn:uuid:" + id);
  }

  private static Reference named(String type, String system, String value) {
    return new Reference().setType(type).setIdentifier(identifier(system, value));
  }

  private static Identifier identifier(String system, String value) {
    return new Identifier().setSystem(system).setValue(value);
  }

  /** The same in each export of the study; made of nothing but our numbers. */
  private String id(String what) {
    return UUID.nameUUIDFromBytes((trial + "|" + what).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
