package org.trialward.workbench.flag;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.settings.SiteClock;

/** Stops the cards of trials that tire physicians, and lets a person start them again. */
public class StepDowns {
  private static final String ENGINE = "engine";

  private final JdbcClient jdbc;
  private final FlagPolicy policy;
  private final FlagStatistics statistics;
  private final AuditLog audit;
  private final SiteClock clock;

  public StepDowns(
      JdbcClient jdbc,
      FlagPolicy policy,
      FlagStatistics statistics,
      AuditLog audit,
      SiteClock clock) {
    this.jdbc = jdbc;
    this.policy = policy;
    this.statistics = statistics;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * One trial's cards stopped.
   *
   * @param why in counts
   * @param lifted when and by whom; empty while it stands
   */
  public record StepDown(TrialId trial, Instant since, String why, Optional<Lifted> lifted) {}

  /** A person let the cards go on. */
  public record Lifted(Instant at, String by) {}

  /** Looks at the last eight weeks of every trial on cards. Done twice it changes nothing. */
  @Transactional
  public void review() {
    List<AuditLog.Note> stopped = new ArrayList<>();
    for (Map.Entry<TrialId, Figures> trial : statistics.eightWeeks().entrySet()) {
      if (policy.shows(trial.getKey())) {
        policy
            .thresholds(trial.getKey())
            .missedBy(trial.getValue())
            .filter(why -> stop(trial.getKey(), why))
            .ifPresent(why ->
                stopped.add(
                    new AuditLog.Note(AuditAction.CARDS_STOPPED, trial.getKey().value(), why)));
      }
    }
    audit.append(ENGINE, stopped);
  }

  private boolean stop(TrialId trial, String why) {
    return jdbc.sql(
                """
                insert into flag_step_down (trial, since, why) values (:trial, :now, :why)
                on conflict (trial) where lifted_at is null do nothing
                """)
            .param("trial", trial.value())
            .param("now", Timestamp.from(clock.now()))
            .param("why", why)
            .update()
        == 1;
  }

  /** Lets the cards go on; the eight weeks count anew. False where they were not stopped. */
  @Transactional
  public boolean lift(TrialId trial, String who) {
    boolean stood =
        jdbc.sql(
                    """
                    update flag_step_down set lifted_at = :now, lifted_by = :who
                    where trial = :trial and lifted_at is null
                    """)
                .param("now", Timestamp.from(clock.now()))
                .param("who", who)
                .param("trial", trial.value())
                .update()
            == 1;
    if (stood) {
      audit.append(
          who, AuditAction.CARDS_RESUMED, trial.value(), "the eight weeks count anew from now");
    }
    return stood;
  }

  /** Those that stand, then those that were lifted, the newest first. */
  public List<StepDown> latest(int most) {
    return jdbc.sql(
            "select * from flag_step_down order by lifted_at desc nulls first, id desc limit :most")
        .param("most", most)
        .query(StepDowns::stepDown)
        .list();
  }

  private static StepDown stepDown(ResultSet row, int n) throws SQLException {
    Optional<Timestamp> lifted = Optional.ofNullable(row.getTimestamp("lifted_at"));
    String by = Optional.ofNullable(row.getString("lifted_by")).orElse("");
    return new StepDown(
        new TrialId(row.getString("trial")),
        row.getTimestamp("since").toInstant(),
        row.getString("why"),
        lifted.map(at -> new Lifted(at.toInstant(), by)));
  }
}
