package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Condition;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

final class ConditionMapper {
  private final Moments moments;

  ConditionMapper(Moments moments) {
    this.moments = moments;
  }

  List<Fact> facts(Condition condition, Notes notes) {
    if (Statuses.isEnteredInError(condition.getVerificationStatus())) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    List<Code> codes = Codes.of(condition.getCode(), "code", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Optional<Interval> onset =
        moments.choice(condition.hasOnset(), condition.getOnset(), "onset", notes);
    Optional<Interval> abatement =
        moments.choice(condition.hasAbatement(), condition.getAbatement(), "abatement", notes);
    return List.of(
        new Diagnosis(
            codes,
            status(condition, notes),
            Statuses.verification(condition.getVerificationStatus(), notes),
            onset,
            abatement,
            moments.of(condition.getRecordedDateElement()),
            notes.source()));
  }

  /** What has abated, at an age or "in childhood", is over even where no status says so (con-4). */
  private static ClinicalStatus status(Condition condition, Notes notes) {
    ClinicalStatus said = Statuses.clinical(condition.getClinicalStatus(), notes);
    return said == ClinicalStatus.NOT_SAID && condition.hasAbatement()
        ? ClinicalStatus.INACTIVE
        : said;
  }
}
