package org.trialward.workbench.report;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.document.Translations;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/** Adds up what was noted of everything that arrived in the last 14 days. */
public class ArrivalReport {
  public static final int DAYS = 14;

  private final JdbcClient jdbc;
  private final Supplier<Translations> translations;
  private final SiteClock clock;
  private final ZoneId zone;

  /**
   * @param translations by the site's concept maps as they are now
   * @param zone in whose days are counted
   */
  public ArrivalReport(
      JdbcClient jdbc, Supplier<Translations> translations, SiteClock clock, ZoneId zone) {
    this.jdbc = jdbc;
    this.translations = translations;
    this.clock = clock;
    this.zone = zone;
  }

  /** The feeds of which anything was noted. */
  public List<String> feeds() {
    return jdbc.sql("select distinct feed from arrival where at >= :from order by feed")
        .param("from", from())
        .query(Rows.text())
        .list();
  }

  /** The newest day first. */
  public List<ArrivalDay> days(Optional<String> feed) {
    return jdbc.sql(
            """
            select feed, (at at time zone :zone)::date as day, count(*) as pieces, sum(facts) as facts,
                   sum(coded) as coded, sum(dated) as dated, sum(measured) as measured,
                   sum(united) as united, sum(stale) as stale
            from arrival where at >= :from and (:feed::text is null or feed = :feed)
            group by feed, day order by day desc, feed
            """)
        .param("zone", zone.getId())
        .param("from", from())
        .param("feed", feed.orElse(null))
        .query(Rows.as(ArrivalDay.class))
        .list();
  }

  /** What the site's concept maps do not translate, the most frequent first. */
  public List<LocalCode> codes(Optional<String> feed) {
    Translations known = translations.get();
    return jdbc
        .sql(
            """
            select feed, tally -> 'code' ->> 'system' as system, tally -> 'code' ->> 'value' as value,
                   coalesce(min(tally -> 'code' ->> 'display'), '') as display,
                   sum((tally ->> 'times')::int) as times
            from arrival, jsonb_array_elements(unmapped) as tally
            where at >= :from and (:feed::text is null or feed = :feed)
            group by 1, 2, 3 order by times desc, 1, 2, 3
            """)
        .param("from", from())
        .param("feed", feed.orElse(null))
        .query((row, n) ->
            new LocalCode(
                row.getString("feed"),
                new Code(row.getString("system"), row.getString("value"), row.getString("display")),
                row.getLong("times")))
        .list()
        .stream()
        .filter(local -> !known.knows(local.code()))
        .toList();
  }

  /** The most frequent first. */
  public List<ArrivalGap> gaps(Optional<String> feed) {
    return jdbc.sql(
            """
            select feed, gap ->> 'type' as type, gap ->> 'what' as what, gap ->> 'why' as why,
                   coalesce(gap ->> 'found', '') as found, sum((gap ->> 'times')::int) as times
            from arrival, jsonb_array_elements(gaps) as gap
            where at >= :from and (:feed::text is null or feed = :feed)
            group by 1, 2, 3, 4, 5 order by times desc, 1, 2, 3, 4, 5
            """)
        .param("from", from())
        .param("feed", feed.orElse(null))
        .query(Rows.as(ArrivalGap.class))
        .list();
  }

  /** The beginning of the first day. */
  private Timestamp from() {
    Instant now = clock.now();
    LocalDate today = LocalDate.ofInstant(now, zone);
    return Timestamp.from(today.minusDays(DAYS - 1L).atStartOfDay(zone).toInstant());
  }

  /** Deletes what no report shows any more. */
  @Transactional
  public int forget(Duration keep) {
    return jdbc.sql("delete from arrival where at < :before")
        .param("before", Timestamp.from(clock.now().minus(keep)))
        .update();
  }
}
