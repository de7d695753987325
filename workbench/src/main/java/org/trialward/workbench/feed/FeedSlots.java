package org.trialward.workbench.feed;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.workbench.settings.SiteClock;

/** How many arrivals each feed had in each ten minutes. Messages are deleted earlier than this. */
public class FeedSlots {
  private final JdbcClient jdbc;
  private final Feeds feeds;
  private final SiteClock clock;

  public FeedSlots(JdbcClient jdbc, Feeds feeds, SiteClock clock) {
    this.jdbc = jdbc;
    this.feeds = feeds;
    this.clock = clock;
  }

  /** Counts what came since the last count. Several processes may do so at once. */
  @Transactional
  public void count() {
    Instant from =
        jdbc.sql("select max(slot) from feed_slot")
            .query(Timestamp.class)
            .optional()
            .map(slot -> slot.toInstant().minus(FeedRhythm.SLOT)) // what committed late
            .orElseGet(() -> clock.now().minus(FeedRhythm.LEARNT_FROM));
    jdbc.sql(
            """
            insert into feed_slot (feed, slot, arrivals)
            select feed, slot, count(*) from (
              select feed, date_bin('10 minutes', received_at, timestamptz '2000-01-01 00:00Z') as slot
              from message where received_at >= :from
              union all
              select :emr, date_bin('10 minutes', received_at, timestamptz '2000-01-01 00:00Z')
              from inbox
              where received_at >= :from and feed like 'emr-%' and feed <> all(:messages)
            ) as arrived
            group by feed, slot
            on conflict (feed, slot) do update
              set arrivals = greatest(feed_slot.arrivals, excluded.arrivals)
            """)
        .param("from", Timestamp.from(from))
        .param("emr", Feed.EMR)
        .param("messages", feeds.ofMessages().toArray(String[]::new))
        .update();
  }

  /** The last slot of a feed, where it ever had one. */
  Optional<Instant> last(String feed) {
    return jdbc.sql("select max(slot) from feed_slot where feed = :feed")
        .param("feed", feed)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }

  /** From which the rhythm is learnt. */
  Map<Instant, Integer> before(String feed, Instant last) {
    Map<Instant, Integer> slots = new TreeMap<>();
    jdbc.sql("select slot, arrivals from feed_slot where feed = :feed and slot >= :from")
        .param("feed", feed)
        .param("from", Timestamp.from(last.minus(FeedRhythm.LEARNT_FROM)))
        .query(row -> {
          slots.put(row.getTimestamp("slot").toInstant(), row.getInt("arrivals"));
        });
    return slots;
  }

  /** Deletes what nobody learns from any more. */
  @Transactional
  public int forget(Duration keep) {
    return jdbc.sql("delete from feed_slot where slot < :before")
        .param("before", Timestamp.from(clock.now().minus(keep)))
        .update();
  }
}
