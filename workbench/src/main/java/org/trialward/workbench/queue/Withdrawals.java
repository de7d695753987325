package org.trialward.workbench.queue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;

/**
 * Takes the candidates of a patient who does not want to be asked about research out of the queue.
 * From the consent to a trial on that trial's own CTMS leads.
 */
public class Withdrawals {
  private static final String ENGINE = "engine";

  private final OptOuts optOuts;
  private final Candidates candidates;
  private final Outbox outbox;
  private final Inbox inbox;
  private final AuditLog audit;

  public Withdrawals(
      OptOuts optOuts, Candidates candidates, Outbox outbox, Inbox inbox, AuditLog audit) {
    this.optOuts = optOuts;
    this.candidates = candidates;
    this.outbox = outbox;
    this.inbox = inbox;
    this.audit = audit;
  }

  Optional<OptOut> of(PatientId patient) {
    return optOuts.find(patient);
  }

  /**
   * Nobody is asked any more, and what waits to be told is not told. Runs in the caller's
   * transaction, which holds the candidates' locks.
   *
   * @return what the audit has to hold
   */
  List<AuditLog.Note> carryOut(List<Entry> entries, OptOut optOut) {
    List<AuditLog.Note> notes = new ArrayList<>();
    for (Entry entry : entries) {
      CandidateState state = entry.candidate().state();
      if (!state.isOpen() || !state.mayBecome(CandidateState.DO_NOT_CONTACT, Actor.ENGINE)) {
        continue;
      }
      String reason = optOut.reason();
      int cancelled = outbox.cancel(entry.candidate().number(), reason);
      outbox.decided(
          candidates.change(entry, CandidateState.DO_NOT_CONTACT, entry.judged(), reason, ENGINE));
      notes.add(
          new AuditLog.Note(
              AuditAction.CONSENT_WITHDRAWN,
              entry.key().toString(),
              "%s -> DO_NOT_CONTACT: %s; %d pending deliveries cancelled"
                  .formatted(state, reason, cancelled)));
    }
    return notes;
  }

  /**
   * A person says that the patient does not want to be asked. What is found for the patient at this
   * very moment follows in the next cycle.
   *
   * @param saidOn when the patient said so
   */
  @Transactional
  public void record(PatientId patient, LocalDate saidOn, String who) {
    List<Entry> entries = candidates.ofPatientForUpdate(patient);
    optOuts.record(patient, new OptOut(who, Optional.of(saidOn)));
    List<AuditLog.Note> notes = new ArrayList<>();
    notes.add(
        new AuditLog.Note(
            AuditAction.CONSENT_WITHDRAWN, patient.value(), "recorded by hand, said on " + saidOn));
    optOuts.find(patient).ifPresent(standing -> notes.addAll(carryOut(entries, standing)));
    inbox.matchAgain(patient, "opted out");
    audit.append(who, notes);
  }

  /**
   * A person lifts what was recorded here. The next cycle matches the patient again.
   *
   * @throws Decisions.Refused where there is nothing that may be lifted here
   */
  @Transactional
  public void lift(PatientId patient, String reason, String who) {
    if (reason.isBlank()) {
      throw new Decisions.Refused("Say why it is lifted, so that others can follow it.");
    }
    Set<PatientId> lifted = optOuts.lift(patient);
    if (lifted.isEmpty()) {
      throw new Decisions.Refused(
          "Nothing was recorded here that could be lifted. What a Consent in the EMR says is changed in the EMR.");
    }
    lifted.forEach(of -> inbox.matchAgain(of, "opt-out lifted"));
    audit.append(
        who,
        lifted.stream()
            .map(of -> new AuditLog.Note(AuditAction.CONSENT_RESTORED, of.value(), reason.strip()))
            .toList());
  }
}
