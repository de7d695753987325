package org.trialward.ctms.rpe;

import java.util.List;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StudyRef;

/**
 * What a message says, and the two answers to it. Answer {@code accepted} only after the changes
 * are stored: the sender will not send them again.
 *
 * @param changes one a study
 * @param studies that were defined; no changes then
 * @param notStored a fault of ours; the sender may try again
 */
public record Received(
    List<StatusChange> changes, List<StudyRef> studies, SoapAnswer accepted, SoapAnswer notStored) {
  public Received {
    changes = List.copyOf(changes);
    studies = List.copyOf(studies);
  }
}
