package org.trialward.workbench.flag;

import java.sql.Timestamp;
import java.sql.Types;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.settings.SiteClock;

/** Takes physicians' answers: into the candidate's state where they decide something, and kept. */
public class Answers {
  private final JdbcClient jdbc;
  private final Decisions decisions;
  private final AuditLog audit;
  private final SiteClock clock;

  public Answers(JdbcClient jdbc, Decisions decisions, AuditLog audit, SiteClock clock) {
    this.jdbc = jdbc;
    this.decisions = decisions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stores an answer and takes the step that follows from it. An answer that comes too late for a
   * step (the candidate was decided on meanwhile) is kept and changes nothing; the same answer
   * given twice counts once. Whoever changes their mind answers again on the details page: the last
   * word sets the state, and the cards stay silent. An EMR sends a card's feedback again by itself,
   * so that a repeated one is no new word. Of a patient whose record was merged the survivor's
   * candidate is meant.
   *
   * @return the candidate as it stands now
   */
  @Transactional
  public Entry give(Answer answer) {
    Entry entry = decisions.locked(meant(answer.candidate()));
    boolean isNew = store(answer, entry);
    if (!isNew && answer.via().equals(Answer.CARD)) {
      return entry;
    }
    Optional<CandidateState> next =
        switch (answer.kind()) {
          case REFERRED -> Optional.of(CandidateState.REFERRED);
          case NOT_SUITABLE -> Optional.of(CandidateState.REJECTED);
          case SNOOZED, NEVER_THIS_TRIAL, WAVED_AWAY, SEEN -> Optional.empty();
        };
    Optional<CandidateState> step =
        next.filter(state -> entry.candidate().state().mayBecome(state, Actor.PHYSICIAN));
    if (step.isPresent()) {
      return decisions.move(
          entry, step.get(), Actor.PHYSICIAN, reason(answer), answer.practitioner());
    }
    if (isNew) {
      audit.append(
          answer.practitioner(), AuditAction.ANSWERED, entry.key().toString(), words(answer));
    }
    return entry;
  }

  /** Where the survivor has no such candidate, the retired patient's keeps the answer. */
  private long meant(long candidate) {
    return jdbc.sql(
            """
            with recursive line (number, trial, merged_into) as (
              select number, trial, merged_into from candidate where number = :number
              union
              select c.number, c.trial, c.merged_into
              from line join candidate c on c.patient = line.merged_into and c.trial = line.trial)
            select number from line where merged_into is null
            """)
        .param("number", candidate)
        .query(Long.class)
        .optional()
        .orElse(candidate);
  }

  private static String reason(Answer answer) {
    String fallback = answer.kind() == Kind.REFERRED ? "physician-referred" : "physician-objects";
    return Stream.concat(Stream.of(answer.code().orElse(fallback)), answer.words().stream())
        .collect(Collectors.joining(": "));
  }

  /** What the audit tells of an answer that takes no step; a step says the rest itself. */
  private static String words(Answer answer) {
    String what =
        "%s by %s%s"
            .formatted(
                answer.kind(),
                answer.via(),
                answer.silentUntil().map(until -> ", silent until " + until).orElse(""));
    return Stream.of(Stream.of(what), answer.code().stream(), answer.words().stream())
        .flatMap(part -> part)
        .collect(Collectors.joining(": "));
  }

  /** Whether it was not given before. */
  private boolean store(Answer answer, Entry entry) {
    return jdbc.sql(
                """
                insert into answer (candidate, trial, practitioner, kind, code, silent_until, via, given_at)
                values (:candidate, :trial, :practitioner, :kind, :code, :until, :via, :now)
                on conflict (candidate, practitioner, kind, code, silent_until) do nothing
                """)
            .param("candidate", entry.candidate().number())
            .param("trial", entry.key().trial().value())
            .param("practitioner", answer.practitioner())
            .param("kind", answer.kind().name())
            .param("code", answer.code().orElse(null), Types.VARCHAR)
            .param("until", answer.silentUntil().map(Timestamp::from).orElse(null), Types.TIMESTAMP)
            .param("via", answer.via())
            .param("now", Timestamp.from(clock.now()))
            .update()
        == 1;
  }
}
