package org.trialward.fhir.subject;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Attachment;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.trial.TrialId;

/** What a record in the EMR says: plain words, nothing of the patient. */
final class Wording {
  /** What such a record is about. */
  static final String SUBJECT = "Clinical trial: review";

  private Wording() {}

  static String notice(TrialId trial) {
    return "May be eligible for trial %s: may meet criteria – review".formatted(trial);
  }

  static String withdrawal(TrialId trial) {
    return "Withdrawn: the notice about trial %s no longer applies.".formatted(trial);
  }

  /** The notice of an open candidate, else its withdrawal. */
  static String of(Candidate candidate) {
    TrialId trial = candidate.key().trial();
    return candidate.state().isOpen() ? notice(trial) : withdrawal(trial);
  }

  static Attachment attachment(String text) {
    return new Attachment()
        .setContentType("text/plain")
        .setData(text.getBytes(StandardCharsets.UTF_8));
  }
}
