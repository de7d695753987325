package org.trialward.ctms;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.trialward.rules.trial.TrialId;

/**
 * What a person of the trial office says about one candidate. It may repeat what was said before:
 * compare it with what is known before acting.
 *
 * @param trial where the other side says it
 * @param study the other side's own id of the study; empty where it says only {@code trial}
 * @param reported the other side's own code or word; the site's table says what it means
 * @param revision the last of ours that the other side has seen
 * @param effective since when it is so
 */
public record StatusChange(
    Subject subject,
    Optional<TrialId> trial,
    String study,
    String reported,
    OptionalLong revision,
    Optional<LocalDate> effective) {

  /** Whom the other side means. */
  public sealed interface Subject {
    /** By our number, see {@code Candidate.number()}. */
    record Numbered(long candidate) implements Subject {}

    /**
     * By the hospital's record number. Identifies a patient: never in a log.
     *
     * @param authority who assigned it, e.g. an OID; empty where not said
     */
    record Recorded(String authority, String number) implements Subject {
      @Override
      public String toString() {
        return "Recorded[***]";
      }
    }
  }
}
