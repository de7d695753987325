package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;

/** No protocol says it, every protocol means it: the patient is alive. */
final class VitalStatus {
  static final EligibilityCriterion DECEASED =
      new EligibilityCriterion(
          "deceased",
          EligibilityCriterion.Kind.EXCLUSION,
          "The patient has died (implied by every trial).",
          List.of(),
          new NeedsAPerson("implied"));

  private VitalStatus() {}

  /** What the record does not call dead is alive. */
  static Answer isAlive(PatientSnapshot patient) {
    return impliedFinding(patient)
        .map(dead -> new Answer(dead.truth(), dead.evidence(), dead.outlook()).negated())
        .orElseGet(() ->
            Answer.of(
                Truth.TRUE,
                new Evidence.AssumedAbsent("vital status", "death"),
                deathAhead(patient)));
  }

  private static Outlook deathAhead(PatientSnapshot patient) {
    NextChange next = new NextChange(patient.asOf());
    if (patient.demographics().death() instanceof Death.Died(var when)) {
      when.map(Interval::firstDay).ifPresent(next);
    }
    return next.openToResults();
  }

  /**
   * A finding against the patient where the record says that the patient died by the reference
   * date.
   */
  static Optional<Finding> impliedFinding(PatientSnapshot patient) {
    return switch (patient.demographics().death()) {
      case Death.NotRecorded _ -> Optional.empty();
      case Death.Died(var when)
          when when.isPresent() && when.get().firstDay().isAfter(patient.asOf()) ->
          Optional.empty();
      case Death.Died(var when) ->
          Optional.of(
              new Finding(
                  DECEASED,
                  Truth.TRUE,
                  List.of(
                      new Evidence.Supporting(
                          new Observed(
                              "vital status", "deceased", when, patient.demographics().source()))),
                  Outlook.FINAL));
    };
  }
}
