package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Diagnoses. An abatement date says more than the status; a refuted one never counts; one that is
 * not confirmed leaves the question open.
 */
final class Diagnoses {
  private Diagnoses() {}

  static List<Mention> mentions(Diagnosed asked, PatientSnapshot patient) {
    return Some.each(
        patient.coded(Diagnosis.class, asked.of().codes()),
        diagnosis -> mention(diagnosis, asked, patient.asOf()));
  }

  private static Mention mention(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    return Mention.of(
        diagnosis,
        day -> counts(diagnosis, asked, day),
        asOf,
        value(diagnosis, asOf),
        () -> why(diagnosis, asked, asOf),
        days -> {
          Dates.changes(asked.onset(), diagnosis.onset(), days);
          Dates.changes(asked.recorded(), diagnosis.recorded(), days);
          Dates.changes(Optional.empty(), diagnosis.abatement(), days);
        });
  }

  /** Whether the patient has it, or ever had it, whatever else is asked of it. */
  static Truth isSo(Diagnosis diagnosis, Presence presence, Certainty certainty, LocalDate asOf) {
    return isSure(diagnosis, certainty)
        .and(isPresent(diagnosis, presence, asOf))
        .and(Dates.hasBegun(diagnosis.date(), asOf));
  }

  private static Truth counts(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    return isSo(diagnosis, asked.presence(), asked.certainty(), asOf)
        .and(isOf(asked.severity(), diagnosis.severity()))
        .and(isOf(asked.stage(), diagnosis.stage()))
        .and(Dates.isWithin(asked.onset(), diagnosis.onset(), asOf))
        .and(Dates.isWithin(asked.recorded(), diagnosis.recorded(), asOf));
  }

  private static Truth isSure(Diagnosis diagnosis, Certainty certainty) {
    return switch (diagnosis.verification()) {
      case CONFIRMED -> Truth.TRUE;
      case UNCONFIRMED -> certainty == Certainty.SUSPECTED ? Truth.TRUE : Truth.UNKNOWN;
      case REFUTED -> Truth.FALSE;
    };
  }

  private static Truth isOf(Optional<ValueSet> asked, List<Code> codes) {
    return asked.isEmpty() ? Truth.TRUE : CodedAnswers.isOf(asked.get(), codes);
  }

  private static String why(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    if (isSure(diagnosis, asked.certainty()) == Truth.UNKNOWN) {
      return "the diagnosis is not confirmed";
    }
    if (isPresent(diagnosis, asked.presence(), asOf) == Truth.UNKNOWN) {
      return "the record does not say whether it is current";
    }
    if (isOf(asked.severity(), diagnosis.severity()) == Truth.UNKNOWN) {
      return "the record does not say how severe it is";
    }
    return isOf(asked.stage(), diagnosis.stage()) == Truth.UNKNOWN
        ? "the record does not say the stage"
        : "its date is missing or known only in part";
  }

  private static Truth isPresent(Diagnosis diagnosis, Presence presence, LocalDate asOf) {
    return presence == Presence.EVER ? Truth.TRUE : isCurrent(diagnosis, asOf);
  }

  private static Truth isCurrent(Diagnosis diagnosis, LocalDate asOf) {
    if (diagnosis.abatement().isPresent()) {
      return diagnosis.abatement().get().isWithin(LocalDate.MIN, asOf).not();
    }
    return switch (diagnosis.status()) {
      case ACTIVE -> Truth.TRUE;
      case INACTIVE -> Truth.FALSE;
      case NOT_SAID -> Truth.UNKNOWN;
    };
  }

  private static String value(Diagnosis diagnosis, LocalDate asOf) {
    if (diagnosis.verification() == Verification.REFUTED) {
      return "refuted or entered in error";
    }
    return switch (isCurrent(diagnosis, asOf)) {
      case TRUE -> "current";
      case FALSE -> "past" + diagnosis.abatement().map(end -> ", ended " + end).orElse("");
      case UNKNOWN -> "recorded";
    };
  }
}
