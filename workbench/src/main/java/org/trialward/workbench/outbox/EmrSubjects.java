package org.trialward.workbench.outbox;

import java.util.Optional;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.subject.WriteBack;
import org.trialward.fhir.subject.WriteBackRefused;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;

/**
 * What the study office sees: the subject of the study and, where the site wants it, the study's
 * screening list.
 */
public final class EmrSubjects implements EmrDestination.Way {
  private static final String LIST = "screening-list";

  private final Emr emr;
  private final WriteBack subjects;
  private final Optional<WriteBack> lists;
  private final WriteBackRefusals refusals;

  /**
   * @param screeningLists whether the lists are kept
   */
  public EmrSubjects(Emr emr, boolean screeningLists, WriteBackRefusals refusals) {
    this.emr = emr;
    this.subjects = WriteBacks.subjects(emr);
    this.lists = screeningLists ? Optional.of(WriteBacks.screeningLists(emr)) : Optional.empty();
    this.refusals = refusals;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    if (!subjects.isAcceptedBy(emr.capabilities())) {
      return DeliveryReceipt.NOT_TAKEN;
    }
    DeliveryReceipt receipt = subjects.deliver(delivery);
    lists
        .filter(list -> list.isAcceptedBy(emr.capabilities()))
        .filter(_ -> !refusals.strategies().contains(LIST))
        .ifPresent(list -> enter(delivery, list));
    return receipt;
  }

  /** The subject stands without a list: a refusal of the list is told, and no more. */
  private void enter(Delivery delivery, WriteBack list) {
    try {
      list.deliver(delivery);
    } catch (WriteBackRefused e) {
      refusals.note(LIST, delivery.candidate().key().trial(), e);
    }
  }
}
