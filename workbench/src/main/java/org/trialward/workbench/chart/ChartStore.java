package org.trialward.workbench.chart;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.settings.SiteClock;
import tools.jackson.databind.json.JsonMapper;

/** Charts as last read from the EMR, one row a patient. */
public class ChartStore {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SiteClock clock;
  private final AtomicLong saves = new AtomicLong();

  public ChartStore(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** What is stored of one patient. */
  public record StoredChart(PatientChart chart, PatientIdentity identity) {}

  /**
   * A chart and which reading of it this is.
   *
   * @param revision rises whenever a reading brings other facts; of all charts no two are alike
   */
  public record Revision(PatientChart chart, long revision) {}

  public Optional<StoredChart> find(PatientId patient) {
    return jdbc.sql("select facts, identity from chart where patient = :patient")
        .param("patient", patient.value())
        .query((row, n) ->
            new StoredChart(
                json.readValue(row.getString("facts"), PatientChart.class),
                json.readValue(row.getString("identity"), PatientIdentity.class)))
        .optional();
  }

  public Optional<Revision> latest(PatientId patient) {
    return jdbc.sql("select facts, revision from chart where patient = :patient")
        .param("patient", patient.value())
        .query((row, n) -> revision(json, row))
        .optional();
  }

  static Revision revision(JsonMapper json, ResultSet row) throws SQLException {
    return new Revision(
        json.readValue(row.getString("facts"), PatientChart.class), row.getLong("revision"));
  }

  /** Which reading of the chart is stored; empty where there is none. */
  public Optional<Long> revision(PatientId patient) {
    return jdbc.sql("select revision from chart where patient = :patient")
        .param("patient", patient.value())
        .query(Long.class)
        .optional();
  }

  /** Compares a copy of the charts with these; within one transaction. */
  public ChartComparison compare() {
    return new ChartComparison(jdbc, json);
  }

  /** The names that staff know the patient by. */
  public Optional<PatientIdentity> identity(PatientId patient) {
    return jdbc.sql("select identity from chart where patient = :patient")
        .param("patient", patient.value())
        .query(String.class)
        .optional()
        .map(text -> json.readValue(text, PatientIdentity.class));
  }

  public void save(StoredChart stored) {
    save(stored, clock.now());
  }

  /** Saves a chart of which something else than the EMR said more: it was read when it was. */
  public void saveBeside(StoredChart stored) {
    Timestamp readAt =
        jdbc.sql("select read_at from chart where patient = :patient for update")
            .param("patient", stored.chart().id().value())
            .query(Timestamp.class)
            .single();
    save(stored, readAt.toInstant());
  }

  /**
   * Saves what a load brought.
   *
   * @param readAt the moment that it shows
   */
  public void save(StoredChart stored, Instant readAt) {
    PatientChart chart = stored.chart();
    Integer[] sources =
        chart.facts().stream()
            .map(fact -> fact.source().reference())
            .distinct()
            .map(reference -> SourceKey.indexed(SourceKey.of(reference)))
            .toArray(Integer[]::new);
    saves.incrementAndGet();
    jdbc.sql(
            """
            insert into chart (patient, identity, facts, source_keys, unmapped, read_at, revision)
            values (:patient, :identity, :facts, :sources, :unmapped::jsonb, :now,
                    nextval('chart_revision'))
            on conflict (patient) do update
              set identity = excluded.identity, facts = excluded.facts, source_keys = excluded.source_keys,
                  unmapped = excluded.unmapped, read_at = excluded.read_at,
                  revision = case when chart.facts = excluded.facts then chart.revision
                                  else excluded.revision end
            """)
        .param("patient", chart.id().value())
        .param("identity", json.writeValueAsString(stored.identity()))
        .param("facts", json.writeValueAsString(chart))
        .param("sources", sources)
        .param("unmapped", json.writeValueAsString(UnmappedCodes.in(chart.facts()).tallies()))
        .param("now", Timestamp.from(readAt))
        .update();
  }

  /** Rises whenever another process, or a load, saves charts. */
  public long savesOfOthers() {
    return jdbc.sql("select case when is_called then last_value else 0 end from chart_revision")
            .query(Long.class)
            .single()
        - saves.get();
  }

  /** Whether the chart was read from the EMR after this moment. */
  public boolean isNewerThan(PatientId patient, Instant moment) {
    return jdbc.sql(
            "select exists (select 1 from chart where patient = :patient and read_at > :moment)")
        .param("patient", patient.value())
        .param("moment", Timestamp.from(moment))
        .query(Boolean.class)
        .single();
  }

  /** Whose chart is older than a load and who did not come with it. */
  public List<PatientId> notIn(long load, Instant asOf) {
    return jdbc.sql(
            """
            select patient from chart c where read_at <= :as_of and not exists (
              select 1 from bulk_resource r
              where r.load = :load and r.patient = c.patient and r.kind = 'PERSON')
            order by patient
            """)
        .param("load", load)
        .param("as_of", Timestamp.from(asOf))
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }

  /** Entries of the record that could not become facts, and why: nothing is dropped in silence. */
  public void noteUnusable(PatientId patient, List<Unusable> unusable) {
    jdbc.sql("update chart set unusable = :unusable::jsonb where patient = :patient")
        .param("unusable", json.writeValueAsString(unusable))
        .param("patient", patient.value())
        .update();
  }

  public List<Unusable> unusable(PatientId patient) {
    return jdbc.sql("select unusable from chart where patient = :patient")
        .param("patient", patient.value())
        .query(String.class)
        .optional()
        .map(text -> List.of(json.readValue(text, Unusable[].class)))
        .orElse(List.of());
  }

  /** Codes that no published system has, over all charts, the most frequent first. */
  public List<UnmappedCodes.Tally> unmapped() {
    return jdbc.sql(
            """
            select tally -> 'code' ->> 'system' as system, tally -> 'code' ->> 'value' as value,
                   min(tally -> 'code' ->> 'display') as display,
                   sum((tally ->> 'times')::int) as times
            from chart, jsonb_array_elements(unmapped) as tally
            group by 1, 2 order by 4 desc, 1, 2
            """)
        .query((row, n) ->
            new UnmappedCodes.Tally(
                new Code(row.getString("system"), row.getString("value"), row.getString("display")),
                row.getInt("times")))
        .list();
  }

  public void delete(PatientId patient) {
    jdbc.sql("delete from chart where patient = :patient")
        .param("patient", patient.value())
        .update();
    saves.incrementAndGet(); // Other processes hear of it as of a saved one.
    jdbc.sql("select nextval('chart_revision')").query(Long.class).single();
  }

  /**
   * The patients whose chart holds a fact read from this resource, e.g. {@code Observation/12}, or
   * whose refusal stands in it.
   */
  public List<PatientId> holders(String reference) {
    return reference.startsWith("Consent/") ? refusers(reference) : holdersOfFacts(reference);
  }

  private List<PatientId> refusers(String consent) {
    return jdbc.sql("select distinct patient from opt_out where source = :consent and from_emr")
        .param("consent", consent)
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }

  private List<PatientId> holdersOfFacts(String reference) {
    return jdbc
        .sql("select facts from chart where source_keys @> array[:key::int]")
        .param("key", SourceKey.indexed(SourceKey.of(reference)))
        .query((row, n) -> json.readValue(row.getString("facts"), PatientChart.class))
        .list()
        .stream()
        .filter(chart ->
            chart.facts().stream().anyMatch(fact -> fact.source().reference().equals(reference)))
        .map(PatientChart::id)
        .toList();
  }

  public List<PatientId> patients() {
    return jdbc.sql("select patient from chart order by patient")
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }

  public long count() {
    return jdbc.sql("select count(*) from chart").query(Long.class).single();
  }
}
