package org.trialward.workbench.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Something that only one process on the database does at a time: held by a session of PostgreSQL
 * (advisory lock), ends with it. Costs a connection for as long as it is held.
 */
public final class Turn implements AutoCloseable {
  private static final String TAKE = "select pg_try_advisory_lock(?)";
  private static final String GIVE_BACK = "select pg_advisory_unlock(?)";
  private static final int ANSWER_SECONDS = 5;

  private final Connection connection;
  private final Matter matter;

  private Turn(Connection connection, Matter matter) {
    this.connection = connection;
    this.matter = matter;
  }

  /** What turns are taken at. Of the locks of one number these are all; the audit has its own. */
  public enum Matter {
    /** A load of many charts. */
    BULK_LOAD(0x7472_6C77_6275_6C6BL),
    /** What one workbench does for all of them. */
    DUTY(0x7472_6C77_6475_7479L);

    private final long number;

    Matter(long number) {
      this.number = number;
    }
  }

  /** Takes it; empty where another one has it. */
  public static Optional<Turn> take(DataSource database, Matter matter) {
    try {
      Connection connection = database.getConnection();
      try {
        if (ask(connection, TAKE, matter)) {
          return Optional.of(new Turn(connection, matter));
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      throw translated(TAKE, e);
    }
  }

  /** Whether the session that holds it still lives; asks PostgreSQL. */
  public boolean isHeld() {
    try {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      throw translated("isValid", e);
    }
  }

  private static boolean ask(Connection connection, String sql, Matter matter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, matter.number);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static DataAccessException translated(String sql, SQLException e) {
    return Objects.requireNonNullElseGet(
        new SQLExceptionSubclassTranslator().translate("turn", sql, e),
        () -> new UncategorizedSQLException("turn", sql, e));
  }

  @Override
  public void close() {
    try (connection) {
      ask(connection, GIVE_BACK, matter);
    } catch (SQLException e) {
      throw translated(GIVE_BACK, e);
    }
  }
}
