package org.trialward.workbench.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Those of a patient that were merged into another's, locked until the transaction ends. */
  List<Entry> mergedAwayForUpdate(PatientId patient) {
    return jdbc.sql(
            """
            select * from candidate where patient = :patient and merged_into is not null
            order by number for update
            """)
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

  public Optional<Entry> find(CandidateKey key) {
    return jdbc.sql("select * from candidate where trial = :trial and patient = :patient")
        .param("trial", key.trial().value())
        .param("patient", key.patient().value())
        .query(this::entry)
        .optional();
  }

  /** The candidate that stands for this one, where the patient's record was merged into another. */
  public Entry survivor(Entry entry) {
    Entry standing = entry;
    Set<Long> seen = new HashSet<>();
    while (seen.add(standing.candidate().number())) {
      TrialId trial = standing.key().trial();
      Optional<Entry> next =
          mergedInto(standing).flatMap(patient -> find(new CandidateKey(trial, patient)));
      standing = next.orElse(standing);
    }
    return standing;
  }

  public Optional<Entry> findForUpdate(long number) {
    return jdbc.sql("select * from candidate where number = :number for update")
        .param("number", number)
        .query(this::entry)
        .optional();
  }

  /** All of a trial: whom a physician sent first, then the most certain and the newest. */
  public List<Entry> ofTrial(TrialId trial) {
    return jdbc.sql(
            """
            select * from candidate where trial = :trial
            order by array_position(array['REFERRED', 'DETECTED', 'IN_REVIEW', 'CONFIRMED', 'CONTACTED'], state),
                     array_position(array['ELIGIBLE', 'POSSIBLE', 'INELIGIBLE'], outcome), detected_at desc, number
            """)
        .param("trial", trial.value())
        .query(this::entry)
        .list();
  }

  /** The next so many of a trial after a number, in the order of their numbers. */
  public List<Entry> pageOfTrial(TrialId trial, long after, int most) {
    return jdbc.sql(
            """
            select * from candidate where trial = :trial and number > :after
            order by number limit :most
            """)
        .param("trial", trial.value())
        .param("after", after)
        .param("most", most)
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
    return jdbc.sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                                   chart_revision, shared_files, reason,
                                   revision, changed_by, detected_at, changed_at)
            values (:trial, :patient, 'DETECTED', :outcome, :version, :asOf, :verdict::jsonb,
                    :chart, :shared, :reason, 1, 'engine', :now, :now)
            returning *
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
        .query(this::entry)
        .single();
  }

  /**
   * What the engine says now, without telling anyone: nothing that the outside knows has changed.
   */
  void renewEvidence(Entry entry, Judged judged, String reason) {
    jdbc.sql(
            """
            update candidate
            set verdict = :verdict::jsonb, as_of = :asOf, chart_revision = :chart, shared_files = :shared,
                reason = :reason
            where number = :number
            """)
        .param("verdict", json.writeValueAsString(judged.verdict()))
        .param("asOf", judged.verdict().asOf())
        .param("chart", judged.chartRevision())
        .param("shared", judged.sharedFiles())
        .param("reason", reason.isBlank() ? null : reason)
        .param("number", entry.candidate().number())
        .update();
  }

  /** The next revision: another state, outcome or rule version. */
  Entry change(Entry entry, CandidateState state, Judged judged, String reason, String who) {
    VerdictDocument verdict = judged.verdict();
    return jdbc.sql(
            """
            update candidate
            set state = :state, outcome = :outcome, trial_version = :version, as_of = :asOf, verdict = :verdict::jsonb,
                chart_revision = :chart, shared_files = :shared, reason = :reason, revision = revision + 1, changed_by = :who, changed_at = :now
            where number = :number
            returning *
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
        .query(this::entry)
        .single();
  }

  /** A person's own answer, which no merge that is undone later takes back. */
  Entry decide(Entry entry, CandidateState state, String reason, String who) {
    jdbc.sql(
            """
            update candidate
            set carried_from = null, state_before = null, reason_before = null, changed_by_before = null,
              state_merged = null, reason_merged = null, changed_by_merged = null
            where number = :number
            """)
        .param("number", entry.candidate().number())
        .update();
    return change(entry, state, entry.judged(), reason, who);
  }

  /** The patient whom the candidate was merged into, if they were. */
  Optional<PatientId> mergedInto(Entry entry) {
    return jdbc.sql(
            "select merged_into from candidate where number = :number and merged_into is not null")
        .param("number", entry.candidate().number())
        .query((row, n) -> new PatientId(row.getString("merged_into")))
        .optional();
  }

  /** Lapses a candidate whose record is another's now, and keeps what there was. */
  Entry merge(Entry entry, PatientId survivor, String reason, String who) {
    jdbc.sql(
            """
            update candidate set merged_into = :survivor,
              state_merged = case when :again then state_merged else state end,
              reason_merged = case when :again then reason_merged else reason end,
              changed_by_merged = case when :again then changed_by_merged else changed_by end
            where number = :number
            """)
        .param("survivor", survivor.value())
        .param("again", isMergedAway(entry))
        .param("number", entry.candidate().number())
        .update();
    return change(entry, CandidateState.LAPSED, entry.judged(), reason, who);
  }

  /** Whether it was merged into another and nobody decided anew since; the engine may detect it. */
  boolean isMergedAway(Entry entry) {
    CandidateState state = entry.candidate().state();
    return (state == CandidateState.LAPSED || state == CandidateState.DETECTED)
        && jdbc.sql("select state_merged is not null from candidate where number = :number")
            .param("number", entry.candidate().number())
            .query(Boolean.class)
            .single();
  }

  /** Undoes {@link #merge}; empty where somebody decided anew since, which stands. */
  Optional<Entry> restore(long number) {
    Entry entry = find(number).orElseThrow();
    Optional<Before> before =
        isMergedAway(entry) ? Optional.of(before(entry, "merged")) : Optional.empty();
    jdbc.sql(
            """
            update candidate
            set merged_into = null, state_merged = null, reason_merged = null, changed_by_merged = null
            where number = :number
            """)
        .param("number", number)
        .update();
    jdbc.sql("update candidate set carried_from = null where carried_from = :number")
        .param("number", number)
        .update();
    return before.map(it -> change(entry, it.state(), entry.judged(), it.reason(), it.who()));
  }

  /** The same candidate for the surviving patient. */
  Entry carry(Entry from, PatientId survivor) {
    long number =
        jdbc.sql(
                """
                insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                                       chart_revision, shared_files, reason, revision, changed_by,
                                       detected_at, changed_at, carried_from)
                select trial, :survivor, state, outcome, trial_version, as_of, verdict,
                       0, shared_files, reason, 1, changed_by, detected_at, :now, number
                from candidate where number = :number
                returning number
                """)
            .param("survivor", survivor.value())
            .param("now", Timestamp.from(clock.now()))
            .param("number", from.candidate().number())
            .query(Long.class)
            .single();
    return find(number).orElseThrow();
  }

  /** A person's answer about the retired patient becomes the answer about the survivor. */
  Entry carryOver(Entry from, Entry onto) {
    jdbc.sql(
            """
            update candidate set carried_from = :from,
              state_before = state, reason_before = reason, changed_by_before = changed_by
            where number = :number
            """)
        .param("from", from.candidate().number())
        .param("number", onto.candidate().number())
        .update();
    return change(
        onto,
        from.candidate().state(),
        onto.judged(),
        from.candidate().reason().orElse(""),
        from.changedBy());
  }

  /** What was carried from a candidate, where nobody decided anew since. */
  Optional<Entry> carriedFrom(Entry from) {
    return jdbc.sql(
            """
            select * from candidate where carried_from = :from and state <> 'DO_NOT_CONTACT'
            for update
            """)
        .param("from", from.candidate().number())
        .query(this::entry)
        .optional();
  }

  /**
   * Undoes {@link #carry} or {@link #carryOver}. Where the record that it was carried to was merged
   * into another meanwhile, it is what there will be when that is undone, and nothing to tell.
   */
  Optional<Entry> takeBack(Entry carried, String reason) {
    Before before = before(carried, "before");
    boolean away = isMergedAway(carried);
    jdbc.sql(
            """
            update candidate
            set carried_from = null, state_before = null, reason_before = null, changed_by_before = null,
              state_merged = case when :away then :state else state_merged end,
              reason_merged = case when :away then :reason else reason_merged end,
              changed_by_merged = case when :away then :who else changed_by_merged end
            where number = :number
            """)
        .param("away", away)
        .param("state", before.state().name())
        .param("reason", before.reason())
        .param("who", before.who())
        .param("number", carried.candidate().number())
        .update();
    return away
        ? Optional.empty()
        : Optional.of(change(carried, before.state(), carried.judged(), reason, before.who()));
  }

  private record Before(CandidateState state, String reason, String who) {}

  /** Where there was nothing before, there is nobody to consider now. */
  private Before before(Entry entry, String event) {
    return jdbc.sql(
            """
            select coalesce(state_%1$s, 'LAPSED') as state, coalesce(reason_%1$s, '') as reason,
                   coalesce(changed_by_%1$s, 'engine') as who
            from candidate where number = :number
            """
                .formatted(event))
        .param("number", entry.candidate().number())
        .query((row, n) ->
            new Before(
                CandidateState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("who")))
        .single();
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
