package org.trialward.workbench.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.trialward.workbench.settings.SiteClock;

/**
 * Counts what lies in the database with one statement, for as many who ask within a rhythm. Nobody
 * waits long for it: where the database does not answer, that is the answer.
 */
final class Stocktaking {
  private static final Logger LOG = LoggerFactory.getLogger(Stocktaking.class);

  /** Prometheus gives up after 10 s by default, and both of ours may be waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int MOST_SECONDS_IN_THE_DATABASE = 30;

  /** What waits and what stands still; each part is found by an index of its own. */
  private static final String WORK =
      """
      select 'inbox' as what, '' as label, 'open' as state, count(*) as n, min(received_at) as since
        from inbox where state = 'OPEN'
      union all select 'inbox', '', 'parked', count(*), min(received_at) from inbox where state = 'PARKED'
      union all select 'message', '', 'open', count(*), min(received_at) from message where state = 'OPEN'
      union all select 'message', '', 'parked', count(*), min(received_at) from message where state = 'PARKED'
      union all select 'delivery', destination, lower(state), count(*), min(created_at)
        from delivery where state in ('OPEN', 'PARKED') group by destination, state
      union all select 'task', lower(kind), '', count(*), min(opened_at)
        from queue_task where closed_at is null group by kind
      union all select 'refusal', '', '', count(*), min(at) from write_back_refusal
      union all select 'feed-problem', '', '', count(*), null from feed_state
        where problem is not null and starts_with(feed, 'emr') and feed <> 'emr-bulk'
      """;

  /** What takes a look at whole tables. */
  private static final String HOLDINGS =
      """
      select 'candidate' as what, '' as label, lower(state) as state, count(*) as n, min(changed_at) as since
        from candidate group by state
      union all select 'chart', '', '', count(*), null from chart
      union all select 'audit', '', '', coalesce(max(seq), 0), null from audit
      """;

  private final JdbcTemplate database;
  private final SiteClock clock;
  private final String sql;
  private final Duration rhythm;
  private Optional<FutureTask<Stock>> underWay = Optional.empty();
  private Optional<Stock> latest = Optional.empty();
  private Instant nextLook = Instant.MIN;
  private boolean told;

  private Stocktaking(DataSource source, SiteClock clock, String sql, Duration rhythm) {
    this.database = new JdbcTemplate(source);
    this.database.setQueryTimeout(MOST_SECONDS_IN_THE_DATABASE);
    this.clock = clock;
    this.sql = sql;
    this.rhythm = rhythm;
  }

  /** Of what waits: at most every five seconds. */
  static Stocktaking ofWork(DataSource source, SiteClock clock) {
    return new Stocktaking(source, clock, WORK, Duration.ofSeconds(5));
  }

  /** Of candidates and charts: at most once a minute. */
  static Stocktaking ofHoldings(DataSource source, SiteClock clock) {
    return new Stocktaking(source, clock, HOLDINGS, Duration.ofMinutes(1));
  }

  /** Empty where the database does not answer in time. */
  synchronized Optional<Stock> look() {
    if (clock.now().isBefore(nextLook)) {
      return latest;
    }
    FutureTask<Stock> task = underWay.orElseGet(this::begin);
    underWay = Optional.of(task);
    try {
      latest = Optional.of(task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      nextLook = clock.now().plus(rhythm);
      underWay = Optional.empty();
      told = false;
    } catch (TimeoutException e) {
      missed("no answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      underWay = Optional.empty();
      missed(String.valueOf(e.getCause()).split("[:\\s]", 2)[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      latest = Optional.empty();
    }
    return latest;
  }

  /** One at a time: a database that hangs is not asked again before it answered. */
  private FutureTask<Stock> begin() {
    FutureTask<Stock> task = new FutureTask<>(this::count);
    Thread.ofVirtual().name("stocktaking").start(task);
    return task;
  }

  private void missed(String why) {
    latest = Optional.empty();
    if (!told) {
      LOG.warn(
          "Metrics of the database are missing ({}). They come back with it; if this stays, check the database",
          why);
      told = true;
    }
  }

  private Stock count() {
    List<Stock.Shelf> shelves = database.query(sql, Stocktaking::shelf);
    return new Stock(shelves, clock.now());
  }

  private static Stock.Shelf shelf(ResultSet row, int n) throws SQLException {
    return new Stock.Shelf(
        row.getString("what"),
        row.getString("label"),
        row.getString("state"),
        row.getLong("n"),
        Optional.ofNullable(row.getTimestamp("since")).map(Timestamp::toInstant));
  }
}
