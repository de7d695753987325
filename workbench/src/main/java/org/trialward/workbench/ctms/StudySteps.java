package org.trialward.workbench.ctms;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.ctms.StudyConsents.Signed;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.OwnStudies;
import org.trialward.workbench.settings.SiteClock;

/** Steps through a study, with what follows from them for the patient's other candidates. */
public class StudySteps {
  private final Decisions decisions;
  private final StudyConsents consents;
  private final Outbox outbox;
  private final Inbox inbox;
  private final SiteClock clock;

  public StudySteps(
      Decisions decisions, StudyConsents consents, Outbox outbox, Inbox inbox, SiteClock clock) {
    this.decisions = decisions;
    this.consents = consents;
    this.outbox = outbox;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * A coordinator takes a step.
   *
   * @param seenRevision the revision that the coordinator was looking at
   * @param reason a code, or a code and words; needed where the state does not speak for itself
   * @param signed needed for {@link CandidateState#CONSENTED} by whoever was not consented before
   */
  @Transactional
  public Entry take(
      long number,
      long seenRevision,
      CandidateState next,
      String reason,
      Optional<Signed> signed,
      String who) {
    Entry before = decisions.locked(number);
    boolean signs =
        next == CandidateState.CONSENTED && !before.candidate().state().isAfterConsent();
    if (signs) {
      check(signed);
    }
    Entry after = decisions.decide(number, seenRevision, next, Actor.COORDINATOR, reason, who);
    if (signs) {
      consents.record(number, signed.orElseThrow(), who);
    }
    follow(before, after);
    return after;
  }

  private void check(Optional<Signed> signed) {
    if (signed.filter(it -> !it.version().isBlank()).isEmpty()) {
      throw new Decisions.Refused(
          "Give the version of the consent and the day on which it was signed.");
    }
    if (signed.get().on().isAfter(LocalDate.ofInstant(clock.now(), clock.zone()))) {
      throw new Decisions.Refused("The consent cannot have been signed in the future.");
    }
  }

  /** The trial office reports a step. Runs in the caller's transaction, which holds the lock. */
  Entry reported(Entry before, CandidateState next, String reason, String connector) {
    Entry after = decisions.move(before, next, Actor.CTMS, reason, connector);
    follow(before, after);
    return after;
  }

  /**
   * Whoever begins or ends to take part is matched again, because other trials may ask for that.
   * What was refused for want of a consent goes out now.
   */
  private void follow(Entry before, Entry after) {
    CandidateState was = before.candidate().state();
    CandidateState is = after.candidate().state();
    if (OwnStudies.concerns(was) || OwnStudies.concerns(is)) {
      inbox.rematch(
          List.of(after.key().patient()),
          "step %d of candidate %d".formatted(after.revision(), after.candidate().number()));
    }
    if (is.isAfterConsent() && !was.isAfterConsent()) {
      outbox.reopen(after.candidate().number());
    }
  }
}
