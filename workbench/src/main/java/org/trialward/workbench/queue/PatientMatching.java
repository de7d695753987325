package org.trialward.workbench.queue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.trialward.matcher.Fits.Fit;
import org.trialward.matcher.Matcher;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.chart.PatientReadings.Reading;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.trials.TrialLibrary;

/**
 * A patient changed: match the chart and carry what is new into the queue and the outbox. A
 * person's decision is never overruled: a rejected candidate stays rejected, a confirmed one lapses
 * only when a criterion now speaks against, and whom somebody spoke to does not lapse at all.
 */
public class PatientMatching {
  private static final String ENGINE = "engine";

  private final PatientReadings readings;
  private final TrialLibrary trials;
  private final Matcher matcher;
  private final PatientIndex index;
  private final Candidates candidates;
  private final Withdrawals withdrawals;
  private final Outbox outbox;
  private final AuditLog audit;

  public PatientMatching(
      PatientReadings readings,
      TrialLibrary trials,
      Matcher matcher,
      PatientIndex index,
      Candidates candidates,
      Withdrawals withdrawals,
      Outbox outbox,
      AuditLog audit) {
    this.readings = readings;
    this.trials = trials;
    this.matcher = matcher;
    this.index = index;
    this.candidates = candidates;
    this.withdrawals = withdrawals;
    this.outbox = outbox;
    this.audit = audit;
  }

  /**
   * An audit entry that waits for the end of the transaction, where the chain is locked for the
   * shortest time.
   */
  private record Told(AuditAction action, Entry entry) {
    AuditLog.Note note() {
      return new AuditLog.Note(
          action,
          entry.key().toString(),
          "%s, %s, rules %s, as of %s%s"
              .formatted(
                  entry.candidate().state(),
                  entry.candidate().outcome(),
                  entry.candidate().trialVersion(),
                  entry.verdict().asOf(),
                  entry.candidate().reason().map(r -> ": " + r).orElse("")));
    }
  }

  /** Runs in the caller's transaction. */
  public void match(PatientId patient) {
    List<Entry> entries = candidates.ofPatientForUpdate(patient);
    Optional<OptOut> optOut = withdrawals.of(patient);
    if (optOut.isPresent()) {
      notAsked(patient, entries, optOut.get());
      return;
    }
    Map<TrialId, Entry> known = new HashMap<>();
    entries.forEach(entry -> known.put(entry.key().trial(), entry));
    List<Told> told = new ArrayList<>();
    Optional<Reading> reading = readings.today(patient);
    if (reading.isEmpty()) {
      known
          .values()
          .forEach(entry ->
              lapse(
                  entry,
                  entry.judged(),
                  "patient-gone: No record of this patient is there any more, or none in use.",
                  told));
      afterCommit(() -> index.gone(patient));
    } else {
      for (Fit fit : matcher.fits(reading.get().patient()).sorted()) {
        fits(Optional.ofNullable(known.remove(fit.trial().id())), fit, reading.get(), told);
      }
      known.values().forEach(entry -> noLongerProposed(entry, reading.get(), told));
      afterCommit(() -> index.matched(reading.get()));
    }
    audit.append(ENGINE, told.stream().map(Told::note).toList());
  }

  /** Nothing is looked for; who consented to a trial stays in it. */
  private void notAsked(PatientId patient, List<Entry> entries, OptOut optOut) {
    audit.append(ENGINE, withdrawals.carryOut(entries, optOut));
    readings
        .today(patient)
        .ifPresentOrElse(
            reading -> afterCommit(() -> index.matched(reading)),
            () -> afterCommit(() -> index.gone(patient)));
  }

  /** What the index holds is what was stored. */
  private static void afterCommit(Runnable work) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  private void fits(Optional<Entry> known, Fit fit, Reading reading, List<Told> told) {
    if (known.isPresent() && isSame(known.get(), fit, reading)) {
      return;
    }
    Judged judged = Judged.of(matcher.evaluate(fit.trial(), reading.patient()), reading);
    if (known.isEmpty()) {
      CandidateKey key = new CandidateKey(fit.trial().id(), reading.patient().id());
      tell(
          AuditAction.CANDIDATE_DETECTED,
          candidates.detect(key, judged, reason(judged.verdict())),
          told);
    } else if (isClosedByEngine(known.get())) {
      change(
          known.get(),
          CandidateState.DETECTED,
          judged,
          reason(judged.verdict()),
          AuditAction.CANDIDATE_DETECTED,
          told);
    } else {
      renew(known.get(), judged, told);
    }
  }

