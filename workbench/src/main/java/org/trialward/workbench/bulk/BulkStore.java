package org.trialward.workbench.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.trialward.fhir.bulk.Place;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;

/** Loads and their resources in the database. */
final class BulkStore {
  enum Kind {
    PERSON,
    FACTS,
    LATER,
    REFERRED,
    DELETED
  }

  enum Phase {
    LOADING,
    ASSEMBLING,
    DONE
  }

  /** How far a load has come. */
  record Load(
      long id,
      String origin,
      Optional<Instant> since,
      Optional<Instant> asOf,
      Phase phase,
      String state,
      Place place,
      long lines,
      long resources,
      long unreadable,
      boolean complete,
      long spooled,
      long staged,
      long astray,
      SheetPlace assembled) {}

  /** A resource that others refer to. */
  record Raw(String reference, String text) {}

  /** What one step of reading brought. */
  record Taken(Place after, int lines, int resources, int unreadable) {
    Taken plus(Staged more) {
      return new Taken(
          more.after(),
          lines + more.lines(),
          resources + more.resources(),
          unreadable + more.unreadable());
    }
  }

  private static final String COPY = "copy bulk_resource from stdin with (format binary)";
  private static final String COPY_CHARTS = "copy bulk_chart from stdin with (format binary)";

  /** Lives in a session: rows on their way into charts, of one transaction. */
  private static final String BULK_CHART =
      """
      create temporary table if not exists bulk_chart (
        patient text, identity text, facts text, source_keys int[], unmapped jsonb, unusable jsonb)
        on commit delete rows
      """;

  /**
   * For this transaction, where the server was built with it: PostgreSQL's own method takes more
   * than half of what it needs for a chart (4.6 us of CPU time a resource; 1.7 with this one), and
   * its texts are no smaller.
   */
  private static final String FAST_COMPRESSION =
      """
      select set_config('default_toast_compression', 'lz4', true) from pg_settings
      where name = 'default_toast_compression' and 'lz4' = any(enumvals)
      """;

  /**
   * Charts as {@code ChartStore} saves them, and an event for each that says something new. A chart
   * that was read later than the load's moment stays, also when that happens at the same time.
   */
  private static final String CHARTS =
      """
      with changed as materialized (
        select m.patient from bulk_chart m left join chart c using (patient)
        where c.patient is null or (c.read_at <= :as_of and c.facts <> m.facts)),
      stored as (
        insert into chart (patient, identity, facts, source_keys, unmapped, unusable, read_at, revision)
        select patient, identity, facts, source_keys, unmapped, unusable, :as_of, nextval('chart_revision')
        from bulk_chart
        on conflict (patient) do update
          set identity = excluded.identity,
              facts = case when chart.facts = excluded.facts then chart.facts else excluded.facts end,
              source_keys = excluded.source_keys,
              unmapped = excluded.unmapped, unusable = excluded.unusable,
              read_at = excluded.read_at,
              revision = case when chart.facts = excluded.facts then chart.revision
                              else excluded.revision end
          where chart.read_at <= excluded.read_at),
      turns as (
        insert into patient_turn (patient) select patient from changed on conflict do nothing)
      insert into inbox (feed, patient, occurred_at, received_at, dedup_key, not_before)
      select :feed, patient, :as_of, :now, 'bulk|' || :load || '|' || patient, :now from changed
      on conflict (dedup_key) do nothing
      """;

  /** Of each resource that came several times, all but the newest go. */
  private static final String ONLY_NEWEST =
      """
      delete from bulk_resource where ctid in (
        select ctid from (
          select ctid, row_number() over (
                   partition by reference order by number desc, updated desc, raw, ctid) as place
          from bulk_resource
          where load = :load and kind <> 'DELETED' and reference in (
            select reference from bulk_resource where load = :load and kind <> 'DELETED'
            group by reference having count(*) > 1)) as each
        where place > 1)
      """;

