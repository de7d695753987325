package org.trialward.workbench.flag;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.settings.SiteClock;

/** How many open candidates may stand on a card now, and why the others may not. */
public class Silence {
  private final JdbcClient jdbc;
  private final FlagPolicy policy;
  private final SiteClock clock;

  public Silence(JdbcClient jdbc, FlagPolicy policy, SiteClock clock) {
    this.jdbc = jdbc;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Of one trial.
   *
   * @param mayBeShown to a physician who treats the patient and has cards left
   */
  public record OfTrial(TrialId trial, long mayBeShown, Map<Withheld, Long> withheld) {}

  private record Counted(Standing standing, long candidates) {}

  /** Counts the candidates before contact; reads each of them. */
  public List<OfTrial> now(Collection<TrialId> trials) {
    Map<TrialId, OfTrial> counts = new TreeMap<>();
    trials.forEach(id -> counts.put(id, new OfTrial(id, 0, Map.of())));
    Instant now = clock.now();
    for (Counted part : counted(trials, now)) {
      TrialId trial = part.standing().trial();
      Viewer anybody = new Viewer("", Set.copyOf(policy.specialties(trial)), true);
      counts.compute(
          trial, (id, so) -> plus(so, policy.withheld(part.standing(), anybody, now), part));
    }
    return List.copyOf(counts.values());
  }

  private static OfTrial plus(OfTrial so, Optional<Withheld> withheld, Counted part) {
    if (withheld.isEmpty()) {
      return new OfTrial(so.trial(), so.mayBeShown() + part.candidates(), so.withheld());
    }
    Map<Withheld, Long> reasons = new EnumMap<>(Withheld.class);
    reasons.putAll(so.withheld());
    reasons.merge(withheld.get(), part.candidates(), Long::sum);
    return new OfTrial(so.trial(), so.mayBeShown(), reasons);
  }

  private List<Counted> counted(Collection<TrialId> trials, Instant now) {
    return jdbc.sql(
            """
            with said as (
              select candidate,
                     bool_or(kind in ('REFERRED', 'NOT_SUITABLE', 'WAVED_AWAY')) as answered,
                     bool_or(kind = 'SNOOZED') as snoozed
              from answer where trial = any(:trials::text[])
                and (silent_until is null or silent_until > :now)
              group by candidate
            ), standing as (
              select c.trial, c.state, c.outcome, o.patient is not null as opted_out,
                     d.trial is not null as stepped_down, coalesce(said.answered, false) as answered,
                     coalesce(said.snoozed, false) as snoozed
              from candidate c left join said on said.candidate = c.number
              left join (select distinct patient from opt_out
                         where not lifted and coalesce(holds_from <= :asOf, true)
                           and coalesce(holds_until >= :asOf, true)) o on o.patient = c.patient
              left join flag_step_down d on d.trial = c.trial and d.lifted_at is null
              where c.trial = any(:trials::text[]) and c.state = any(:states::text[]))
            select standing.*, count(*) as candidates from standing
            group by trial, state, outcome, opted_out, stepped_down, answered, snoozed
            """)
        .param("trials", trials.stream().map(TrialId::value).toArray(String[]::new))
        .param("states", FlagPolicy.BEFORE_CONTACT.stream().map(Enum::name).toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .param("asOf", clock.asOf())
        .query(Silence::counted)
        .list();
  }

  private static Counted counted(ResultSet row, int n) throws SQLException {
    return new Counted(
        new Standing(
            0,
            new TrialId(row.getString("trial")),
            CandidateState.valueOf(row.getString("state")),
            Outcome.valueOf(row.getString("outcome")),
            row.getBoolean("opted_out"),
            row.getBoolean("stepped_down"),
            row.getBoolean("answered"),
            row.getBoolean("snoozed"),
            false,
            Optional.empty(),
            0),
        row.getLong("candidates"));
  }
}
