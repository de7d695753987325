package org.trialward.workbench.queue;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.settings.SiteClock;

/**
 * What a person has to settle because the engine may not: two systems that contradict each other,
 * or a word that nobody has mapped.
 */
public class QueueTasks {
  private final JdbcClient jdbc;
  private final SiteClock clock;

  public QueueTasks(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Why there is a task. */
  public enum Kind {
    /** The CTMS says what our state does not allow; nothing was overwritten. */
    STATUS_CONFLICT,
    /** The CTMS said a status that the site's table does not have. */
    STATUS_UNKNOWN,
    /** The CTMS named a subject whom we do not know. */
    SUBJECT_UNKNOWN,
    /** The CTMS asks for what the record does not hold, e.g. race or ethnicity. */
    DATA_MISSING,
    /** A destination that knows the candidate takes no word of the withdrawal. */
    WITHDRAWAL_UNTOLD
  }

  /**
   * One open task.
   *
   * @param candidate empty where it concerns none that we know
   * @param source the connector, e.g. {@code redcap}
   * @param words what happened and the remedy, without patient data
   */
  public record Task(
      long id,
      Kind kind,
      Optional<Long> candidate,
      String source,
      String words,
      Instant openedAt) {}

  /**
   * Opens a task; one that is open already under the same key stays as it is. Runs in the caller's
   * transaction.
   *
   * @param key the same for the same trouble
   */
  public void open(Kind kind, Optional<Long> candidate, String source, String words, String key) {
    jdbc.sql(
            """
            insert into queue_task (kind, candidate, source, words, dedup_key, opened_at)
            values (:kind, :candidate, :source, :words, :key, :now)
            on conflict (dedup_key) where closed_at is null do nothing
            """)
        .param("kind", kind.name())
        .param("candidate", candidate.orElse(null), Types.BIGINT)
        .param("source", source)
        .param("words", words)
        .param("key", key)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /** All that are open, the oldest first. */
  public List<Task> open() {
    return jdbc.sql("select * from queue_task where closed_at is null order by id")
        .query((row, n) ->
            new Task(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind")),
                Optional.ofNullable((Long) row.getObject("candidate")),
                row.getString("source"),
                row.getString("words"),
                row.getTimestamp("opened_at").toInstant()))
        .list();
  }

  /** How many are open. */
  public long count() {
    return jdbc.sql("select count(*) from queue_task where closed_at is null")
        .query(Long.class)
        .single();
  }

  /** Closes those of a candidate that this source has settled itself, e.g. by saying the same. */
  public void settle(Kind kind, long candidate, String source) {
    jdbc.sql(
            """
            update queue_task set closed_at = :now, closed_by = :source
            where closed_at is null and kind = :kind and candidate = :candidate and source = :source
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("source", source)
        .param("kind", kind.name())
        .param("candidate", candidate)
        .update();
  }

  /** Settled by a person; false where it was not open. */
  public boolean close(long id, String who) {
    return jdbc.sql(
                "update queue_task set closed_at = :now, closed_by = :who where id = :id and closed_at is null")
            .param("now", Timestamp.from(clock.now()))
            .param("who", who)
            .param("id", id)
            .update()
        == 1;
  }
}
