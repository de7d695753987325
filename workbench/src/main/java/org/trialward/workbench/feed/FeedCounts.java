package org.trialward.workbench.feed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.settings.SiteClock;

/** Counts feeds where their arrivals are stored. */
public class FeedCounts {
  /** Of which the times from arrival to read are told. */
  private static final Duration LAST_HOURS = Duration.ofHours(4);

  private static final String SQL =
      """
      select
        (select max(received_at) from %1$s where %2$s) as last,
        count(*) filter (where received_at >= :hour) as last_hour,
        count(*) as last_day,
        percentile_cont(0.5) within group (order by extract(epoch from done_at - received_at))
          filter (where state = 'DONE' and received_at >= :hours) as median,
        percentile_cont(0.99) within group (order by extract(epoch from done_at - received_at))
          filter (where state = 'DONE' and received_at >= :hours) as slowest,
        (select count(*) from %1$s where state = 'OPEN' and %2$s) as waiting,
        (select min(received_at) from %1$s where state = 'OPEN' and %2$s) as oldest,
        (select count(*) from %1$s where state = 'OPEN' and problem is not null and %2$s) as failing,
        (select count(*) from %1$s where state = 'PARKED' and %2$s) as parked
      from %1$s where received_at >= :day and %2$s
      """;

  private static final String MESSAGES = SQL.formatted("message", "feed = :feed");
  private static final String LOADS = SQL.formatted("inbox", "feed = :feed");
  private static final String EMR =
      SQL.formatted("inbox", "feed like 'emr-%' and feed <> all(:messages)");

  private final JdbcClient jdbc;
  private final Feeds feeds;
  private final SiteClock clock;

  public FeedCounts(JdbcClient jdbc, Feeds feeds, SiteClock clock) {
    this.jdbc = jdbc;
    this.feeds = feeds;
    this.clock = clock;
  }

  public FeedFigures of(Feed feed) {
    Instant now = clock.now();
    return jdbc.sql(sql(feed))
        .param("feed", feed.name())
        .param("messages", feeds.ofMessages().toArray(String[]::new))
        .param("hour", Timestamp.from(now.minus(Duration.ofHours(1))))
        .param("hours", Timestamp.from(now.minus(LAST_HOURS)))
        .param("day", Timestamp.from(now.minus(Duration.ofDays(1))))
        .query(FeedCounts::figures)
        .single();
  }

  private static String sql(Feed feed) {
    return switch (feed.kind()) {
      case HL7, DOCUMENTS, GONE -> MESSAGES;
      case BULK -> LOADS;
      case EMR -> EMR;
    };
  }

  private static FeedFigures figures(ResultSet row, int n) throws SQLException {
    return new FeedFigures(
        moment(row.getTimestamp("last")),
        row.getLong("last_hour"),
        row.getLong("last_day"),
        row.getLong("waiting"),
        row.getLong("failing"),
        row.getLong("parked"),
        moment(row.getTimestamp("oldest")),
        seconds(row.getObject("median", Double.class)),
        seconds(row.getObject("slowest", Double.class)));
  }

  private static Optional<Instant> moment(@Nullable Timestamp at) {
    return Optional.ofNullable(at).map(Timestamp::toInstant);
  }

  private static Optional<Duration> seconds(@Nullable Double seconds) {
    return Optional.ofNullable(seconds).map(s -> Duration.ofMillis(Math.round(s * 1_000)));
  }
}