  private final DataSource database;
  private final JdbcClient jdbc;
  private final SiteClock clock;

  BulkStore(DataSource database, JdbcClient jdbc, SiteClock clock) {
    this.database = database;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The load of this origin that did not end, or a new one; what another one left is removed. */
  Load begin(String origin, Optional<Instant> since) {
    Optional<Load> open = open(origin, since);
    if (open.isPresent() && rows(open.get().id()) == open.get().staged()) {
      return open.get();
    }
    jdbc.sql("delete from bulk_load where phase <> 'DONE'").update();
    jdbc.sql("truncate bulk_resource").update();
    jdbc.sql("drop index if exists bulk_resource_by_reference").update();
    jdbc.sql(
            "insert into bulk_load (origin, since, started_at) values (:origin, :since::timestamptz, :now)")
        .param("origin", origin)
        .param("since", since.map(Instant::toString).orElse(null), Types.VARCHAR)
        .param("now", Timestamp.from(clock.now()))
        .update();
    return open(origin, since).orElseThrow();
  }

  private Optional<Load> open(String origin, Optional<Instant> since) {
    return jdbc.sql(
            """
            select * from bulk_load
            where phase <> 'DONE' and origin = :origin and since is not distinct from :since::timestamptz
            """)
        .param("origin", origin)
        .param("since", since.map(Instant::toString).orElse(null), Types.VARCHAR)
        .query((row, n) ->
            new Load(
                row.getLong("id"),
                row.getString("origin"),
                Optional.ofNullable(row.getTimestamp("since")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("as_of")).map(Timestamp::toInstant),
                Phase.valueOf(row.getString("phase")),
                row.getString("state"),
                new Place(row.getInt("file"), row.getLong("at_byte")),
                row.getLong("lines"),
                row.getLong("resources"),
                row.getLong("unreadable"),
                row.getBoolean("complete"),
                row.getLong("spooled"),
                row.getLong("staged"),
                row.getLong("astray"),
                SheetPlace.read(row.getString("assembled"))))
        .optional();
  }

  private long rows(long load) {
    return jdbc.sql("select count(*) from bulk_resource where load = :load and kind <> 'DELETED'")
        .param("load", load)
        .query(Long.class)
        .single();
  }

  /** It begins from the start the next time. */
  void forget(long load) {
    jdbc.sql("delete from bulk_load where id = :load").param("load", load).update();
  }

  Load again(Load load) {
    return open(load.origin(), load.since()).orElseThrow();
  }

  /** How the export stands at the EMR. */
  void remember(long load, String state) {
    jdbc.sql("update bulk_load set state = :state where id = :load")
        .param("state", state)
        .param("load", load)
        .update();
  }

  void isAsOf(long load, Instant asOf, boolean complete) {
    jdbc.sql("update bulk_load set as_of = :as_of, complete = :complete where id = :load")
        .param("as_of", Timestamp.from(asOf))
        .param("complete", complete)
        .param("load", load)
        .update();
  }

  /**
   * Within a transaction: rows, and that they and the slips are there.
   *
   * @param spooled up to where the spool is on the disk
   */
  void stage(long load, CopyBuffer rows, Taken taken, long spooled) {
    // Lost together with the place, so that neither is ever without the other.
    jdbc.sql("set local synchronous_commit = off").update();
    int staged = rows.rows();
    if (staged > 0) {
      copy(COPY, rows);
    }
    jdbc.sql(
            """
            update bulk_load set file = :file, at_byte = :offset, lines = lines + :lines,
              resources = resources + :resources, unreadable = unreadable + :unreadable,
              spooled = :spooled, staged = staged + :staged
            where id = :load
            """)
        .param("file", taken.after().file())
        .param("offset", taken.after().offset())
        .param("lines", taken.lines())
        .param("resources", taken.resources())
        .param("unreadable", taken.unreadable())
        .param("spooled", spooled)
        .param("staged", staged)
        .param("load", load)
        .update();
  }

  /**
   * Within a transaction: charts.
   *
   * @return how many say something new
   */
  int charts(Load load, CopyBuffer rows) {
    jdbc.sql(BULK_CHART).update();
    jdbc.sql(FAST_COMPRESSION).query(Rows.text()).optional();
    copy(COPY_CHARTS, rows);
    // A slice is few of all patients: each is looked up, never are all charts read for it.
    jdbc.sql("set local enable_hashjoin = off").update();
    jdbc.sql("set local enable_mergejoin = off").update();
    return jdbc.sql(CHARTS)
        .param("load", load.id())
        .param("as_of", Timestamp.from(load.asOf().orElseThrow()))
        .param("feed", Inbox.BULK)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  private void copy(String sql, CopyBuffer rows) {
    Connection connection = DataSourceUtils.getConnection(database);
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, rows.finished());
    } catch (SQLException e) {
      throw new SQLExceptionSubclassTranslator().translate("bulk copy", sql, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      DataSourceUtils.releaseConnection(connection, database);
    }
  }

  /** What the EMR says was deleted. */
  void stageDeleted(long load, List<String> references) {
    jdbc.sql("delete from bulk_resource where load = :load and kind = 'DELETED'")
        .param("load", load)
        .update();
    jdbc.sql(
            """
            insert into bulk_resource
            select :load, null, reference, -1, -1, 'DELETED', null
            from unnest(:references::text[]) as each (reference)
            """)
        .param("load", load)
        .param("references", references.toArray(String[]::new))
        .update();
  }

  /** Within a transaction: all is there; what came twice remains once. */
  void assemble(long load) {
    int twice = jdbc.sql(ONLY_NEWEST).param("load", load).update();
    jdbc.sql("create index bulk_resource_by_reference on bulk_resource (load, reference)").update();
    jdbc.sql("update bulk_load set phase = 'ASSEMBLING', staged = staged - :twice where id = :load")
        .param("twice", twice)
        .param("load", load)
        .update();
  }

  void analyze() {
    jdbc.sql("analyze bulk_resource").update();
  }

  long countPatients(long load) {
    return jdbc.sql("select count(*) from bulk_resource where load = :load and kind = 'PERSON'")
        .param("load", load)
        .query(Long.class)
        .single();
  }

  List<Raw> referred(long load, List<String> references) {
    return jdbc.sql(
            """
            select reference, raw from bulk_resource
            where load = :load and kind = 'REFERRED' and reference = any(:references)
            order by reference
            """)
        .param("load", load)
        .param("references", references.toArray(String[]::new))
        .query((row, n) -> new Raw(row.getString("reference"), row.getString("raw")))
        .list();
  }

  boolean hasDeleted(long load) {
    return jdbc.sql(
            "select exists (select 1 from bulk_resource where load = :load and kind = 'DELETED')")
        .param("load", load)
        .query(Boolean.class)
        .single();
  }

  /** What came with the load is there, whatever was said before. */
  void notDeleted(long load, List<String> references) {
    jdbc.sql(
            "delete from bulk_resource where load = :load and kind = 'DELETED' and reference = any(:references)")
        .param("load", load)
        .param("references", references.toArray(String[]::new))
        .update();
  }

  /** Up to here patients have their charts. */
  void reached(long load, SheetPlace place, int twice, int astray) {
    jdbc.sql(
            """
            update bulk_load set assembled = :place, resources = resources - :twice,
              astray = astray + :astray
            where id = :load
            """)
        .param("place", place.text())
        .param("twice", twice)
        .param("astray", astray)
        .param("load", load)
        .update();
  }

  /** Within a transaction: the load is over, its resources are charts. */
  void done(long load) {
    jdbc.sql("update bulk_load set phase = 'DONE', ended_at = :now where id = :load")
        .param("now", Timestamp.from(clock.now()))
        .param("load", load)
        .update();
    jdbc.sql("truncate bulk_resource").update();
  }
}
