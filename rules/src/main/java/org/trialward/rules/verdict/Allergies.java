package org.trialward.rules.verdict;

import java.util.List;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Allergies and intolerances. One without status counts: FHIR makes the status optional and records
 * it when it ends.
 */
final class Allergies {
  private Allergies() {}

  static Answer answer(AllergicTo asked, PatientSnapshot patient) {
    List<Mention> mentions =
        patient.coded(Allergy.class, asked.of().codes()).stream().map(Allergies::mention).toList();
    return Mentions.answer(asked.of(), "allergy", asked.silence(), mentions, patient.asOf());
  }

  private static Mention mention(Allergy allergy) {
    if (allergy.verification() == Verification.REFUTED) {
      return new Mention(allergy, Truth.FALSE, "refuted or entered in error", "", Stream.empty());
    }
    if (allergy.status() == ClinicalStatus.INACTIVE) {
      return new Mention(allergy, Truth.FALSE, "inactive or resolved", "", Stream.empty());
    }
    return allergy.verification() == Verification.CONFIRMED
        ? new Mention(allergy, Truth.TRUE, "active", "", Stream.empty())
        : new Mention(allergy, Truth.UNKNOWN, "active", "it is not confirmed", Stream.empty());
  }
}
