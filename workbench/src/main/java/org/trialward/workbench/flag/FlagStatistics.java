package org.trialward.workbench.flag;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.settings.SiteClock;

/**
 * What cards led to, by trial, by group of physicians and by week. Names no patient and no
 * physician.
 */
public class FlagStatistics {
  static final Duration EIGHT_WEEKS = Duration.ofDays(56);

  /** The weeks on the page, this one included. */
  static final int WEEKS = 12;

  /** Smaller groups of physicians are counted as one: a group of one is a person. */
  static final int SMALLEST_GROUP = 3;

  /** A person was on the patient's track: also who declined or left had been the right one. */
  private static final Set<CandidateState> KEPT =
      EnumSet.of(
          CandidateState.CONFIRMED,
          CandidateState.CONTACTED,
          CandidateState.DECLINED,
          CandidateState.CONSENTED,
          CandidateState.ELIGIBLE,
          CandidateState.ENROLLED,
          CandidateState.FOLLOW_UP,
          CandidateState.COMPLETED,
          CandidateState.WITHDRAWN,
          CandidateState.DIED);

  private static final Set<CandidateState> TURNED_DOWN =
      EnumSet.of(CandidateState.REJECTED, CandidateState.SCREEN_FAILED);

  private static final String FIGURES =
      """
      coalesce(sum(times), 0) as shown, count(*) as proposals,
      count(*) filter (where kinds && array['REFERRED', 'NOT_SUITABLE', 'SNOOZED', 'NEVER_THIS_TRIAL', 'WAVED_AWAY'])
        as answered,
      count(*) filter (where 'REFERRED' = any(kinds)) as referred,
      count(*) filter (where 'NOT_SUITABLE' = any(kinds)) as not_suitable,
      count(*) filter (where 'SNOOZED' = any(kinds)) as snoozed,
      count(*) filter (where 'NEVER_THIS_TRIAL' = any(kinds)) as never,
      count(*) filter (where 'WAVED_AWAY' = any(kinds)) as waved_away,
      count(*) filter (where 'SEEN' = any(kinds)) as seen,
      count(distinct candidate) filter (where state = any(:kept::text[]) or state = any(:down::text[])) as decided,
      count(distinct candidate) filter (where state = any(:kept::text[])) as kept
      """;

  private static final String OF_ASKED = "(:trial = '' or i.trial = :trial)";

