package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

  static List<Mention> mentions(AllergicTo asked, PatientSnapshot patient) {
    return Some.each(
        patient.coded(Allergy.class, asked.of().codes()),
        allergy -> mention(allergy, patient.asOf()));
  }

  private static Mention mention(Allergy allergy, LocalDate asOf) {
    return Mention.of(
        allergy,
        day -> isSo(allergy, day),
        asOf,
        value(allergy),
        () ->
            allergy.verification() == Verification.CONFIRMED
                ? "its date is known only in part"
                : "it is not confirmed",
        days -> Dates.changes(Optional.empty(), allergy.recorded(), days));
  }

  static Truth isSo(Allergy allergy, LocalDate asOf) {
    return counts(allergy).and(Dates.hasBegun(allergy.recorded(), asOf));
  }

  private static Truth counts(Allergy allergy) {
    if (allergy.status() == ClinicalStatus.INACTIVE) {
      return Truth.FALSE;
    }
    return switch (allergy.verification()) {
      case CONFIRMED -> Truth.TRUE;
      case UNCONFIRMED -> Truth.UNKNOWN;
      case REFUTED -> Truth.FALSE;
    };
  }

  private static String value(Allergy allergy) {
    if (allergy.verification() == Verification.REFUTED) {
      return "refuted or entered in error";
    }
    return allergy.status() == ClinicalStatus.INACTIVE ? "inactive or resolved" : "active";
  }
}
