package org.trialward.fhir.subject;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;

/**
 * A proposal that a person may make an order of. Once one did, it is theirs: only a draft is
 * revoked.
 */
final class ServiceRequestWriteBack extends StandingRecord<ServiceRequest> {

  ServiceRequestWriteBack(Emr emr) {
    super(emr, ServiceRequest.class, "");
  }

  @Override
  ServiceRequest blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var proposal = new ServiceRequest();
    proposal.addIdentifier(Marks.candidate(key));
    proposal.setIntent(ServiceRequestIntent.PROPOSAL);
    proposal.setPriority(ServiceRequestPriority.ROUTINE);
    proposal.setSubject(Marks.patient(key.patient()));
    proposal.setRequester(Marks.author());
    return proposal;
  }

  @Override
  boolean isOurs(ServiceRequest proposal) {
    return proposal.getIntent() == ServiceRequestIntent.PROPOSAL
        && (proposal.getStatus() == ServiceRequestStatus.DRAFT
            || proposal.getStatus() == ServiceRequestStatus.REVOKED);
  }

  @Override
  void say(Candidate candidate, ServiceRequest proposal) {
    proposal.setStatus(
        candidate.state().isOpen() ? ServiceRequestStatus.DRAFT : ServiceRequestStatus.REVOKED);
    proposal.setCode(new CodeableConcept().setText(Wording.of(candidate)));
  }
}
