package org.trialward.workbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore.Revision;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a copy of the charts has in another reading, lacks, or holds though it is gone. The database
 * compares, so that neither side is ever whole in memory. Lives within one transaction.
 */
public final class ChartComparison {
  private static final int BATCH = 10_000;

  /** Charts fetched at once; one may have some hundred kilobytes. */
  private static final int FETCH = 20;

  private static final String OUTDATED =
      "from chart c left join copied using (patient) where copied.revision is distinct from c.revision";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final List<String> patients = new ArrayList<>();
  private final List<Long> revisions = new ArrayList<>();

  ChartComparison(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
    jdbc.sql("create temporary table copied (patient text, revision bigint) on commit drop")
        .update();
  }

  /** The copy has this chart, once. */
  public void copied(PatientId patient, long revision) {
    patients.add(patient.value());
    revisions.add(revision);
    if (patients.size() == BATCH) {
      store();
    }
  }

  private void store() {
    jdbc.sql("insert into copied select * from unnest(:patients::text[], :revisions::bigint[])")
        .param("patients", patients.toArray(String[]::new))
        .param("revisions", revisions.toArray(Long[]::new))
        .update();
    patients.clear();
    revisions.clear();
  }

  /** Call it when the whole copy was told: how many charts it lacks or has in another reading. */
  public long outdated() {
    store();
    jdbc.sql("analyze copied").update();
    return jdbc.sql("select count(*) " + OUTDATED).query(Long.class).single();
  }

  /** Those charts, one at a time. */
  public void eachOutdated(Consumer<Revision> each) {
    jdbc.sql("select c.facts, c.revision " + OUTDATED)
        .withFetchSize(FETCH)
        .query(row -> {
          each.accept(ChartStore.revision(json, row));
        });
  }

  /** Whom only the copy has. */
  public List<PatientId> gone() {
    return jdbc.sql(
            """
            select patient from copied
            where not exists (select 1 from chart where chart.patient = copied.patient)
            """)
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }
}
