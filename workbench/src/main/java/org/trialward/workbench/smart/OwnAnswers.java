package org.trialward.workbench.smart;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.flag.Answer.Kind;

/** What a physician last said of a candidate, so that nobody answers twice unknowingly. */
final class OwnAnswers {
  private final JdbcClient jdbc;

  OwnAnswers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last answer. */
  record Last(Kind kind, Instant givenAt, Optional<Instant> silentUntil) {}

  Optional<Last> of(long candidate, String practitioner) {
    return jdbc.sql(
            """
            select kind, given_at, silent_until from answer
            where candidate = :candidate and practitioner = :practitioner and kind <> 'SEEN'
            order by id desc limit 1
            """)
        .param("candidate", candidate)
        .param("practitioner", practitioner)
        .query((row, n) ->
            new Last(
                Kind.valueOf(row.getString("kind")),
                row.getTimestamp("given_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("silent_until")).map(Timestamp::toInstant)))
        .optional();
  }
}
