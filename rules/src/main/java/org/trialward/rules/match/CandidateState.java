package org.trialward.rules.match;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a candidate stands, from the engine's finding to the end of the study. {@link #mayBecome}
 * is the whole law of who may change what: nothing changes a state without asking it.
 */
public enum CandidateState {
  /** Found by the engine, seen by nobody yet. */
  DETECTED,
  /** A coordinator asked for more information. */
  IN_REVIEW,
  /** A coordinator confirmed the candidate. */
  CONFIRMED,
  /** A physician sent the candidate to the coordinator. */
  REFERRED,
  /** The patient was spoken to about the trial. */
  CONTACTED,
  /** The patient does not want to take part in this trial. */
  DECLINED,
  /** The patient signed the consent and is screened. */
  CONSENTED,
  /** Screening found the participant eligible. */
  ELIGIBLE,
  /** Screening found the participant not eligible. */
  SCREEN_FAILED,
  /** On study. */
  ENROLLED,
  /** Treatment has ended, the participant is followed up. */
  FOLLOW_UP,
  /** Off study as planned. */
  COMPLETED,
  /** The participant left the study. */
  WITHDRAWN,
  /** The participant died. */
  DIED,
  /** A person rejected the candidate, with a reason. */
  REJECTED,
  /** The chart or the trial changed so that the candidate no longer fits. */
  LAPSED,
  /** The patient does not want to be asked about research at all. */
  DO_NOT_CONTACT;

  private static final Set<CandidateState> BEFORE_CONTACT =
      EnumSet.of(DETECTED, IN_REVIEW, CONFIRMED, REFERRED);
  private static final Set<CandidateState> OPEN = open();
  private static final Set<CandidateState> AFTER_CONSENT = EnumSet.range(CONSENTED, DIED);

  private static Set<CandidateState> open() {
    Set<CandidateState> open = EnumSet.copyOf(BEFORE_CONTACT);
    open.add(CONTACTED);
    return open;
  }

  /** Whether someone should still be looked at: nobody has answered for good. */
  public boolean isOpen() {
    return OPEN.contains(this);
  }

  /** Whether the person has consented, so that from here on the CTMS has the last word. */
  public boolean isAfterConsent() {
    return AFTER_CONSENT.contains(this);
  }

  /** Whether this actor may change this state to that one; never to the same. */
  public boolean mayBecome(CandidateState next, Actor actor) {
    return next(actor).contains(next);
  }

  /** The states that this actor may set now. */
  public Set<CandidateState> next(Actor actor) {
    Set<CandidateState> next =
        switch (actor) {
          case ENGINE -> byEngine();
          case PHYSICIAN -> byPhysician();
          case COORDINATOR -> byCoordinator();
          case CTMS -> byCtms();
        };
    next.remove(this);
    return next;
  }

  /** The engine finds and lapses; once somebody spoke to the patient it only keeps silence. */
  private Set<CandidateState> byEngine() {
    return switch (this) {
      case DETECTED, IN_REVIEW, CONFIRMED, REFERRED -> EnumSet.of(LAPSED, DO_NOT_CONTACT);
      case CONTACTED -> EnumSet.of(DO_NOT_CONTACT);
      case LAPSED -> EnumSet.of(DETECTED);
      case DO_NOT_CONTACT -> EnumSet.of(DETECTED, LAPSED);
      default -> none();
    };
  }

  /** A physician answers a proposal; the coordinator takes it from there. */
  private Set<CandidateState> byPhysician() {
    return switch (this) {
      case DETECTED, IN_REVIEW, CONFIRMED, REFERRED, REJECTED -> EnumSet.of(REFERRED, REJECTED);
      default -> none();
    };
  }

  /** A coordinator leads to the consent and, where no CTMS does, through the study. */
  private Set<CandidateState> byCoordinator() {
    return switch (this) {
      case DETECTED, IN_REVIEW, CONFIRMED, REFERRED ->
          EnumSet.of(IN_REVIEW, CONFIRMED, CONTACTED, DECLINED, REJECTED);
      case CONTACTED -> EnumSet.of(IN_REVIEW, DECLINED, REJECTED, CONSENTED);
      case DECLINED -> EnumSet.of(CONTACTED);
      case REJECTED -> EnumSet.of(IN_REVIEW, CONFIRMED);
      case CONSENTED -> EnumSet.of(ELIGIBLE, SCREEN_FAILED, WITHDRAWN, DIED);
      case ELIGIBLE -> EnumSet.of(ENROLLED, SCREEN_FAILED, WITHDRAWN, DIED);
      case SCREEN_FAILED -> EnumSet.of(CONSENTED);
      case ENROLLED -> EnumSet.of(FOLLOW_UP, COMPLETED, WITHDRAWN, DIED);
      case FOLLOW_UP -> EnumSet.of(COMPLETED, WITHDRAWN, DIED);
      case COMPLETED, WITHDRAWN, DIED, LAPSED, DO_NOT_CONTACT -> none();
    };
  }

  /**
   * The CTMS reports: a contact or a refusal of somebody whom we handed over, a consent of anybody
   * still open, and past the consent whatever it says. All else is a conflict, for a person.
   */
  private Set<CandidateState> byCtms() {
    return switch (this) {
      case DETECTED, IN_REVIEW -> EnumSet.copyOf(AFTER_CONSENT);
      case CONFIRMED, REFERRED, CONTACTED -> {
        Set<CandidateState> next = EnumSet.copyOf(AFTER_CONSENT);
        next.add(CONTACTED);
        next.add(DECLINED);
        yield next;
      }
      case DECLINED, REJECTED, LAPSED, DO_NOT_CONTACT -> none();
      default -> EnumSet.copyOf(AFTER_CONSENT);
    };
  }

  private static Set<CandidateState> none() {
    return EnumSet.noneOf(CandidateState.class);
  }
}
