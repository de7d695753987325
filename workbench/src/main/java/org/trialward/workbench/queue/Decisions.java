package org.trialward.workbench.queue;

import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;

/** What people decide about a candidate. */
public class Decisions {
  private final Candidates candidates;
  private final Outbox outbox;
  private final AuditLog audit;

  public Decisions(Candidates candidates, Outbox outbox, AuditLog audit) {
    this.candidates = candidates;
    this.outbox = outbox;
    this.audit = audit;
  }

  /** What a coordinator may say. */
  public enum Decision {
    CONFIRM(CandidateState.CONFIRMED),
    REJECT(CandidateState.REJECTED),
    NEEDS_INFORMATION(CandidateState.IN_REVIEW);

    private final CandidateState state;

    Decision(CandidateState state) {
      this.state = state;
    }
  }

  /** A decision that cannot be taken, with the remedy. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Decides.
   *
   * @param seenRevision the revision that the person was looking at; a newer one must be looked at
   *     first
   * @param reason needed for everything but a confirmation; must not name the patient
   */
  @Transactional
  public Entry decide(
      long number, long seenRevision, Decision decision, String reason, String who) {
    Entry entry =
        candidates
            .findForUpdate(number)
            .orElseThrow(() -> new Refused("There is no candidate %d.".formatted(number)));
    if (entry.revision() != seenRevision) {
      throw new Refused("The candidate has changed meanwhile. Look at it again, then decide.");
    }
    if (decision != Decision.CONFIRM && reason.isBlank()) {
      throw new Refused("Give a reason, so that others can follow the decision.");
    }
    CandidateState state = entry.candidate().state();
    if (!state.next().contains(decision.state) || state == decision.state) {
      throw new Refused(
          "A candidate that is %s cannot become %s.".formatted(state, decision.state));
    }
    Entry decided = candidates.change(entry, decision.state, entry.judged(), reason.strip(), who);
    outbox.decided(decided);
    audit.append(
        who,
        AuditAction.DECIDED,
        decided.key().toString(),
        "%s -> %s (%s, rules %s)%s"
            .formatted(
                state,
                decision.state,
                decided.candidate().outcome(),
                decided.candidate().trialVersion(),
                reason.isBlank() ? "" : ": " + reason.strip()));
    return decided;
  }
}
