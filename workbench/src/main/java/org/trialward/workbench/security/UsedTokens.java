package org.trialward.workbench.security;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.settings.SiteClock;

/**
 * Which tokens were used, for all workbenches of the database: the unique row decides who was
 * first. A row is of no use once its token has expired.
 */
public class UsedTokens {
  private final JdbcClient jdbc;
  private final SiteClock clock;

  public UsedTokens(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Whether this is the first use. Does not wait for the disk: all workbenches see the row at once,
   * and the card's own entry in the audit, which waits, takes it along. Cost: one round trip.
   */
  boolean use(String issuer, String jti, Instant expiresAt) {
    return jdbc.sql(
                """
                insert into cds_token (issuer, jti, expires_at)
                select :issuer, :jti, :until::timestamptz
                from (select set_config('synchronous_commit', 'off', true)) as soon
                on conflict do nothing
                """)
            .param("issuer", issuer)
            .param("jti", jti)
            .param("until", Timestamp.from(expiresAt))
            .update()
        == 1;
  }

  /** Deletes those that no clock of ours takes any more. */
  public void forgetExpired() {
    jdbc.sql("delete from cds_token where expires_at < :now")
        .param("now", Timestamp.from(clock.now().minus(CallerTokens.SKEW.multipliedBy(2))))
        .update();
  }
}
