package org.trialward.workbench.screening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.ctms.screeninglog.AgeBand;
import org.trialward.ctms.screeninglog.LogEntry;
import org.trialward.ctms.screeninglog.LogEntry.CriterionResult;
import org.trialward.ctms.screeninglog.LogEntry.Informed;
import org.trialward.ctms.screeninglog.LogEntry.Participation;
import org.trialward.ctms.screeninglog.LogEntry.Step;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.workbench.json.VerdictDocument.CriterionDocument;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.screening.ScreeningRows.AnswerRow;
import org.trialward.workbench.screening.ScreeningRows.Person;
import org.trialward.workbench.screening.ScreeningRows.StepRow;
import org.trialward.workbench.settings.SiteClock;

/** All candidates of a trial at one moment, in the order of their numbers, some at a time. */
class ScreeningEntries {
  private static final int PAGE = 500;

  /** Where a record says who somebody is: FHIR's resource, HL7 v2's segment. */
  private static final Set<String> PERSON = Set.of("Patient", "PID");

  private static final PatientIdentity NOT_STORED = new PatientIdentity("", "", "");

  private final Candidates candidates;
  private final ScreeningRows rows;
  private final SiteClock clock;
  private final TransactionTemplate oneMoment;

  ScreeningEntries(
      Candidates candidates, ScreeningRows rows, SiteClock clock, TransactionTemplate transaction) {
    this.candidates = candidates;
    this.rows = rows;
    this.clock = clock;
    this.oneMoment =
        new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
    this.oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.oneMoment.setReadOnly(true);
  }

  /** Takes one candidate. */
  interface Taker {
    void take(Line line) throws IOException;
  }

  /**
   * One candidate as the log tells it, and who it is.
   *
   * @param steps with their times
   */
  record Line(LogEntry entry, List<StepRow> steps, PatientIdentity identity) {}

  void each(TrialId trial, Taker taker) throws IOException {
    try {
      oneMoment.executeWithoutResult(_ -> {
        Beside beside =
            new Beside(
                rows.feeds(trial),
                rows.firstShown(trial),
                rows.answers(trial),
                rows.consents(trial));
        List<Entry> page = candidates.pageOfTrial(trial, 0, PAGE);
        while (!page.isEmpty()) {
          give(page, beside, taker);
          page = candidates.pageOfTrial(trial, page.getLast().candidate().number(), PAGE);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What is known of a trial's candidates by their number; most have nothing of it. */
  private record Beside(
      Map<Long, String> feeds,
      Map<Long, Instant> shown,
      Map<Long, AnswerRow> answers,
      Map<Long, Participation> consents) {}

  private void give(List<Entry> page, Beside beside, Taker taker) {
    Map<Long, List<StepRow>> steps = rows.steps(page);
    Map<PatientId, Person> people = rows.people(page);
    try {
      for (Entry entry : page) {
        List<StepRow> taken = steps.getOrDefault(entry.candidate().number(), List.of());
        Optional<Person> person = Optional.ofNullable(people.get(entry.key().patient()));
        taker.take(
            new Line(
                entry(entry, beside, taken, person.flatMap(Person::demographics)),
                taken,
                person.map(Person::identity).orElse(NOT_STORED)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LogEntry entry(
      Entry entry, Beside beside, List<StepRow> steps, Optional<Demographics> person) {
    long number = entry.candidate().number();
    LocalDate found = day(entry.detectedAt());
    return new LogEntry(
        entry.candidate(),
        found,
        Optional.ofNullable(beside.feeds().get(number)),
        person.flatMap(Demographics::born).flatMap(born -> AgeBand.of(born, found)),
        person.flatMap(Demographics::sex),
        entry.verdict().criteria().stream()
            .map(criterion -> result(criterion, person.flatMap(Demographics::born)))
            .toList(),
        steps.stream()
            .map(step -> new Step(step.state(), step.who(), day(step.at()), step.reason()))
            .toList(),
        informed(
            Optional.ofNullable(beside.shown().get(number)),
            Optional.ofNullable(beside.answers().get(number))),
        beside.consents().getOrDefault(number, Participation.NONE));
  }

  private Optional<Informed> informed(Optional<Instant> shown, Optional<AnswerRow> answer) {
    if (shown.isEmpty() && answer.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Informed(
            shown.map(this::day),
            answer.map(AnswerRow::kind),
            answer.flatMap(AnswerRow::code),
            answer.map(AnswerRow::at).map(this::day)));
  }

  private static CriterionResult result(CriterionDocument criterion, Optional<Interval> born) {
    return new CriterionResult(
        criterion.id(),
        criterion.favours(),
        criterion.evidence().stream()
            .flatMap(evidence -> observed(evidence).stream())
            .filter(observed -> !isOfThePerson(observed))
            .flatMap(observed -> observed.date().stream())
            .filter(date -> born.isEmpty() || date.firstDay().isAfter(born.get().lastDay()))
            .reduce((a, b) -> b.latest().isAfter(a.latest()) ? b : a));
  }

  /** The dates of the patient's own entry are those of the birth and the death. */
  private static boolean isOfThePerson(Observed observed) {
    return PERSON.contains(observed.source().type());
  }

  private static Optional<Observed> observed(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Supporting(var observed) -> Optional.of(observed);
      case Evidence.Opposing(var observed) -> Optional.of(observed);
      case Evidence.Inconclusive(var observed, var _) -> Optional.of(observed);
      case Evidence.Missing _,
          Evidence.AssumedAbsent _,
          Evidence.PersonNeeded _,
          Evidence.Unsupported _ ->
          Optional.empty();
    };
  }

  private LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, clock.zone());
  }
}
