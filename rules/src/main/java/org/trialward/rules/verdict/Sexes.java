package org.trialward.rules.verdict;

import java.util.Locale;
import java.util.Optional;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.verdict.Evidence.Observed;

/** Administrative sex. */
final class Sexes {
  private Sexes() {}

  static Answer answer(Sex asked, PatientSnapshot patient) {
    Optional<Sex> recorded = patient.demographics().sex();
    if (recorded.isEmpty()) {
      return Answer.of(
          Truth.UNKNOWN,
          new Evidence.Missing("sex", "the record does not say"),
          Outlook.OPEN_TO_RESULTS);
    }
    var observed =
        new Observed(
            "sex",
            recorded.get().name().toLowerCase(Locale.ROOT),
            Optional.empty(),
            patient.demographics().source());
    Truth truth = recorded.get().is(asked);
    return Answer.of(
        truth,
        Evidence.of(truth, observed, "the record calls it neither female nor male"),
        truth == Truth.UNKNOWN ? Outlook.OPEN_TO_RESULTS : Outlook.FINAL);
  }
}
