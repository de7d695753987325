package org.trialward.workbench.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.inbox.Failure;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;

/** Messages and documents as they came. What is here may be acknowledged. */
public class MessageStore {
  private final JdbcClient jdbc;
  private final HospitalRecords records;
  private final SiteClock clock;

  public MessageStore(JdbcClient jdbc, HospitalRecords records, SiteClock clock) {
    this.jdbc = jdbc;
    this.records = records;
    this.clock = clock;
  }

  /** How a body is to be read. */
  public enum Format {
    HL7V2,
    CDA
  }

  /**
   * One as it arrives.
   *
   * @param type e.g. {@code ADT^A01}; empty where it could not be read
   * @param dedupKey the same for the same message sent again
   */
  public record Arriving(
      String feed, Format format, String type, String dedupKey, Instant occurredAt, Body body) {}

  /**
   * One that is to be read.
   *
   * @param wasRead whether it was read before
   */
  public record Waiting(
      long id,
      String feed,
      Format format,
      String dedupKey,
      Instant receivedAt,
      int attempts,
      boolean wasRead,
      Body body) {}

  /** A line of the dead-letter list. The body is only for those allowed. */
  public record Parked(
      long id, String feed, String type, int attempts, String problem, Instant receivedAt) {}

  /** One in full, for those allowed. */
  public record Kept(
      long id,
      String feed,
      Format format,
      String type,
      String state,
      String problem,
      Instant occurredAt,
      Instant receivedAt,
      Body body) {}

  /**
   * Stores one; durable when this returns.
   *
   * @return whether it is new
   */
  public boolean add(Arriving message) {
    return insert(message, "OPEN", Optional.empty());
  }

  /**
   * Stores one that was refused, where a person sees it.
   *
   * @param cause in words, with the remedy, without patient data
   */
  public boolean addRefused(Arriving message, String cause) {
    return insert(message, "PARKED", Optional.of(cause));
  }

  private boolean insert(Arriving message, String state, Optional<String> problem) {
    Timestamp now = Timestamp.from(clock.now());
    return jdbc.sql(
                """
                insert into message (feed, format, type, dedup_key, occurred_at, received_at, body, state, not_before, problem)
                values (:feed, :format, :type, :key, :occurred, :now, :body, :state, :now, :problem)
                on conflict (dedup_key) do nothing
                """)
            .param("feed", message.feed())
            .param("format", message.format().name())
            .param("type", message.type())
            .param("key", message.dedupKey())
            .param("occurred", Timestamp.from(message.occurredAt()))
            .param("now", now)
            .param("body", message.body().bytes())
            .param("state", state)
            .param("problem", problem.orElse(null))
            .update()
        > 0;
  }

  /**
   * The one that waits longest and that nobody reads, locked until the transaction ends. That
   * transaction need not wait for the disk: were it lost with the machine, the message would be
   * open again, and reading twice gives the same. Until it ends no replay begins.
   */
  public Optional<Waiting> take() {
    records.holdStill();
    return jdbc.sql(
            """
            select id, feed, format, dedup_key, received_at, attempts, done_at is not null as was_read, body,
                   set_config('synchronous_commit', 'off', true)
            from message
            where state = 'OPEN' and not_before <= :now
            order by id limit 1 for update skip locked
            """)
        .param("now", Timestamp.from(clock.now()))
        .query((row, n) ->
            new Waiting(
                row.getLong("id"),
                row.getString("feed"),
                Format.valueOf(row.getString("format")),
                row.getString("dedup_key"),
                row.getTimestamp("received_at").toInstant(),
                row.getInt("attempts"),
                row.getBoolean("was_read"),
                new Body(row.getBytes("body"))))
        .optional();
  }

  public void done(Waiting message) {
    jdbc.sql("update message set state = 'DONE', done_at = :now, problem = null where id = :id")
        .param("now", Timestamp.from(clock.now()))
        .param("id", message.id())
        .update();
  }

  /** Puts it off, or parks it where a person must look. */
  public void failed(Waiting message, Failure failure) {
    int attempts = message.attempts() + 1;
    jdbc.sql(
            """
            update message set attempts = :attempts, problem = :problem, state = :state, not_before = :next
            where id = :id and state = 'OPEN'
            """)
        .param("attempts", attempts)
        .param("problem", failure.problem())
        .param("state", failure.isFinal(attempts) ? "PARKED" : "OPEN")
        .param("next", Timestamp.from(clock.now().plus(failure.pause(attempts))))
        .param("id", message.id())
        .update();
  }

  /** Parks it at once: trying again would not help. */
  public void park(Waiting message, String problem) {
    jdbc.sql("update message set state = 'PARKED', problem = :problem where id = :id")
        .param("problem", problem)
        .param("id", message.id())
        .update();
  }

  public List<Parked> parked(int most) {
    return jdbc.sql(
            """
            select id, feed, type, attempts, coalesce(problem, '') as problem, received_at
            from message where state = 'PARKED' order by id desc limit :most
            """)
        .param("most", most)
        .query(Rows.as(Parked.class))
        .list();
  }

  public Optional<Kept> find(long id) {
    return jdbc.sql("select * from message where id = :id")
        .param("id", id)
        .query(MessageStore::kept)
        .optional();
  }

  private static Kept kept(ResultSet row, int n) throws SQLException {
    return new Kept(
        row.getLong("id"),
        row.getString("feed"),
        Format.valueOf(row.getString("format")),
        row.getString("type"),
        row.getString("state"),
        Optional.ofNullable(row.getString("problem")).orElse(""),
        row.getTimestamp("occurred_at").toInstant(),
        row.getTimestamp("received_at").toInstant(),
        new Body(row.getBytes("body")));
  }

  /** Opens parked messages again; without a number, all of them. */
  @Transactional
  public int replay(Optional<Long> id) {
    records.awaitReaders();
    int opened =
        jdbc.sql(
                """
                update message set state = 'OPEN', attempts = 0, not_before = :now
                where state = 'PARKED' and (:id::bigint is null or id = :id)
                """)
            .param("now", Timestamp.from(clock.now()))
            .param("id", id.orElse(null), Types.BIGINT)
            .update();
    records.doubtWhatIsReadAgain();
    return opened;
  }

  /** Reads messages once more that were read before, as after a corrected code map. */
  @Transactional
  public int replaySince(String feed, Instant since) {
    records.awaitReaders();
    int opened =
        jdbc.sql(
                """
                update message set state = 'OPEN', attempts = 0, not_before = :now
                where state <> 'OPEN' and feed = :feed and received_at >= :since
                """)
            .param("now", Timestamp.from(clock.now()))
            .param("feed", feed)
            .param("since", Timestamp.from(since))
            .update();
    records.doubtWhatIsReadAgain();
    return opened;
  }

  /**
   * Deletes what was read long ago: a message holds more of a patient than the chart needs.
   *
   * @return how many
   */
  @Transactional
  public int forget(Duration keep) {
    return jdbc.sql("delete from message where state = 'DONE' and done_at < :before")
        .param("before", Timestamp.from(clock.now().minus(keep)))
        .update();
  }
}
