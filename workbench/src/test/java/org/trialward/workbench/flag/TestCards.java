package org.trialward.workbench.flag;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.flag.Answer.Kind;

/** Candidates, cards and answers in few words, without charts behind them. */
public record TestCards(JdbcClient jdbc) {

  /** A candidate whom the engine found. */
  public long candidate(String trial, String patient, CandidateState state) {
    return jdbc.sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
              chart_revision, shared_files, revision, changed_by, detected_at, changed_at)
            values (:trial, :patient, :state, 'ELIGIBLE', '1', '2026-01-01', '{}', 0, '', 1, 'engine', now(), now())
            returning number
            """)
        .param("trial", trial)
        .param("patient", patient)
        .param("state", state.name())
        .query(Long.class)
        .single();
  }

  /** One showing on a card. */
  public void shown(long candidate, String practitioner, String specialty, Instant at) {
    jdbc.sql(
            """
            insert into impression (card, candidate, trial, practitioner, specialty, hook, shown_at)
            select gen_random_uuid(), number, trial, :practitioner, :specialty, 'patient-view', :at
            from candidate where number = :candidate
            """)
        .param("candidate", candidate)
        .param("practitioner", practitioner)
        .param("specialty", specialty)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** An answer that changes no state. */
  public void said(
      long candidate, String practitioner, Kind kind, Optional<String> code, Instant at) {
    @Nullable String why = code.orElse(null);
    jdbc.sql(
            """
            insert into answer (candidate, trial, practitioner, kind, code, via, given_at)
            select number, trial, :practitioner, :kind, :code, 'card', :at
            from candidate where number = :candidate
            """)
        .param("candidate", candidate)
        .param("practitioner", practitioner)
        .param("kind", kind.name())
        .param("code", why, Types.VARCHAR)
        .param("at", Timestamp.from(at))
        .update();
  }
}
