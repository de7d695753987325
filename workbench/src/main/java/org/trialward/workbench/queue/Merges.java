package org.trialward.workbench.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;

/**
 * What becomes of the queue when a patient's record is merged into another's, and when that is
 * taken back. People's answers move with the patient; both patients' histories stay in the audit.
 */
public class Merges {
  private static final String ENGINE = "engine";
  private static final String MERGED = "patient-merged: The record was merged into another.";
  private static final String PARTED = "patient-unmerged: The merge of the records was undone.";

  private final Candidates candidates;
  private final Outbox outbox;
  private final OptOuts optOuts;
  private final AuditLog audit;

  public Merges(Candidates candidates, Outbox outbox, OptOuts optOuts, AuditLog audit) {
    this.candidates = candidates;
    this.outbox = outbox;
    this.optOuts = optOuts;
    this.audit = audit;
  }

  /**
   * Moves what is known of the retired patient to the survivor. Runs in the caller's transaction,
   * which holds the turns of both.
   */
  public void merge(PatientId retired, PatientId survivor) {
    optOuts.carry(retired, survivor);
    List<Entry> told = new ArrayList<>();
    for (Entry entry : candidates.mergedAwayForUpdate(survivor)) {
      if (candidates.mergedInto(entry).equals(Optional.of(retired))) {
        giveBack(entry, told); // They were merged the other way round.
      }
    }
    List<Entry> survivors = candidates.ofPatientForUpdate(survivor);
    for (Entry entry : candidates.ofPatientForUpdate(retired)) {
      if (entry.candidate().state() != CandidateState.LAPSED
          || !candidates.isMergedAway(entry)
          || !candidates.mergedInto(entry).equals(Optional.of(survivor))) {
        Optional<Entry> there =
            survivors.stream().filter(e -> e.key().trial().equals(entry.key().trial())).findFirst();
        carry(entry, there, survivor).ifPresent(told::add);
        told.add(candidates.merge(entry, survivor, MERGED, ENGINE));
      }
    }
    tell(told, AuditAction.CANDIDATE_MERGED);
  }

  /** The survivor's own answer stands; without one the retired patient's does. */
  private Optional<Entry> carry(Entry entry, Optional<Entry> there, PatientId survivor) {
    CandidateState state = entry.candidate().state();
    if (state == CandidateState.LAPSED) {
      return Optional.empty();
    }
    if (there.isEmpty()) {
      return Optional.of(candidates.carry(entry, survivor));
    }
    return isAnswered(state) && !isAnswered(there.get().candidate().state())
        ? Optional.of(candidates.carryOver(entry, there.get()))
        : Optional.empty();
  }

  private static boolean isAnswered(CandidateState state) {
    return state != CandidateState.DETECTED && state != CandidateState.LAPSED;
  }

  /**
   * Gives back what an earlier merge moved away from this patient. Runs in the caller's
   * transaction.
   *
   * @return the patients who are to be matched again
   */
  public List<PatientId> part(PatientId patient) {
    candidates.ofPatientForUpdate(patient); // As everybody: candidates before the audit's chain.
    List<Entry> told = new ArrayList<>();
    Set<PatientId> concerned = new LinkedHashSet<>(optOuts.takeBack(patient));
    for (Entry entry : candidates.mergedAwayForUpdate(patient)) {
      concerned.add(candidates.mergedInto(entry).orElseThrow());
      concerned.addAll(giveBack(entry, told));
    }
    concerned.remove(patient);
    tell(told, AuditAction.CANDIDATE_PARTED);
    return List.copyOf(concerned);
  }

  /** Returns from whom it was taken. */
  private Set<PatientId> giveBack(Entry entry, List<Entry> told) {
    Set<PatientId> from = takeBack(entry, told);
    candidates.restore(entry.candidate().number()).ifPresent(told::add);
    return from;
  }

  /** From the survivor, and from whomever the survivor was merged into in turn. */
  private Set<PatientId> takeBack(Entry entry, List<Entry> told) {
    Set<PatientId> from = new LinkedHashSet<>();
    Optional<Entry> next = candidates.carriedFrom(entry);
    while (next.isPresent()) {
      Entry carried = next.get();
      from.add(carried.key().patient());
      next = candidates.carriedFrom(carried);
      candidates.takeBack(carried, PARTED).ifPresent(told::add);
    }
    return from;
  }

  private void tell(List<Entry> changed, AuditAction action) {
    changed.forEach(outbox::decided);
    audit.append(
        ENGINE,
        changed.stream()
            .map(entry ->
                new AuditLog.Note(
                    action,
                    entry.key().toString(),
                    entry.candidate().state()
                        + entry.candidate().reason().map(reason -> ": " + reason).orElse("")))
            .toList());
  }
}
