package org.trialward.workbench.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.settings.SiteClock;
import tools.jackson.databind.json.JsonMapper;

/** The candidates as they stand, one row for each person considered for a trial. */
public class Candidates {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SiteClock clock;

  public Candidates(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A candidate with what the engine last said.
   *
   * @param revision counts what the outside should know of: states, outcomes and rule versions
   */
  public record Entry(
      Candidate candidate,
      Judged judged,
      long revision,
      String changedBy,
      Instant detectedAt,
      Instant changedAt) {

    public CandidateKey key() {
      return candidate.key();
    }

    public VerdictDocument verdict() {
      return judged.verdict();
    }
  }

  /** Of one patient, locked until the transaction ends. */
  public List<Entry> ofPatientForUpdate(PatientId patient) {
    return jdbc.sql("select * from candidate where patient = :patient order by number for update")
        .param("patient", patient.value())
        .query(this::entry)
        .list();
  }

  public List<Entry> ofPatient(PatientId patient) {
    return jdbc.sql("select * from candidate where patient = :patient order by number")
        .param("patient", patient.value())
        .query(this::entry)
        .list();
  }

  public Optional<Entry> find(long number) {
    return jdbc.sql("select * from candidate where number = :number")
        .param("number", number)
        .query(this::entry)
        .optional();
  }

  public Optional<Entry> findForUpdate(long number) {
    return jdbc.sql("select * from candidate where number = :number for update")
        .param("number", number)
        .query(this::entry)
        .optional();
  }

  /** All of a trial, the most certain and the newest first. */
  public List<Entry> ofTrial(TrialId trial) {
    return jdbc.sql(
            """
            select * from candidate where trial = :trial
            order by array_position(array['DETECTED', 'IN_REVIEW', 'CONFIRMED', 'REJECTED', 'LAPSED'], state),
                     array_position(array['ELIGIBLE', 'POSSIBLE', 'INELIGIBLE'], outcome), detected_at desc, number
            """)
        .param("trial", trial.value())
        .query(this::entry)
        .list();
  }

  /** How many candidates of each trial stand in which state, e.g. {@code DETECTED}. */
  public Map<TrialId, Map<String, Long>> countsByTrial() {
    Map<TrialId, Map<String, Long>> counts = new HashMap<>();
    jdbc.sql("select trial, state, count(*) as n from candidate group by trial, state")
        .query((row, n) ->
            counts
                .computeIfAbsent(new TrialId(row.getString("trial")), t -> new HashMap<>())
                .put(row.getString("state"), row.getLong("n")))
        .list();
    return counts;
  }

  Entry detect(CandidateKey key, Judged judged, String reason) {
    VerdictDocument verdict = judged.verdict();
    long number =
        jdbc.sql(
                """
                insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                                       chart_revision, shared_files, reason,
                                       revision, changed_by, detected_at, changed_at)
                values (:trial, :patient, 'DETECTED', :outcome, :version, :asOf, :verdict::jsonb,
                        :chart, :shared, :reason, 1, 'engine', :now, :now)
                returning number
                """)
            .param("trial", key.trial().value())
            .param("patient", key.patient().value())
            .param("outcome", verdict.outcome().name())
            .param("version", verdict.trialVersion())
            .param("asOf", verdict.asOf())
            .param("verdict", json.writeValueAsString(verdict))
            .param("chart", judged.chartRevision())
            .param("shared", judged.sharedFiles())
            .param("reason", reason)
            .param("now", Timestamp.from(clock.now()))
            .query(Long.class)
            .single();
    return find(number).orElseThrow();
  }

  /**
   * What the engine says now, without telling anyone: nothing that the outside knows has changed.
   */
  void renewEvidence(Entry entry, Judged judged) {
    jdbc.sql(
            """
            update candidate
            set verdict = :verdict::jsonb, as_of = :asOf, chart_revision = :chart, shared_files = :shared
            where number = :number
            """)
        .param("verdict", json.writeValueAsString(judged.verdict()))
        .param("asOf", judged.verdict().asOf())
        .param("chart", judged.chartRevision())
        .param("shared", judged.sharedFiles())
        .param("number", entry.candidate().number())
        .update();
  }

  /** The next revision: another state, outcome or rule version. */
  Entry change(Entry entry, CandidateState state, Judged judged, String reason, String who) {
    VerdictDocument verdict = judged.verdict();
    jdbc.sql(
            """
            update candidate
            set state = :state, outcome = :outcome, trial_version = :version, as_of = :asOf, verdict = :verdict::jsonb,
                chart_revision = :chart, shared_files = :shared, reason = :reason, revision = revision + 1, changed_by = :who, changed_at = :now
            where number = :number
            """)
        .param("state", state.name())
        .param("outcome", verdict.outcome().name())
        .param("version", verdict.trialVersion())
        .param("asOf", verdict.asOf())
        .param("verdict", json.writeValueAsString(verdict))
        .param("chart", judged.chartRevision())
        .param("shared", judged.sharedFiles())
        .param("reason", reason.isBlank() ? null : reason)
        .param("who", who)
        .param("now", Timestamp.from(clock.now()))
        .param("number", entry.candidate().number())
        .update();
    return find(entry.candidate().number()).orElseThrow();
  }

  private Entry entry(ResultSet row, int n) throws SQLException {
    return new Entry(
        new Candidate(
            new CandidateKey(
                new TrialId(row.getString("trial")), new PatientId(row.getString("patient"))),
            row.getLong("number"),
            CandidateState.valueOf(row.getString("state")),
            Outcome.valueOf(row.getString("outcome")),
            row.getString("trial_version"),
            Optional.ofNullable(row.getString("reason"))),
        new Judged(
            json.readValue(row.getString("verdict"), VerdictDocument.class),
            row.getLong("chart_revision"),
            row.getString("shared_files")),
        row.getLong("revision"),
        row.getString("changed_by"),
        row.getTimestamp("detected_at").toInstant(),
        row.getTimestamp("changed_at").toInstant());
  }
}