  /** The stored verdict is the one that would be made now, and stands. */
  private static boolean isSame(Entry known, Fit fit, Reading reading) {
    return known.judged().isOf(reading)
        && !isClosedByEngine(known)
        && known.candidate().outcome() == fit.outcome()
        && known.candidate().trialVersion().equals(fit.trial().version());
  }

  private static boolean isClosedByEngine(Entry entry) {
    CandidateState state = entry.candidate().state();
    return state == CandidateState.LAPSED || state == CandidateState.DO_NOT_CONTACT;
  }

  private void noLongerProposed(Entry entry, Reading reading, List<Told> told) {
    Optional<Trial> trial = trials.find(entry.key().trial());
    if (trial.isEmpty()) {
      return; // Its file is missing or has mistakes: nobody can say that the patient no longer
      // fits.
    }
    Optional<String> closed = closed(trial.get(), reading.patient().asOf());
    if (closed.isPresent()) {
      lapse(entry, entry.judged(), "trial-not-recruiting: " + closed.get(), told);
      return;
    }
    Judged judged = Judged.of(matcher.evaluate(trial.get(), reading.patient()), reading);
    if (mayLapse(entry)) {
      lapse(entry, judged, reason(judged.verdict()), told);
    } else {
      renew(entry, judged, told);
    }
  }

  private static Optional<String> closed(Trial trial, LocalDate day) {
    return trial.status() == RecruitmentStatus.RECRUITING
        ? trial.dossier().objection(day).map("The trial is not matched: %s."::formatted)
        : Optional.of("The trial does not recruit here now.");
  }

  private void lapse(Entry entry, Judged judged, String reason, List<Told> told) {
    if (mayLapse(entry)) {
      change(entry, CandidateState.LAPSED, judged, reason, AuditAction.CANDIDATE_LAPSED, told);
    }
  }

  private static boolean mayLapse(Entry entry) {
    return entry.candidate().state().mayBecome(CandidateState.LAPSED, Actor.ENGINE);
  }

  /** Same state: tell others only when the outcome or the rules changed. */
  private void renew(Entry entry, Judged judged, List<Told> told) {
    VerdictDocument verdict = judged.verdict();
    boolean sameForOthers =
        entry.candidate().outcome() == verdict.outcome()
            && entry.candidate().trialVersion().equals(verdict.trialVersion());
    CandidateState state = entry.candidate().state();
    String stored = entry.candidate().reason().orElse("");
    if (sameForOthers) {
      candidates.renewEvidence(
          entry, judged, state == CandidateState.DETECTED ? reason(verdict) : stored);
    } else {
      boolean saidByEngine = state == CandidateState.DETECTED || state == CandidateState.LAPSED;
      change(
          entry,
          state,
          judged,
          saidByEngine ? reason(verdict) : stored,
          AuditAction.CANDIDATE_CHANGED,
          told);
    }
  }

  private void change(
      Entry entry,
      CandidateState state,
      Judged judged,
      String reason,
      AuditAction action,
      List<Told> told) {
    tell(action, candidates.change(entry, state, judged, reason, ENGINE), told);
  }

  private void tell(AuditAction action, Entry entry, List<Told> told) {
    outbox.decided(entry);
    told.add(new Told(action, entry));
  }

  /**
   * A code for logs that leave the hospital, then words that name criteria by their id, never the
   * patient.
   */
  private static String reason(VerdictDocument verdict) {
    return switch (verdict.outcome()) {
      case ELIGIBLE -> "all-criteria-met: Nothing speaks against, nothing is open.";
      case POSSIBLE -> "criteria-open: " + ids(verdict, Truth.UNKNOWN);
      case INELIGIBLE -> "criteria-against: " + ids(verdict, Truth.FALSE);
    };
  }

  private static String ids(VerdictDocument verdict, Truth favours) {
    return verdict.favouring(favours).stream()
        .map(VerdictDocument.CriterionDocument::id)
        .collect(Collectors.joining(", "));
  }
}
