package org.trialward.benchmarks.peer;

import java.util.List;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/** One trial and one patient of the synthetic workload at a time: the truth without evidence. */
public final class LeanPairs {
  private final CodeNumbers codes = new CodeNumbers();
  private final LabNumbers labs = new LabNumbers();
  private final List<LeanTrial> trials;
  private final List<LeanPatient> patients;

  public LeanPairs(List<Trial> trials, List<PatientSnapshot> patients) {
    this.trials = trials.stream().map(trial -> LeanTrial.of(trial, codes, labs)).toList();
    this.patients =
        patients.stream().map(patient -> LeanPatient.ofKnown(patient, codes, labs)).toList();
  }

  public Truth truth(int trial, int patient) {
    return LeanCheck.of(trials.get(trial), patients.get(patient));
  }
}
