package org.trialward.workbench.queue;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;

/**
 * What people decide about a candidate: physicians, coordinators, and the trial office through its
 * CTMS. {@link CandidateState#mayBecome} says who may do what.
 */
public class Decisions {
  /** What speaks for itself. */
  private static final Set<CandidateState> WITHOUT_REASON =
      EnumSet.complementOf(
          EnumSet.of(
              CandidateState.IN_REVIEW,
              CandidateState.REJECTED,
              CandidateState.DECLINED,
              CandidateState.SCREEN_FAILED,
              CandidateState.WITHDRAWN));

  private final Candidates candidates;
  private final OptOuts optOuts;
  private final Outbox outbox;
  private final AuditLog audit;

  public Decisions(Candidates candidates, OptOuts optOuts, Outbox outbox, AuditLog audit) {
    this.candidates = candidates;
    this.optOuts = optOuts;
    this.outbox = outbox;
    this.audit = audit;
  }

  /** A decision that cannot be taken, with the remedy. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }

  /**
   * Decides.
   *
   * @param seenRevision the revision that the person was looking at; a newer one must be looked at
   *     first
   * @param reason needed wherever the state does not speak for itself; must not name the patient
   */
  @Transactional
  public Entry decide(
      long number, long seenRevision, CandidateState next, Actor actor, String reason, String who) {
    Entry entry = locked(number);
    if (entry.revision() != seenRevision) {
      throw new Refused("The candidate has changed meanwhile. Look at it again, then decide.");
    }
    if (reason.isBlank() && needsReason(next)) {
      throw new Refused("Give a reason, so that others can follow the decision.");
    }
    if (next.isOpen()) {
      demandMayBeAsked(entry.key().patient());
    }
    return move(entry, next, actor, reason, who);
  }

  private void demandMayBeAsked(PatientId patient) {
    optOuts
        .find(patient)
        .ifPresent(optOut -> {
          throw new Refused(
              "The patient does not want to be asked about research (%s)."
                  .formatted(optOut.reason()));
        });
  }

  /** The candidate, locked until the transaction ends. */
  public Entry locked(long number) {
    return candidates
        .findForUpdate(number)
        .orElseThrow(() -> new Refused("There is no candidate %d.".formatted(number)));
  }

  public static boolean needsReason(CandidateState next) {
    return !WITHOUT_REASON.contains(next);
  }

  /**
   * Carries out one step: the state, the deliveries that follow, the audit. Runs in the caller's
   * transaction, which holds the candidate's lock.
   *
   * @throws Refused where this actor may not take it
   */
  public Entry move(Entry entry, CandidateState next, Actor actor, String reason, String who) {
    CandidateState state = entry.candidate().state();
    if (!state.mayBecome(next, actor)) {
      throw new Refused("A candidate that is %s cannot become %s.".formatted(state, next));
    }
    Entry moved = candidates.decide(entry, next, reason.strip(), who);
    outbox.decided(moved);
    audit.append(
        who,
        AuditAction.DECIDED,
        moved.key().toString(),
        "%s -> %s (%s, rules %s)%s"
            .formatted(
                state,
                next,
                moved.candidate().outcome(),
                moved.candidate().trialVersion(),
                reason.isBlank() ? "" : ": " + reason.strip()));
    return moved;
  }
}
