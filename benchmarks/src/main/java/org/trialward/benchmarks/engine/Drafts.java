package org.trialward.benchmarks.engine;

import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** What is put first and then replaced or removed, so that an index has deletions. */
final class Drafts {
  private static final int REPLACED_ONE_IN = 20;
  private static final int REMOVED_ONE_IN = 50;

  private Drafts() {}

  static boolean isReplaced(int number) {
    return number % REPLACED_ONE_IN == 0;
  }

  static boolean isRemoved(int number) {
    return number % REMOVED_ONE_IN == 0;
  }

  /** Another trial under this id. */
  static Trial as(TrialId id, Trial other) {
    return new Trial(
        id,
        "draft of " + other.version(),
        other.title(),
        other.area(),
        other.status(),
        other.dossier(),
        other.registry(),
        other.criteria());
  }

  /** Another patient under this id. */
  static PatientChart as(PatientId id, PatientChart other) {
    return new PatientChart(id, other.demographics(), other.facts());
  }
}
