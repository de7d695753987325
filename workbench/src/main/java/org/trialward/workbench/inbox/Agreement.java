package org.trialward.workbench.inbox;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether this workbench reads the trial files by which everybody was last asked to be matched. Of
 * several on one database one may still have yesterday's; it must not answer for a patient whom
 * today's concern.
 */
public final class Agreement {

  /** Shared by those who match, taken alone by who puts other files in force. */
  private static final long LOCK = 0x7472_6C77_7275_6C65L;

  private final JdbcClient jdbc;
  private final RematchRounds rounds;
  private final Supplier<String> ours;

  /**
   * @param ours what this workbench matches by
   */
  public Agreement(JdbcClient jdbc, RematchRounds rounds, Supplier<String> ours) {
    this.jdbc = jdbc;
    this.rounds = rounds;
    this.ours = ours;
  }

  /** As of this moment. Asks the database. */
  public boolean holds() {
    String asked = rounds.rules();
    return asked.isEmpty() || asked.equals(ours.get());
  }

  /**
   * If it holds, it does until the transaction ends: a patient who is matched meanwhile is matched
   * by these files, or asked for again by those that follow.
   */
  boolean holdsUntilTheEnd() {
    lock("select pg_advisory_xact_lock_shared(:lock)");
    return holds();
  }

  /** Waits until nobody matches, and lets nobody until the transaction ends. */
  public void end() {
    lock("select pg_advisory_xact_lock(:lock)");
  }

  private void lock(String sql) {
    jdbc.sql(sql).param("lock", LOCK).query().listOfRows();
  }
}