  /** Since the last time that a person let the cards go on. */
  private static final String SINCE_LIFTED =
      "not exists (select 1 from flag_step_down d where d.trial = i.trial and d.lifted_at > i.shown_at)";

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public FlagStatistics(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The figures of one trial and one group in the week that begins on this Monday. */
  public record Line(LocalDate week, TrialId trial, Team team, Figures figures) {}

  /** The figures of a week that begins on this Monday. */
  public record Week(LocalDate monday, Figures figures) {}

  /** The figures of a group of physicians. */
  public record OfTeam(Team team, Figures figures) {}

  /**
   * How often something was answered.
   *
   * @param code the reason that was chosen; empty where there is none
   */
  public record Said(Answer.Kind kind, String code, long onCard, long onPage) {}

  /**
   * Every trial's last eight weeks, or the time since its cards were let go on. Today is left out:
   * a card has until the evening to be answered.
   */
  public Map<TrialId, Figures> eightWeeks() {
    Map<TrialId, Figures> figures = new TreeMap<>();
    bound(
            proposals(SINCE_LIFTED, "specialty")
                + "select trial, "
                + FIGURES
                + " from told group by trial",
            clock.now().minus(EIGHT_WEEKS),
            startOf(today()))
        .query((row, n) -> figures.put(new TrialId(row.getString("trial")), Figures.of(row)))
        .list();
    return figures;
  }

  /**
   * The last twelve weeks, the oldest first; a week without a showing is left out.
   *
   * @param trial its id; empty for all
   * @param team its {@link Team#key}; empty for all
   */
  public List<Week> weeks(String trial, String team) {
    return span(proposals(OF_ASKED, "specialty")
            + "select week, "
            + FIGURES
            + " from told where :team = '' or team = :team group by week order by week")
        .param("trial", trial)
        .param("team", team)
        .query((row, n) -> new Week(row.getObject("week", LocalDate.class), Figures.of(row)))
        .list();
  }

  /** The groups of the last twelve weeks, the busiest first. */
  public List<OfTeam> teams(String trial) {
    return span(proposals(OF_ASKED, "specialty")
            + "select team, "
            + FIGURES
            + " from told group by team order by count(*) desc, team")
        .param("trial", trial)
        .query((row, n) -> new OfTeam(new Team(row.getString("team")), Figures.of(row)))
        .list();
  }

  /** The same span in its smallest parts. */
  public List<Line> lines() {
    return span(proposals("true", "trial, specialty")
            + "select week, trial, team, "
            + FIGURES
            + " from told group by week, trial, team order by week, trial, team")
        .query((row, n) ->
            new Line(
                row.getObject("week", LocalDate.class),
                new TrialId(row.getString("trial")),
                new Team(row.getString("team")),
                Figures.of(row)))
        .list();
  }

  /** What was answered in the last twelve weeks, the most frequent first. */
  public List<Said> answers(String trial) {
    return jdbc.sql(
            """
            select kind, coalesce(code, '') as code,
                   count(*) filter (where via = 'card') as on_card,
                   count(*) filter (where via <> 'card') as on_page
            from answer where given_at >= :from and (:trial = '' or trial = :trial)
            group by kind, coalesce(code, '') order by count(*) desc, kind, code
            """)
        .param("from", Timestamp.from(startOfSpan()))
        .param("trial", trial)
        .query((row, n) ->
            new Said(
                Answer.Kind.valueOf(row.getString("kind")),
                row.getString("code"),
                row.getLong("on_card"),
                row.getLong("on_page")))
        .list();
  }

  /**
   * A proposal belongs to the week and the group of its first showing in the span, so that every
   * one counts once. A week begins on Monday.
   *
   * @param which showings; a constant of this class
   * @param parted the columns within which a group is counted; a constant of this class
   */
  private static String proposals(String which, String parted) {
    return """
    with proposal as (
      select i.trial, i.candidate, i.practitioner, min(i.shown_at) as first,
             (array_agg(i.specialty order by i.id))[1] as specialty,
             count(distinct (i.shown_at at time zone :zone)::date) as times
      from impression i
      where i.hook <> :page and i.shown_at >= :from and i.shown_at < :until and %s
      group by i.trial, i.candidate, i.practitioner
    ), size as (
      select %s, case when count(distinct practitioner) >= :smallest then specialty else '%s' end as team
      from proposal group by %s
    ), told as (
      select p.*, size.team, c.state, said.kinds,
             date_trunc('week', p.first at time zone :zone)::date as week
      from proposal p join size using (%s) join candidate c on c.number = p.candidate
      left join lateral (
        select array_agg(distinct a.kind) as kinds from answer a
        where a.candidate = p.candidate and a.practitioner = p.practitioner
          and a.given_at >= p.first) said on true
    )
    """
        .formatted(which, parted, Team.SMALL, parted, parted);
  }

  private StatementSpec span(String sql) {
    return bound(sql, startOfSpan(), clock.now().plusMillis(1));
  }

  private StatementSpec bound(String sql, Instant from, Instant until) {
    return jdbc.sql(sql)
        .param("zone", clock.zone().getId())
        .param("page", Impressions.DETAILS_PAGE)
        .param("smallest", SMALLEST_GROUP)
        .param("kept", names(KEPT))
        .param("down", names(TURNED_DOWN))
        .param("from", Timestamp.from(from))
        .param("until", Timestamp.from(until));
  }

  private static String[] names(Set<CandidateState> states) {
    return states.stream().map(Enum::name).toArray(String[]::new);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.now(), clock.zone());
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(clock.zone()).toInstant();
  }

  private Instant startOfSpan() {
    LocalDate monday = today().minusDays(today().getDayOfWeek().getValue() - 1L);
    return startOf(monday.minusWeeks(WEEKS - 1L));
  }
}
