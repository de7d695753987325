package org.trialward.workbench.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.workbench.database.ClockGap;

/**
 * Asks the site's PostgreSQL before all else. One that is not up yet is waited for; one that will
 * never let us in is said at once.
 */
final class DatabaseCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration TELL_EVERY = Duration.ofSeconds(20);

  private final String url;
  private final String user;
  private final String password;
  private final InstantSource clock;

  DatabaseCheck(String url, String user, String password, InstantSource clock) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.clock = clock;
  }

  /**
   * Returns once it answers.
   *
   * @throws Incomplete where waiting does not help
   */
  void awaitAnswer() {
    Instant until = clock.instant().plus(PATIENCE);
    Instant tell = Instant.MIN;
    while (true) {
      try (Connection connection = connect()) {
        compareClocks(connection);
        compareSchema(connection);
        return;
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (!mayPass(state)) {
          throw new Incomplete(List.of(remedy(state)));
        }
        if (clock.instant().isAfter(until)) {
          throw new Incomplete(
              List.of(
                  "trialward.database.url: nobody answered for %d minutes (%s). Start the PostgreSQL, or correct the address and the network."
                      .formatted(PATIENCE.toMinutes(), state)));
        }
        if (clock.instant().isAfter(tell)) {
          LOG.warn("The database does not answer yet ({}): waiting for it", state);
          tell = clock.instant().plus(TELL_EVERY);
        }
        rest();
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    return DriverManager.getConnection(url, properties);
  }

  /** PostgreSQL's error codes, class 08: no connection; 57P03: starting; 53300: too many. */
  private static boolean mayPass(String state) {
    return state.startsWith("08") || state.equals("57P03") || state.equals("53300");
  }

  private String remedy(String state) {
    if (state.startsWith("28")) {
      return "trialward.database.user, trialward.database.password: the database refuses user `%s` with this password (%s). Correct the secret, then start again."
          .formatted(user, state);
    }
    if (state.equals("3D000")) {
      return "trialward.database.url: there is no such database (3D000). Create it for user `%s`, then start again."
          .formatted(user);
    }
    return "trialward.database.url: the database refuses us (%s). Look into its log, then start again."
        .formatted(state);
  }

  private void compareClocks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select clock_timestamp()")) {
      row.next();
      ClockGap gap = ClockGap.between(row.getTimestamp(1).toInstant(), clock.instant());
      if (gap.matters()) {
        LOG.warn("{}", gap);
      }
    }
  }

  /**
   * An older program on a newer schema is a roll-back: allowed, but nobody should do it unawares.
   */
  private static void compareSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select to_regclass('flyway_schema_history') is not null
                """)) {
      row.next();
      if (!row.getBoolean(1)) {
        return;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select max(version::int) from flyway_schema_history where success and version ~ '^[0-9]+$'")) {
      row.next();
      int there = row.getInt(1);
      int ours = Schema.version();
      if (there > ours) {
        LOG.warn(
            "The database's schema is version {}, this program knows {}: a newer Trialward has run on it. Start that one, or restore the backup made before the upgrade",
            there,
            ours);
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the database.", e);
    }
  }
}
