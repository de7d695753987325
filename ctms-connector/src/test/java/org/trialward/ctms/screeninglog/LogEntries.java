package org.trialward.ctms.screeninglog;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.screeninglog.LogEntry.CriterionResult;
import org.trialward.ctms.screeninglog.LogEntry.Informed;
import org.trialward.ctms.screeninglog.LogEntry.Participation;
import org.trialward.ctms.screeninglog.LogEntry.Step;
import org.trialward.ctms.screeninglog.LogStudy.Criterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/** Log entries for tests: {@code entry(17).step(CONFIRMED, "carla", 3, "").build()}. */
final class LogEntries {
  static final LocalDate FOUND = LocalDate.parse("2026-11-20");
  static final LogStudy STUDY =
      new LogStudy(
          new TrialId("NCT04000165"),
          "A study of <something> & more",
          "Site 12",
          List.of(
              new Criterion("age-adult", "Is an adult."), new Criterion("hba1c", "HbA1c > 7 %")),
          OffsetDateTime.parse("2026-11-22T10:15:30+01:00"));

  private final long number;
  private final List<Step> steps = new ArrayList<>();
  private final List<CriterionResult> criteria = new ArrayList<>();
  private Optional<Informed> informed = Optional.empty();
  private Participation participation = Participation.NONE;

  private LogEntries(long number) {
    this.number = number;
    steps.add(
        new Step(CandidateState.DETECTED, "engine", FOUND, Optional.of("criteria-open: hba1c")));
    criteria.add(new CriterionResult("age-adult", Truth.TRUE, Optional.empty()));
  }

  static LogEntries entry(long number) {
    return new LogEntries(number);
  }

  LogEntries step(CandidateState state, String who, int daysLater, String reason) {
    steps.add(
        new Step(
            state,
            who,
            FOUND.plusDays(daysLater),
            reason.isEmpty() ? Optional.empty() : Optional.of(reason)));
    return this;
  }

  LogEntries criterion(String id, Truth favours, String partialDate) {
    criteria.add(new CriterionResult(id, favours, Interval.ofPartialDate(partialDate)));
    return this;
  }

  LogEntries answered(int informedAfter, String kind, String code, int answeredAfter) {
    informed =
        Optional.of(
            new Informed(
                Optional.of(FOUND.plusDays(informedAfter)),
                Optional.of(kind),
                Optional.of(code),
                Optional.of(FOUND.plusDays(answeredAfter))));
    return this;
  }

  LogEntries participation(String consentVersion, String screenNumber, String subjectId) {
    participation =
        new Participation(
            Optional.of(consentVersion),
            Optional.empty(),
            Optional.of(screenNumber),
            Optional.of(subjectId));
    return this;
  }

  LogEntry build() {
    Step last = steps.getLast();
    CandidateKey key = new CandidateKey(STUDY.id(), new PatientId(Deliveries.PATIENT_ID));
    return new LogEntry(
        new Candidate(key, number, last.state(), Outcome.POSSIBLE, "3", last.reason()),
        FOUND,
        Optional.of("adt"),
        AgeBand.of(Interval.ofPartialDate(Deliveries.BIRTH_DATE).orElseThrow(), FOUND),
        Optional.of(Sex.FEMALE),
        criteria,
        steps,
        informed,
        participation);
  }
}
