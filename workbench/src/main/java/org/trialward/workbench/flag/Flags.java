package org.trialward.workbench.flag;

import java.util.List;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;

/** Which candidates a physician may be shown now. */
public class Flags {
  private final Candidates candidates;
  private final OptOuts optOuts;

  public Flags(Candidates candidates, OptOuts optOuts) {
    this.candidates = candidates;
    this.optOuts = optOuts;
  }

  /** Those to put on one card for this viewer; mostly none. Only reads. */
  public List<Entry> shownTo(Viewer viewer, PatientId patient) {
    if (!viewer.treats() || optOuts.find(patient).isPresent()) {
      return List.of();
    }
    return candidates.ofPatient(patient).stream()
        .filter(entry -> entry.candidate().state().isOpen())
        .toList();
  }
}
