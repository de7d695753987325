package org.trialward.fhir.subject;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;

/**
 * A note in the chart. A note is read for years, so it is written only after a coordinator's
 * confirmation; it is superseded when the candidate is no longer open.
 */
final class DocumentNoteWriteBack extends StandingRecord<DocumentReference> {
  /** US Core's category of notes; the servers that take notes search by it. */
  private static final Coding NOTE =
      new Coding(
          "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
          "clinical-note",
          "Clinical Note");

  /** LOINC's plain note. */
  private static final Coding PLAIN = new Coding("http://loinc.org", "34109-9", "Note");

  DocumentNoteWriteBack(Emr emr) {
    super(emr, DocumentReference.class, Records.token("category", NOTE));
  }

  private static boolean isConfirmed(Candidate candidate) {
    return candidate.state() == CandidateState.CONFIRMED
        || candidate.state() == CandidateState.CONTACTED;
  }

  @Override
  boolean isToldOf(Candidate candidate) {
    return isConfirmed(candidate);
  }

  @Override
  DocumentReference blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var note = new DocumentReference();
    note.addIdentifier(Marks.candidate(key));
    note.setDocStatus(ReferredDocumentStatus.FINAL);
    note.setType(new CodeableConcept(PLAIN.copy()));
    note.addCategory(new CodeableConcept(NOTE.copy()));
    note.setSubject(Marks.patient(key.patient()));
    note.addAuthor(Marks.author());
    return note;
  }

  @Override
  void say(Candidate candidate, DocumentReference note) {
    if (isConfirmed(candidate)) {
      note.setStatus(DocumentReferenceStatus.CURRENT);
    } else if (!candidate.state().isOpen()) {
      note.setStatus(DocumentReferenceStatus.SUPERSEDED);
    } else {
      return; // Back in review or found anew: the note stays as the last decision left it.
    }
    note.getContent().clear();
    note.addContent().setAttachment(Wording.attachment(Wording.of(candidate)));
  }
}
