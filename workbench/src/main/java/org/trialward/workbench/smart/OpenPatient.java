package org.trialward.workbench.smart;

import java.util.List;
import java.util.Optional;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/**
 * What of the open patient a physician may see: what has left the queue, by the same setting as
 * every delivery, and what they answered themselves. Caps and specialties do not count here: they
 * keep cards from coming unasked, and who opens this page asks.
 */
final class OpenPatient {
  private final Candidates candidates;
  private final OptOuts optOuts;
  private final Moment leavesOn;

  OpenPatient(Candidates candidates, OptOuts optOuts, Moment leavesOn) {
    this.candidates = candidates;
    this.optOuts = optOuts;
    this.leavesOn = leavesOn;
  }

  boolean optedOut(Launched launched) {
    return optOuts.find(launched.patient()).isPresent();
  }

  List<Entry> shownTo(Launched launched) {
    return optedOut(launched)
        ? List.of()
        : candidates.ofPatient(launched.patient()).stream()
            .filter(entry -> isShown(entry, launched))
            .toList();
  }

  /** One of the patient's; of another patient's and of one that is not shown, nothing. */
  Optional<Entry> find(Launched launched, long number) {
    return shownTo(launched).stream()
        .filter(entry -> entry.candidate().number() == number)
        .findFirst();
  }

  private boolean isShown(Entry entry, Launched launched) {
    return switch (entry.candidate().state()) {
      case DETECTED, IN_REVIEW -> leavesOn == Moment.DETECTION;
      case CONFIRMED, REFERRED, CONTACTED -> true;
      case CONSENTED, ELIGIBLE, ENROLLED, FOLLOW_UP -> true;
      case REJECTED -> entry.changedBy().equals(launched.practitioner());
      case DECLINED, SCREEN_FAILED, COMPLETED, WITHDRAWN, DIED, LAPSED, DO_NOT_CONTACT -> false;
    };
  }
}
