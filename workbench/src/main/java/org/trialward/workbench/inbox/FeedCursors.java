package org.trialward.workbench.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.settings.SiteClock;

/** How far each feed has been read, and how its last poll went. */
public class FeedCursors {

  /** Before the name of a trial office's system that is polled. */
  public static final String CTMS = "ctms-";

  /** The name of the nightly export, which is beside the feed that is polled. */
  public static final String EXPORT = "emr-bulk";

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public FeedCursors(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One feed's state for the operations page. */
  public record FeedState(String feed, Optional<Instant> polledAt, Optional<String> problem) {}

  public Optional<String> find(String feed) {
    return jdbc.sql("select cursor from feed_state where feed = :feed and cursor is not null")
        .param("feed", feed)
        .query(String.class)
        .optional();
  }

  /** Runs in the transaction that stores the hints: neither is ever without the other. */
  public void advance(String feed, String cursor) {
    jdbc.sql(
            """
            insert into feed_state (feed, cursor, polled_at, problem) values (:feed, :cursor, :now, null)
            on conflict (feed) do update
              set cursor = excluded.cursor, polled_at = excluded.polled_at, problem = null
            """)
        .param("feed", feed)
        .param("cursor", cursor)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /**
   * The last poll failed.
   *
   * @param problem what happened and the remedy, without patient data
   */
  public void failed(String feed, String problem) {
    jdbc.sql(
            """
            insert into feed_state (feed, problem) values (:feed, :problem)
            on conflict (feed) do update set problem = excluded.problem
            """)
        .param("feed", feed)
        .param("problem", problem)
        .update();
  }

  /** A feed of this name is not used any more. */
  public void forget(String feed) {
    jdbc.sql("delete from feed_state where feed = :feed").param("feed", feed).update();
  }

  /** The EMR is polled by this feed now: how polls by others failed before is no news. */
  public void pollsBy(String feed) {
    jdbc.sql(
            """
            update feed_state set problem = null
            where problem is not null and starts_with(feed, 'emr-') and feed not in (:feed, :export)
            """)
        .param("feed", feed)
        .param("export", EXPORT)
        .update();
  }

  /** The EMR's feeds; our own marks are not feeds to look after. */
  public List<FeedState> states() {
    return states("emr");
  }

  /** The trial office's systems that are polled. */
  public List<FeedState> ctmsStates() {
    return states(CTMS);
  }

  private List<FeedState> states(String prefix) {
    return jdbc.sql(
            "select feed, polled_at, problem from feed_state where starts_with(feed, :prefix) order by feed")
        .param("prefix", prefix)
        .query((row, n) ->
            new FeedState(
                row.getString("feed"),
                Optional.ofNullable(row.getTimestamp("polled_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("problem"))))
        .list();
  }
}
