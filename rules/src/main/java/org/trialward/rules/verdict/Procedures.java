package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.verdict.Mentions.Mention;

/** Procedures that were performed, not those planned. */
final class Procedures {
  private Procedures() {}

  static List<Mention> mentions(Underwent asked, PatientSnapshot patient) {
    return Some.each(
        patient.coded(PerformedProcedure.class, asked.of().codes()),
        procedure -> mention(procedure, asked, patient.asOf()));
  }

  private static Mention mention(PerformedProcedure procedure, Underwent asked, LocalDate asOf) {
    return Mention.of(
        procedure,
        day -> isSo(procedure, day).and(Dates.isWithin(asked.within(), procedure.performed(), day)),
        asOf,
        switch (procedure.status()) {
          case DONE -> "performed";
          case UNCLEAR -> "recorded";
          case NOT_DONE -> "not performed";
        },
        () ->
            procedure.status() == PerformedProcedure.Status.UNCLEAR
                ? "the record does not say whether it was performed"
                : "its date is missing or known only in part",
        days -> Dates.changes(asked.within(), procedure.performed(), days));
  }

  /** Whether it was performed, whenever. */
  static Truth isSo(PerformedProcedure procedure, LocalDate asOf) {
    Truth done =
        switch (procedure.status()) {
          case DONE -> Truth.TRUE;
          case UNCLEAR -> Truth.UNKNOWN;
          case NOT_DONE -> Truth.FALSE;
        };
    return done.and(Dates.hasBegun(procedure.performed(), asOf));
  }
}
