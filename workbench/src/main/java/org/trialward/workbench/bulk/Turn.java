package org.trialward.workbench.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** One load at a time, whoever runs it: held by a session of the database, ends with it. */
final class Turn implements AutoCloseable {

  /** Of our own: "trialward" has no other advisory lock. */
  private static final long NUMBER = 0x7472_6C77_6275_6C6BL;

  private static final String TAKE = "select pg_try_advisory_lock(?)";
  private static final String GIVE_BACK = "select pg_advisory_unlock(?)";

  private final Connection connection;

  private Turn(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes it.
   *
   * @throws LoadUnderWay where another one has it
   */
  static Turn take(DataSource database) {
    try {
      Connection connection = database.getConnection();
      if (!ask(connection, TAKE)) {
        connection.close();
        throw new LoadUnderWay();
      }
      return new Turn(connection);
    } catch (SQLException e) {
      throw translated(TAKE, e);
    }
  }

  private static boolean ask(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, NUMBER);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static RuntimeException translated(String sql, SQLException e) {
    return Objects.requireNonNullElseGet(
        new SQLExceptionSubclassTranslator().translate("turn of a bulk load", sql, e),
        () -> new UncategorizedSQLException("turn of a bulk load", sql, e));
  }

  @Override
  public void close() {
    try (connection) {
      ask(connection, GIVE_BACK);
    } catch (SQLException e) {
      throw translated(GIVE_BACK, e);
    }
  }
}
