package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Diagnoses. An abatement date says more than the status; a refuted one never counts; one that is
 * not confirmed leaves the question open.
 */
final class Diagnoses {
  private Diagnoses() {}

  static Answer answer(Diagnosed asked, PatientSnapshot patient) {
    List<Mention> mentions =
        patient.coded(Diagnosis.class, asked.of().codes()).stream()
            .map(diagnosis -> mention(diagnosis, asked, patient.asOf()))
            .toList();
    String lookedFor = asked.presence() == Presence.CURRENT ? "current diagnosis" : "diagnosis";
    return Mentions.answer(asked.of(), lookedFor, asked.silence(), mentions);
  }

  private static Mention mention(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    return Mention.of(
        diagnosis,
        day -> counts(diagnosis, asked, day),
        asOf,
        value(diagnosis, asOf),
        diagnosis.verification() == Verification.UNCONFIRMED
            ? "the diagnosis is not confirmed"
            : isPresent(diagnosis, asked, asOf) == Truth.UNKNOWN
                ? "the record does not say whether it is current"
                : "its date is missing or known only in part",
        Stream.of(
                Dates.changes(asked.onsetWithin(), diagnosis.onset()),
                Dates.changes(asked.recordedWithin(), diagnosis.recorded()),
                Dates.changes(Optional.empty(), diagnosis.abatement()))
            .flatMap(days -> days));
  }

  private static Truth counts(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    Truth sure =
        switch (diagnosis.verification()) {
          case CONFIRMED -> Truth.TRUE;
          case UNCONFIRMED -> Truth.UNKNOWN;
          case REFUTED -> Truth.FALSE;
        };
    return sure.and(isPresent(diagnosis, asked, asOf))
        .and(Dates.hasBegun(diagnosis.date(), asOf))
        .and(Dates.isWithin(asked.onsetWithin(), diagnosis.onset(), asOf))
        .and(Dates.isWithin(asked.recordedWithin(), diagnosis.recorded(), asOf));
  }

  private static Truth isPresent(Diagnosis diagnosis, Diagnosed asked, LocalDate asOf) {
    return asked.presence() == Presence.EVER ? Truth.TRUE : isCurrent(diagnosis, asOf);
  }

  private static Truth isCurrent(Diagnosis diagnosis, LocalDate asOf) {
    return diagnosis
        .abatement()
        .map(end -> end.isWithin(LocalDate.MIN, asOf).not())
        .orElseGet(() ->
            switch (diagnosis.status()) {
              case ACTIVE -> Truth.TRUE;
              case INACTIVE -> Truth.FALSE;
              case NOT_SAID -> Truth.UNKNOWN;
            });
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
