package org.trialward.fhir.subject;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.ListResource.ListEntryComponent;
import org.hl7.fhir.r4.model.ListResource.ListMode;
import org.hl7.fhir.r4.model.ListResource.ListStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

/**
 * One list a study, of the subjects to screen and of the participants. Its code and its link to the
 * study are those of MIRACUM recruIT, whose pages find their work by them.
 *
 * <p>Cost: each change writes the whole list, and two at once make one of them wait.
 */
final class ScreeningListWriteBack implements WriteBack {
  private static final Coding RECOMMENDATIONS =
      new Coding()
          .setSystem("https://fhir.miracum.org/uc1/CodeSystem/screeningList")
          .setCode("screening-recommendations");

  private static final Coding NOBODY =
      new Coding(
          "http://terminology.hl7.org/CodeSystem/list-empty-reason", "nilknown", "Nil Known");

  private static final String BELONGS_TO_STUDY =
      "https://fhir.miracum.org/uc1/StructureDefinition/belongsToStudy";

  private final Records records;

  ScreeningListWriteBack(Emr emr) {
    this.records = new Records(emr);
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return capabilities.accepts("List", Interaction.CREATE)
        && capabilities.accepts("List", Interaction.UPDATE)
        && capabilities.accepts("List", Interaction.SEARCH)
        && capabilities.searchesBy("List", "identifier");
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    return records.deliver("List", () -> attempt(delivery));
  }

  private DeliveryReceipt attempt(Delivery delivery) {
    Optional<ResearchSubject> subject =
        records.find(ResearchSubject.class, delivery.candidate().key(), "").stream().findFirst();
    if (subject.isEmpty()) {
      return DeliveryReceipt.ALREADY_THERE;
    }
    boolean listed = isListed(delivery.candidate().state());
    TrialId trial = delivery.candidate().key().trial();
    String ours = Records.identifiedBy(Marks.SCREENING_LIST, trial.value());
    Optional<ListResource> found =
        records.find(ListResource.class, "List", ours).stream()
            .filter(list -> Marks.has(list, Marks.SCREENING_LIST, trial.value()))
            .findFirst();
    if (found.isEmpty()) {
      if (!listed) {
        return DeliveryReceipt.ALREADY_THERE;
      }
      ListResource list = list(trial, subject.get().getStudy());
      list.addEntry().setItem(reference(subject.get()));
      records.create(list, ours);
      return DeliveryReceipt.CREATED;
    }
    // The list is many candidates': their revisions say nothing of it.
    return records.change(found.get(), 0, list -> enter(list, subject.get(), listed))
        ? DeliveryReceipt.UPDATED
        : DeliveryReceipt.ALREADY_THERE;
  }

  private static boolean isListed(CandidateState state) {
    return state.isOpen() || state.isAfterConsent();
  }

  private static void enter(ListResource list, ResearchSubject subject, boolean listed) {
    Reference ours = reference(subject);
    List<ListEntryComponent> entries = list.getEntry();
    boolean there = entries.stream().anyMatch(entry -> isOf(entry, ours));
    if (listed && !there) {
      list.addEntry().setItem(ours);
    } else if (!listed) {
      entries.removeIf(entry -> isOf(entry, ours));
    }
    list.setEmptyReason(null);
    if (entries.isEmpty()) {
      list.setEmptyReason(new CodeableConcept(NOBODY.copy()));
    }
  }

  private static boolean isOf(ListEntryComponent entry, Reference subject) {
    return subject.getReference().equals(entry.getItem().getReference());
  }

  private static Reference reference(ResearchSubject subject) {
    return new Reference("ResearchSubject/" + subject.getIdElement().getIdPart());
  }

  private static ListResource list(TrialId trial, Reference study) {
    var list = new ListResource();
    list.addIdentifier().setSystem(Marks.SCREENING_LIST).setValue(trial.value());
    list.setStatus(ListStatus.CURRENT);
    list.setMode(ListMode.WORKING);
    list.setCode(new CodeableConcept(RECOMMENDATIONS.copy()));
    list.addExtension(BELONGS_TO_STUDY, study.copy());
    Marks.tag(list, 0);
    return list;
  }
}
