package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceReactionComponent;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;

final class AllergyMapper {
  private final Moments moments;

  AllergyMapper(Moments moments) {
    this.moments = moments;
  }

  List<Fact> facts(AllergyIntolerance allergy, Notes notes) {
    if (Statuses.isEnteredInError(allergy.getVerificationStatus())) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    List<Code> codes = codes(allergy, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Allergy(
            codes,
            Statuses.clinical(allergy.getClinicalStatus(), notes),
            Statuses.verification(allergy.getVerificationStatus(), notes),
            moments.of(allergy.getRecordedDateElement()),
            notes.source()));
  }

  /** The code may name a group and the reaction the substance that caused it: both count. */
  private static List<Code> codes(AllergyIntolerance allergy, Notes notes) {
    List<Code> codes = new ArrayList<>();
    if (allergy.hasCode() || allergy.getReaction().stream().noneMatch(r -> r.hasSubstance())) {
      codes.addAll(Codes.of(allergy.getCode(), "code", notes));
    }
    for (AllergyIntoleranceReactionComponent reaction : allergy.getReaction()) {
      if (reaction.hasModifierExtension()) {
        notes.drop("reaction", "it carries a modifier extension that we do not understand");
      } else if (reaction.hasSubstance()) {
        codes.addAll(Codes.of(reaction.getSubstance(), "reaction.substance", notes));
      }
    }
    return codes.stream().distinct().toList();
  }
}
