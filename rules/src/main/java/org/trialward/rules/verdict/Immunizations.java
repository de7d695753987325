package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Immunization.Status;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.verdict.Mentions.Mention;

/** Vaccines that were given. */
final class Immunizations {
  private Immunizations() {}

  static List<Mention> mentions(Immunized asked, PatientSnapshot patient) {
    return Some.each(
        patient.coded(Immunization.class, asked.of().codes()),
        immunization -> mention(immunization, asked, patient));
  }

  private static Mention mention(
      Immunization immunization, Immunized asked, PatientSnapshot patient) {
    boolean given = immunization.status() == Status.GIVEN;
    return Mention.of(
        immunization,
        day ->
            isSo(immunization, day).and(Dates.isWithin(asked.within(), immunization.given(), day)),
        patient.asOf(),
        given ? "given" : "not given",
        () -> "its date is missing or known only in part",
        days -> Dates.changes(asked.within(), immunization.given(), days));
  }

  /** Whether it was given, whenever. */
  static Truth isSo(Immunization immunization, LocalDate asOf) {
    return Truth.of(immunization.status() == Status.GIVEN)
        .and(Dates.hasBegun(immunization.given(), asOf));
  }
}
