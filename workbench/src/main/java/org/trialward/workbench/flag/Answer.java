package org.trialward.workbench.flag;

import java.time.Instant;
import java.util.Optional;

/**
 * What a physician says to a proposal.
 *
 * @param practitioner a reference, e.g. {@code Practitioner/7}
 * @param code why, e.g. {@code patient-ineligible}
 * @param words in their own words, without the patient's name
 * @param silentUntil until when no card comes again; empty: for good, where the kind silences
 * @param via {@link #CARD} or {@code details-page}
 */
public record Answer(
    long candidate,
    String practitioner,
    Kind kind,
    Optional<String> code,
    Optional<String> words,
    Optional<Instant> silentUntil,
    String via) {

  /** By which an EMR's feedback comes. */
  public static final String CARD = "card";

  /** What kind of answer; each of them ends the cards for this candidate, at least for a while. */
  public enum Kind {
    /** To the coordinator, who takes it from here. */
    REFERRED,
    /** Not for this patient, with a reason. */
    NOT_SUITABLE,
    /** Not now. */
    SNOOZED,
    /** This physician does not want to hear of this trial again, for any patient. */
    NEVER_THIS_TRIAL,
    /** The card was waved away without a reason that says more. */
    WAVED_AWAY,
    /** The card was accepted or its details were opened; says nothing yet. */
    SEEN
  }
}
