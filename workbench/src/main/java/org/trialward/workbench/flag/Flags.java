package org.trialward.workbench.flag;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.SiteClock;

/**
 * Which candidates a physician may be shown now. Only reads, and while the physician waits: without
 * a trial on cards it asks the database nothing, else once, and once more where there is something
 * to show.
 */
public class Flags {
  private static final Duration WEEK = Duration.ofDays(7);

  /**
   * A patient is also the records that were merged into theirs: what was said about those stands.
   * They are handed on as arrays, because the planner takes a recursion for a hundred rows and may
   * then read whole tables.
   */
  static final String STANDINGS =
      """
      with recursive self (patient) as (
        select :patient::text
        union
        select c.patient from candidate c join self on c.merged_into = self.patient
      ), said as (
        select trial,
               bool_or(kind in ('REFERRED', 'NOT_SUITABLE', 'WAVED_AWAY')) as answered,
               bool_or(kind = 'SNOOZED') as snoozed
        from answer
        where candidate = any(array(
                select number from candidate where patient = any(array(select patient from self))))
          and (silent_until is null or silent_until > :now)
        group by trial
      ), shown as (
        select candidate, card, shown_at from impression
        where practitioner = :practitioner and shown_at > :weekAgo and hook <> :page
      )
      select c.number, c.trial, c.state, c.outcome,
             coalesce(said.answered, false) as answered,
             coalesce(said.snoozed, false) as snoozed,
             exists (select 1 from opt_out where patient = any(array(select patient from self))
                       and not lifted
                       and coalesce(holds_from <= :asOf, true)
                       and coalesce(holds_until >= :asOf, true))
               as opted_out,
             exists (select 1 from flag_step_down d where d.trial = c.trial and d.lifted_at is null)
               as stepped_down,
             exists (select 1 from answer a where a.trial = c.trial and a.practitioner = :practitioner
                       and a.kind = 'NEVER_THIS_TRIAL'
                       and (a.silent_until is null or a.silent_until > :now)) as never,
             (select min(shown_at) from shown where shown.candidate = c.number and shown_at >= :today)
               as shown_today,
             (select count(distinct (card, (shown_at at time zone :zone)::date)) from shown) as cards
      from candidate c left join said using (trial)
      where c.patient = :patient
      order by c.number
      """;

  private final JdbcClient jdbc;
  private final Candidates candidates;
  private final FlagPolicy policy;
  private final SiteClock clock;

  public Flags(JdbcClient jdbc, Candidates candidates, FlagPolicy policy, SiteClock clock) {
    this.jdbc = jdbc;
    this.candidates = candidates;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Whether one candidate is shown.
   *
   * @param number of the candidate
   * @param withheld why not; empty where it is shown
   */
  public record Judgement(long number, TrialId trial, Optional<Withheld> withheld) {}

  /** Those to put on one card for this viewer; mostly none. */
  public List<Entry> shownTo(Viewer viewer, PatientId patient) {
    if (!viewer.treats() || policy.isSilent()) {
      return List.of();
    }
    Set<Long> shown =
        judge(viewer, patient).stream()
            .filter(judgement -> judgement.withheld().isEmpty())
            .map(Judgement::number)
            .collect(Collectors.toSet());
    return shown.isEmpty()
        ? List.of()
        : candidates.ofPatient(patient).stream()
            .filter(entry -> shown.contains(entry.candidate().number()))
            .toList();
  }

  /** Every candidate of the patient, with the reason where it is not shown. */
  public List<Judgement> judge(Viewer viewer, PatientId patient) {
    Instant now = clock.now();
    return standings(viewer, patient, now).stream()
        .map(candidate ->
            new Judgement(
                candidate.number(), candidate.trial(), policy.withheld(candidate, viewer, now)))
        .toList();
  }

  private List<Standing> standings(Viewer viewer, PatientId patient, Instant now) {
    return jdbc.sql(STANDINGS)
        .params(parameters(viewer, patient, now))
        .query(Flags::standing)
        .list();
  }

  Map<String, ?> parameters(Viewer viewer, PatientId patient, Instant now) {
    Instant today = LocalDate.ofInstant(now, clock.zone()).atStartOfDay(clock.zone()).toInstant();
    return Map.of(
        "asOf", clock.asOf(),
        "patient", patient.value(),
        "practitioner", viewer.practitioner(),
        "page", Impressions.DETAILS_PAGE,
        "zone", clock.zone().getId(),
        "now", Timestamp.from(now),
        "today", Timestamp.from(today),
        "weekAgo", Timestamp.from(now.minus(WEEK)));
  }

  private static Standing standing(ResultSet row, int n) throws SQLException {
    return new Standing(
        row.getLong("number"),
        new TrialId(row.getString("trial")),
        CandidateState.valueOf(row.getString("state")),
        Outcome.valueOf(row.getString("outcome")),
        row.getBoolean("opted_out"),
        row.getBoolean("stepped_down"),
        row.getBoolean("answered"),
        row.getBoolean("snoozed"),
        row.getBoolean("never"),
        Optional.ofNullable(row.getTimestamp("shown_today")).map(Timestamp::toInstant),
        row.getInt("cards"));
  }
}
