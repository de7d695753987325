package org.trialward.fhir.subject;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;

/**
 * A record that stands in the EMR and is changed in place: made once for an open candidate, changed
 * when there is something else to say, withdrawn by a change.
 */
abstract class StandingRecord<R extends Resource> implements WriteBack {
  private final Class<R> type;
  private final String narrower;
  private final Records records;

  /**
   * @param narrower one search parameter that leaves fewer of the patient's records to look
   *     through, for servers that do not search by identifier
   */
  StandingRecord(Emr emr, Class<R> type, String narrower) {
    this.type = type;
    this.narrower = narrower;
    this.records = new Records(emr);
  }

  /** The record without what changes with the state. */
  abstract R blank(Delivery delivery);

  /** Makes the record say what the state says. */
  abstract void say(Candidate candidate, R found);

  /** Whether the state is one to make a new record for. */
  boolean isToldOf(Candidate candidate) {
    return candidate.state().isOpen();
  }

  /** Whether the record is still ours to change: people may have taken it over. */
  boolean isOurs(R found) {
    return true;
  }

  final Records records() {
    return records;
  }

  @Override
  public boolean isAcceptedBy(EmrCapabilities capabilities) {
    return capabilities.accepts(type.getSimpleName(), Interaction.CREATE)
        && capabilities.accepts(type.getSimpleName(), Interaction.UPDATE)
        && Records.finds(capabilities, type.getSimpleName());
  }

  @Override
  public final DeliveryReceipt deliver(Delivery delivery) {
    return records.deliver(type.getSimpleName(), () -> attempt(delivery));
  }

  private DeliveryReceipt attempt(Delivery delivery) {
    Candidate candidate = delivery.candidate();
    CandidateKey key = candidate.key();
    List<R> found = records.find(type, key, narrower);
    if (found.isEmpty()) {
      if (!isToldOf(candidate)) {
        return DeliveryReceipt.ALREADY_THERE;
      }
      R first = blank(delivery);
      say(candidate, first);
      Marks.tag(first, key, delivery.revision());
      records.create(first, Records.identifiedBy(Marks.CANDIDATE, key.identifier().toString()));
      return DeliveryReceipt.CREATED;
    }
    boolean changed = false;
    for (R standing : found) {
      changed |=
          Marks.revision(standing) <= delivery.revision()
              && isOurs(standing)
              && records.change(standing, delivery.revision(), r -> say(candidate, r));
    }
    return changed ? DeliveryReceipt.UPDATED : DeliveryReceipt.ALREADY_THERE;
  }
}
