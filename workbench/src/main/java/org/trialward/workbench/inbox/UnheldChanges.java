package org.trialward.workbench.inbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.settings.SiteClock;

/**
 * Changes of what no stored chart held when they were told. A load, or the reading of a chart, that
 * began before may still bring it.
 */
final class UnheldChanges {
  /** No reading of a chart takes longer. */
  private static final Duration LONGEST_READING = Duration.ofHours(1);

  /** A load that is older was given up. */
  private static final Duration LONGEST_LOAD = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final SiteClock clock;

  UnheldChanges(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Keeps a hint that names a resource, for later. */
  void note(ChangeHint hint) {
    jdbc.sql(
            """
            insert into unheld_change (dedup_key, feed, patient, resource, occurred_at, noted_at)
            values (:key, :feed, :patient, :resource, :occurred, :now)
            on conflict (dedup_key) do nothing
            """)
        .param("key", hint.dedupKey())
        .param("feed", hint.feed())
        .param("patient", hint.patient().map(PatientId::value).orElse(null))
        .param("resource", hint.resource().orElseThrow())
        .param("occurred", Timestamp.from(hint.occurredAt()))
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  List<ChangeHint> all() {
    return jdbc.sql("select * from unheld_change order by noted_at, dedup_key")
        .query((row, n) ->
            new ChangeHint(
                row.getString("feed"),
                Optional.ofNullable(row.getString("patient")).map(PatientId::new),
                Optional.of(row.getString("resource")),
                row.getTimestamp("occurred_at").toInstant(),
                row.getString("dedup_key")))
        .list();
  }

  /** Forgets those that nothing under way can bring any more. */
  void forgetOld(boolean isLoading) {
    jdbc.sql("delete from unheld_change where noted_at < :old")
        .param("old", Timestamp.from(clock.now().minus(isLoading ? LONGEST_LOAD : LONGEST_READING)))
        .update();
  }

  boolean isLoading() {
    return jdbc.sql("select exists (select 1 from bulk_load where phase <> 'DONE')")
        .query(Boolean.class)
        .single();
  }
}
