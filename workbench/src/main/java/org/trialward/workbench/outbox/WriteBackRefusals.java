package org.trialward.workbench.outbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.fhir.subject.WriteBackRefused;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/**
 * The kinds of record that the EMR refused although its {@code /metadata} offers them. Each is met
 * once, told once, and not tried again until a person says so.
 */
public class WriteBackRefusals {
  private static final String ENGINE = "engine";

  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final SiteClock clock;

  public WriteBackRefusals(JdbcClient jdbc, AuditLog audit, SiteClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A line for the operations page.
   *
   * @param strategy as in the settings, e.g. {@code service-request}
   * @param trial in whose delivery it was met; it holds for all
   * @param why with the remedy
   */
  public record Refusal(String strategy, String trial, int status, String why, Instant at) {}

  /** The oldest first. */
  public List<Refusal> all() {
    return jdbc.sql("select * from write_back_refusal order by at, strategy")
        .query(Rows.as(Refusal.class))
        .list();
  }

  Set<String> strategies() {
    return new HashSet<>(
        jdbc.sql("select strategy from write_back_refusal").query(Rows.text()).list());
  }

  /** Runs in the caller's transaction; who meets it second tells nobody again. */
  void note(String strategy, TrialId trial, WriteBackRefused refused) {
    boolean first =
        jdbc.sql(
                    """
                    insert into write_back_refusal (strategy, trial, status, why, at)
                    values (:strategy, :trial, :status, :why, :now)
                    on conflict (strategy) do nothing
                    """)
                .param("strategy", strategy)
                .param("trial", trial.value())
                .param("status", refused.status())
                .param("why", String.valueOf(refused.getMessage()))
                .param("now", Timestamp.from(clock.now()))
                .update()
            == 1;
    if (first) {
      audit.append(
          ENGINE,
          AuditAction.WRITE_BACK_REFUSED,
          "write-back " + strategy,
          "refused with %d; the next way that the EMR offers is taken".formatted(refused.status()));
    }
  }

  /** Forgets it, so that it is tried again; false where there was none. */
  @Transactional
  public boolean forget(String strategy, String who) {
    boolean known =
        jdbc.sql("delete from write_back_refusal where strategy = :strategy")
                .param("strategy", strategy)
                .update()
            == 1;
    if (known) {
      audit.append(who, AuditAction.REPLAYED, "write-back " + strategy, "is tried again");
    }
    return known;
  }
}
